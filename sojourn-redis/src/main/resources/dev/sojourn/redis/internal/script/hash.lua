-- The hash layout: a field for each member of the head and for each attribute.

local SHORT_HEAD = {}
for i, name in ipairs(HEAD) do
  SHORT_HEAD[i] = SHORT[name]
end

-- Reads the head of the session at the key; nil if there is none that can be read.
local function open(key)
  local head = {}
  local values = redis.call('HMGET', key, unpack(HEAD))
  if not values[1] then
    head.short, values = true, redis.call('HMGET', key, unpack(SHORT_HEAD))
  end
  if not values[1] then
    return nil
  end
  for i, name in ipairs(HEAD) do
    head[name] = values[i] or nil
  end
  return readable(head, key) and head or nil
end

-- Writes the named members of the head; keeps the TTL unless one is given.
local function keep(key, head, names, ttl)
  for _, name in ipairs(names) do
    local field = called(name, head.short)
    if head[name] then
      redis.call('HSET', key, field, head[name])
    else
      redis.call('HDEL', key, field)
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
