-- Functions for all scripts. A script is one or more preludes like this one, then an operation.

-- The server's time in milliseconds.
local function time()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- A whole number as text: tostring rounds numbers above 1e14 and writes them with an exponent.
local function whole(number)
  return string.format('%.0f', number)
end

-- The reply of a command on an index; nil if the key has another type. Any other error ends the script.
local function of_index(reply)
  if type(reply) == 'table' and reply.err then
    if not string.find(reply.err, 'WRONGTYPE', 1, true) then
      error(reply)
    end
    return nil
  end
  return reply
end

-- Up to that many ids of an index, in no order.
local function members(index, most)
  return of_index(redis.pcall('SRANDMEMBER', index, most)) or {}
end

-- Runs PEXPIRE. If it is refused, runs the command that takes back what was made, if any, and ends the
-- script: no key is left without a TTL.
local function expire(undo, ...)
  local set = redis.pcall('PEXPIRE', ...)
  if type(set) == 'table' and set.err then
    if undo then
      redis.pcall(unpack(undo))
    end
    error(set)
  end
  return set
end

-- Adds an id to an index, which must outlive the session; the TTL is a text. PEXPIRE … NX sets the first
-- TTL, GT only extends it. A key of another type, made by hand, is replaced; each touch adds its session
-- again.
local function enter(index, id, ttl)
  local added = of_index(redis.pcall('SADD', index, id))
  if not added then
    redis.call('DEL', index)
    added = redis.call('SADD', index, id)
  end
  if expire(added == 1 and { 'SREM', index, id }, index, ttl, 'NX') == 0 then
    redis.call('PEXPIRE', index, ttl, 'GT')
  end
end

-- Ends the session at the key, of whatever layout. Deletes first, so that it works on a server out of
-- memory; then publishes; then removes the id from the index, ignoring an index of another type. Returns
-- how many sessions ended, 1 or 0.
local function revoke(key, index, id, channel)
  local ended = redis.call('DEL', key)
  redis.call('PUBLISH', channel, id)
  if index then
    redis.pcall('SREM', index, id)
  end
  return ended
end
