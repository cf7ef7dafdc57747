-- Removes ids from indexes whose session is gone; looked at and removed in one step, so that no session
-- that is created meanwhile is lost. What became something else than an index is left as it is.
-- KEYS  for each index: the index, then the sessions of the declared ids
-- ARGV  for each index: the number of declared ids, then the ids
-- Answers how many were removed.

local removed, key, arg = 0, 1, 1
while KEYS[key] do
  local index, count = KEYS[key], tonumber(ARGV[arg])
  for i = 1, count do
    if redis.call('EXISTS', KEYS[key + i]) == 0 then
      local gone = redis.pcall('SREM', index, ARGV[arg + i])
      if type(gone) == 'number' then
        removed = removed + gone
      end
    end
  end
  key, arg = key + count + 1, arg + count + 1
end
return removed
