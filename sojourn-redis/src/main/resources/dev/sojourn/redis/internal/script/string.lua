-- The string layout: one JSON document, which begins with the members of the head in a fixed order:
-- {"secret":"…","version":0,"last_access":…,"created_at":…,"idle":…,"absolute":…,"user_id":"…",…
-- ,"attributes":{…}}, or the same with short names. The head's texts contain no quote and no backslash (the
-- client writes \u0022 and \u005c), so the head is matched and written as text. JSON is never decoded here:
-- Lua's JSON library does not preserve it.

-- A packed session is binary instead: \3; the last four characters of the id; the hash in 32 bytes;
-- created_at in six; as varints the time from created_at to last_access, version, idle and absolute, these
-- two as twice the seconds plus one, or as twice the milliseconds; a byte with a bit for each of TEXTS that
-- is present; these texts, each after its length; then the rest, which contains device and address.

local PACKED = '\3'
local TEXTS = { 'user_id', 'device', 'address', 'pending', 'siblings', 'replaced' }

-- The pattern of a document's beginning.
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

local ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

-- 32 bytes as 43 characters of base64url.
local function hash_text(bytes)
  local text = {}
  for i = 1, 31, 3 do
    local a, b, c = string.byte(bytes, i, i + 2)
    local three = a * 65536 + (b or 0) * 256 + (c or 0)
    for j = 3, 0, -1 do
      local digit = math.floor(three / 64 ^ j) % 64 + 1
      text[#text + 1] = string.sub(ALPHABET, digit, digit)
    end
  end
  return string.sub(table.concat(text), 1, 43)
end

local function hash_bytes(text)
  local bytes = {}
  for i = 1, 43, 4 do
    local three = 0
    for j = i, i + 3 do
      local digit = j <= 43 and string.find(ALPHABET, string.sub(text, j, j), 1, true) or 1
      three = three * 64 + digit - 1
    end
    bytes[#bytes + 1] = string.char(math.floor(three / 65536), math.floor(three / 256) % 256, three % 256)
  end
  return string.sub(table.concat(bytes), 1, 32)
end

-- A duration in milliseconds; usually it is whole seconds.
local function span(millis)
  local seconds = millis / 1000
  return varied(seconds == math.floor(seconds) and seconds * 2 + 1 or millis * 2)
end

local function unpacked(text)
  if #text < 44 then
    return nil
  end
  local head, at = { packed = true, short = true }, 44
  head.secret = FORMAT .. string.sub(text, 2, 5) .. ':' .. hash_text(string.sub(text, 6, 37))
  local function number()
    local sum, times = 0, 1
    for _ = 1, 7 do
      local byte = string.byte(text, at)
      if not byte then
        return nil
      end
      sum, times, at = sum + byte % 128 * times, times * 128, at + 1
      if byte < 128 then
        return sum
      end
    end
  end
  local created = 0
  for i = 38, 43 do
    created = created * 256 + string.byte(text, i)
  end
  local accessed, version, idle, absolute = number(), number(), number(), number()
  if not absolute then
    return nil
  end
  local function millis(number)
    return whole(number % 2 == 1 and (number - 1) * 500 or number / 2)
  end
  head.created_at, head.last_access, head.version = whole(created), whole(created + accessed), whole(version)
  head.idle, head.absolute = millis(idle), millis(absolute)
  local which = string.byte(text, at)
  if not which or which >= 64 then
    return nil
  end
  at = at + 1
  for i, name in ipairs(TEXTS) do
    if math.floor(which / 2 ^ (i - 1)) % 2 == 1 then
      local length = number()
      if not length or at + length - 1 > #text then
        return nil
      end
      head[name], at = string.sub(text, at, at + length - 1), at + length
    end
  end
  head.rest = string.sub(text, at)
  return head
end

local function pack(head)
  local which, texts = 0, {}
  for i, name in ipairs(TEXTS) do
    if head[name] then
      which = which + 2 ^ (i - 1)
      texts[#texts + 1] = varied(#head[name]) .. head[name]
    end
  end
  return PACKED .. string.sub(head.secret, #FORMAT + 1, #FORMAT + 4) .. hash_bytes(current(head))
    .. six(head.created_at) .. varied(math.max(head.last_access - head.created_at, 0))
    .. varied(tonumber(head.version)) .. span(head.idle) .. span(head.absolute)
    .. string.char(which) .. table.concat(texts) .. head.rest
end

-- Reads the head of the session at the key, and as `rest` what follows it; nil if there is none that can
-- be read.
local function open(key)
  local document = redis.call('GET', key)
  local head
  if document and string.sub(document, 1, 1) == PACKED then
    head = unpacked(document)
  elseif document then
    head = cut(document, false) or cut(document, true)
  end
  return head and readable(head, key) and head or nil
end

local function render(head)
  if head.packed then
    return pack(head)
  end
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

-- Writes the document; keeps the TTL unless one is given.
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
