-- Removes ids without a session from indexes; checks and removes in one step, so that a session that was
-- created meanwhile, or that exists on another server that is primary now, stays indexed. Leaves keys of
-- another type unchanged.
-- KEYS  the indexes, then the sessions of the declared ids, at most 256
-- ARGV  1 the number of indexes; then for each index: the number of its declared ids, these ids
-- Returns { 'done', how many it removed }.

local indexes = tonumber(ARGV[1])

-- The caller has just checked, so usually all are gone: one command tells.
local all_are_gone = redis.call('EXISTS', unpack(KEYS, indexes + 1)) == 0

local function gone(session, arg, count)
  local ids = {}
  for i = 0, count - 1 do
    if redis.call('EXISTS', KEYS[session + i]) == 0 then
      ids[#ids + 1] = ARGV[arg + i]
    end
  end
  return unpack(ids)
end

-- Removes nothing if the key is no set, or if no id is given.
local function remove(index, ...)
  local removed = redis.pcall('SREM', index, ...)
  return type(removed) == 'number' and removed or 0
end

local removed, session, arg = 0, indexes + 1, 2
for i = 1, indexes do
  local count = tonumber(ARGV[arg])
  if all_are_gone then
    removed = removed + remove(KEYS[i], unpack(ARGV, arg + 1, arg + count))
  else
    removed = removed + remove(KEYS[i], gone(session, arg + 1, count))
  end
  session, arg = session + count, arg + count + 1
end
return { 'done', removed }
