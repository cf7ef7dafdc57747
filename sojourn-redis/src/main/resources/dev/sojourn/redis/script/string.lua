-- The string layout: one JSON document, which begins with the head's members in a fixed order:
-- {"secret":"…","version":0,"last_access":…,"created_at":…,"idle":…,"absolute":…,"user_id":"…",…
-- ,"attributes":{…}}, or the same with short names. The head's texts hold no quote and no backslash (the client writes them as
-- \u0022 and \u005c), so the head is cut and joined as text; JSON is never decoded here, for Lua's JSON
-- would come back changed.

local TEXTS = { 'user_id', 'device', 'address', 'pending', 'siblings', 'replaced' }

-- How such a document begins.
local function beginning(short)
  local form = '^{"' .. called('secret', short) .. '":"([^"]*)"'
  for _, name in ipairs(COUNTS) do
    form = form .. ',"' .. called(name, short) .. '":(%d+)'
  end
  return form
end

local function cut(document, short)
  local head = { short = short }
  local first, last
  first, last, head.secret, head.version, head.last_access, head.created_at, head.idle, head.absolute =
    string.find(document, beginning(short))
  if not first then
    return nil
  end
  for _, name in ipairs(TEXTS) do
    local found, stop, text =
      string.find(document, '^,"' .. called(name, short) .. '":"([^"]*)"', last + 1)
    if found then
      head[name], last = text, stop
    end
  end
  head.rest = string.sub(document, last + 1)
  return head
end

-- The head of the session at the key, and as `rest` what follows it; nil when there is none that can be
-- read.
local function open(key)
  local document = redis.call('GET', key)
  local head = document and (cut(document, false) or cut(document, true))
  return head and readable(head, key) and head or nil
end

local function render(head)
  local parts = { '{"' .. called('secret', head.short) .. '":"' .. head.secret .. '"' }
  for _, name in ipairs(COUNTS) do
    parts[#parts + 1] = ',"' .. called(name, head.short) .. '":' .. head[name]
  end
  for _, name in ipairs(TEXTS) do
    if head[name] then
      parts[#parts + 1] = ',"' .. called(name, head.short) .. '":"' .. head[name] .. '"'
    end
  end
  parts[#parts + 1] = head.rest
  return table.concat(parts)
end

-- Writes the document; the TTL stays unless one is given.
local function keep(key, head, names, ttl)
  if ttl then
    redis.call('SET', key, render(head), 'PX', whole(ttl))
  else
    redis.call('SET', key, render(head), 'KEEPTTL')
  end
end

-- Moves a session to another key under its new head.
local function move(old, new, head, ttl)
  redis.call('DEL', old)
  keep(new, head, HEAD, ttl)
end

-- Leaves a marker in the place of a session that moved.
local function mark(key, id, ttl)
  redis.call('SET', key, '{"' .. REPLACED_BY .. '":"' .. id .. '"}', 'PX', ttl)
end

local function marked(key)
  local document = redis.call('GET', key)
  return document and string.match(document, '^{"' .. REPLACED_BY .. '":"([^"]*)"}$')
end
