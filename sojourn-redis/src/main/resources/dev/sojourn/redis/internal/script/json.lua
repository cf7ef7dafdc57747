-- The JSON layout: one document of the JSON type, with the members of the head beside 'attributes'. The
-- head's texts contain no quote and no backslash (the client writes %22 and %5c), so replies of JSON.GET
-- are matched as text. JSON is never decoded here: Lua's JSON library does not preserve it.

local NUMBERS = { version = true, last_access = true, created_at = true, idle = true, absolute = true }
local PATHS, SHORT_PATHS = {}, {}
for i, name in ipairs(HEAD) do
  PATHS[i], SHORT_PATHS[i] = '$.' .. name, '$.' .. SHORT[name]
end

-- Whether the key holds a document; fails with WRONGTYPE if it has another type: the JSON type's commands
-- have an error of their own for that, or none.
local function is_json(key)
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'none' and kind ~= 'ReJSON-RL' then
    error({ err = 'WRONGTYPE a session of another layout' })
  end
  return kind ~= 'none'
end

-- Reads the head of the session at the key; nil if there is none that can be read.
local function open(key)
  if not is_json(key) then
    return nil
  end
  local head = {}
  local members = redis.call('JSON.GET', key, unpack(PATHS))
  if string.find(members, '"$.secret":[]', 1, true) then
    head.short, members = true, redis.call('JSON.GET', key, unpack(SHORT_PATHS))
  end
  for _, name in ipairs(HEAD) do
    local form = NUMBERS[name] and '(%d+)' or '"([^"\\]*)"'
    head[name] = string.match(members, '"%$%.' .. called(name, head.short) .. '":%[' .. form .. '%]')
  end
  return head.secret and readable(head, key) and head or nil
end

-- Writes the named members of the head; keeps the TTL unless one is given.
local function keep(key, head, names, ttl)
  for _, name in ipairs(names) do
    local path = '$.' .. called(name, head.short)
    if head[name] then
      local quote = NUMBERS[name] and '' or '"'
      redis.call('JSON.SET', key, path, quote .. head[name] .. quote)
    else
      redis.call('JSON.DEL', key, path)
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
