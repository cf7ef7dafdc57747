-- Removes ids without a session from an index; checks and removes in one step, so that a session that is
-- created meanwhile stays indexed.
-- KEYS  1 index, 2… the sessions of the declared ids
-- ARGV  the declared ids
-- Returns { 'done', how many it removed }.

local removed = 0
for i = 1, #ARGV do
  if redis.call('EXISTS', KEYS[i + 1]) == 0 then
    removed = removed + redis.call('SREM', KEYS[1], ARGV[i])
  end
end
return { 'done', removed }
