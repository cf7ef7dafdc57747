-- The hash layout: a field for each member of the head and for each attribute.

local HEAD = {
  'secret', 'version', 'last_access', 'created_at', 'idle', 'absolute',
  'user_id', 'device', 'address', 'pending', 'siblings', 'replaced'
}

-- The head of the session at the key; nil when there is none that can be read.
local function open(key)
  local values = redis.call('HMGET', key, unpack(HEAD))
  if not values[1] then
    return nil
  end
  local head = {}
  for i, name in ipairs(HEAD) do
    head[name] = values[i] or nil
  end
  return readable(head, key) and head or nil
end

-- Writes some members of the head; the TTL stays unless one is given.
local function keep(key, head, names, ttl)
  for _, name in ipairs(names) do
    if head[name] then
      redis.call('HSET', key, name, head[name])
    else
      redis.call('HDEL', key, name)
    end
  end
  if ttl then
    redis.call('PEXPIRE', key, whole(ttl))
  end
end

-- Moves a session to another key under its new head.
local function move(old, new, head, ttl)
  redis.call('RENAME', old, new)
  keep(new, head, HEAD, ttl)
end

-- Leaves a marker in the place of a session that moved.
local function mark(key, id, ttl)
  redis.call('DEL', key)
  redis.call('HSET', key, REPLACED_BY, id)
  redis.call('PEXPIRE', key, ttl)
end

local function marked(key)
  return redis.call('HGET', key, REPLACED_BY)
end
