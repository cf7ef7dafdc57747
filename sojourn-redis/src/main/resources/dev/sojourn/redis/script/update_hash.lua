-- Changes a session in the hash layout: fields that are not named stay as they are.
-- KEYS  1 session, 2 index (only when timeouts change and it has a user)
-- ARGV  1 id, 2 channel, 3 device ('' for what stays), 4 idle, 5 absolute ('' for what stays),
--       6 most bytes, 7 most attributes, 8… for each field: name, 'put', value; or name, 'remove', '';
--       or name, 'was', the value it must have; or name, 'absent', ''
-- Answers 1; 0 when there is no session; -1 when a field is not as it must be; -2 when it would hold
-- too much.

local key, id, channel = KEYS[1], ARGV[1], ARGV[2]
local head = open(key)
if not head then
  return 0
end

local BOOKKEEPING = { moved_to = true, browser = true, system = true }
for _, name in ipairs(HEAD) do
  BOOKKEEPING[name] = true
end

-- Bytes that count: neither the mark of a field's name nor that of its value.
local function size(text, mark)
  return string.sub(text, 1, 1) == mark and #text - 1 or #text
end

local function all()
  local flat, fields = redis.call('HGETALL', key), {}
  for i = 1, #flat, 2 do
    if not BOOKKEEPING[flat[i]] then
      fields[flat[i]] = flat[i + 1]
    end
  end
  return fields
end

local fields, grows = all(), false
for i = 8, #ARGV, 3 do
  local name, what, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if what == 'was' and fields[name] ~= value or what == 'absent' and fields[name] then
    return -1
  end
end
for i = 8, #ARGV, 3 do
  local name, what, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if what == 'put' then
    fields[name], grows = value, true
  elseif what == 'remove' then
    fields[name] = nil
  end
end
if grows then
  local bytes, count = 0, 0
  for name, value in pairs(fields) do
    bytes, count = bytes + size(name, '@') + size(value, '='), count + 1
  end
  if bytes > tonumber(ARGV[6]) or count > tonumber(ARGV[7]) then
    return -2
  end
end

for i = 8, #ARGV, 3 do
  if ARGV[i + 1] == 'remove' then
    redis.call('HDEL', key, ARGV[i])
  elseif ARGV[i + 1] == 'put' then
    redis.call('HSET', key, ARGV[i], ARGV[i + 2])
  end
end
head.version = whole(head.version + 1)
head.device = ARGV[3] ~= '' and ARGV[3] or head.device
keep(key, head, { 'version', 'device' })
if not retime(key, KEYS[2], head, id, channel, ARGV[4], ARGV[5]) then
  return 0
end
redis.call('PUBLISH', channel, id)
return 1
