-- Removes ids from indexes whose session is gone; looked at and removed in one step, so that no session
-- that is created meanwhile is lost. What became something else than an index is left as it is.
-- KEYS  for each index: the index, then the sessions of the declared ids, at most 256
-- ARGV  for each index: the number of declared ids, then the ids
-- Answers how many were removed.

-- Mostly all of a user's sessions are there, or none is: that is one question.
local function sweep(index, key, arg, count)
  local there = redis.call('EXISTS', unpack(KEYS, key + 1, key + count))
  if there == count then
    return 0
  end
  local gone = {}
  for i = 1, count do
    if there == 0 or redis.call('EXISTS', KEYS[key + i]) == 0 then
      gone[#gone + 1] = ARGV[arg + i]
    end
  end
  local removed = redis.pcall('SREM', index, unpack(gone))
  return type(removed) == 'number' and removed or 0
end

local removed, key, arg = 0, 1, 1
while KEYS[key] do
  local count = tonumber(ARGV[arg])
  removed = removed + sweep(KEYS[key], key, arg, count)
  key, arg = key + count + 1, arg + count + 1
end
return removed
