-- Removes ids from an index whose session is gone; looked at and removed in one step, so that no session
-- that is created meanwhile is lost.
-- KEYS  1 index, 2… the sessions of the declared ids
-- ARGV  the declared ids
-- Answers how many were removed.

local removed = 0
for i = 1, #ARGV do
  if redis.call('EXISTS', KEYS[i + 1]) == 0 then
    removed = removed + redis.call('SREM', KEYS[1], ARGV[i])
  end
end
return removed
