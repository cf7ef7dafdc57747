-- Common to all scripts. Nothing is done here; a script is one or more preludes and an operation.

local REPLACED_BY = 'moved_to' -- the one member of the marker that a moved session leaves for a while

-- The server's time in milliseconds.
local function time()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- A whole number as text: tostring would round one above 1e14 and write it with an exponent.
local function whole(number)
  return string.format('%.0f', number)
end

-- Enters an id into an index that must outlive its session; the TTL is a text. PEXPIRE … NX sets a first
-- TTL, GT only ever lengthens. An index that became something else by hand begins anew; each touch enters
-- its session again.
local function enter(index, id, ttl)
  local added = redis.pcall('SADD', index, id)
  if type(added) == 'table' and added.err then
    if not string.find(added.err, 'WRONGTYPE', 1, true) then
      error(added)
    end
    redis.call('DEL', index)
    redis.call('SADD', index, id)
  end
  if redis.call('PEXPIRE', index, ttl, 'NX') == 0 then
    redis.call('PEXPIRE', index, ttl, 'GT')
  end
end

-- Ends what is at the key: deleted first, so that it works on a server out of memory, then told to
-- every listener, then dropped from the index, whatever has become of that.
local function finish(key, index, id, channel)
  redis.call('DEL', key)
  redis.call('PUBLISH', channel, id)
  if index then
    redis.pcall('SREM', index, id)
  end
end
