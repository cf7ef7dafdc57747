-- Changes a session in the hash layout; fields that are not named stay unchanged.
-- KEYS  1 session, 2 index (only if timeouts change and it has a user)
-- ARGV  1 id, 2 channel, 3 device ('' to keep), 4 idle, 5 absolute ('' to keep),
--       6 the naming of the fields, 7 byte limit, 8 attribute limit, 9 the version that was read
--       ('' for none), 10 how many short names of attributes follow: each a name, and how many more bytes
--       count for it; then how many dictionaries the client knows, and their ids; then for each field: name,
--       'put', value; or name, 'remove', ''; or name, 'was', the value it must have, if it is not compressed;
--       or name, 'absent', ''
-- Returns 'done'; 'gone' if there is no session; 'changed' if a field is not as it must be or needs a
-- dictionary that the client lacks, or the session has another naming; 'large' if the session would be too
-- large.

local key, id, channel = KEYS[1], ARGV[1], ARGV[2]
local head = open(key)
if not head then
  return { 'gone' }
end
if naming(head, head.short and redis.call('HGET', key, SHORT_NAMES)) ~= ARGV[6] then
  return { 'changed' }
end

local BOOKKEEPING = head.short and { [SHORT_NAMES] = true } or { browser = true, system = true }
for _, name in ipairs(HEAD) do
  BOOKKEEPING[called(name, head.short)] = true
end
local more = {}
local from = 11 + 2 * ARGV[10]
for i = 11, from - 1, 2 do
  more[ARGV[i]] = tonumber(ARGV[i + 1])
end
local known = { [''] = true } -- a value may be compressed without a dictionary
for i = from + 1, from + ARGV[from] do
  known[ARGV[i]] = true
end
from = from + 1 + ARGV[from]

-- How many bytes count: not the mark of a field's name, nor that of its value.
local function size(text, mark)
  return string.sub(text, 1, 1) == mark and #text - 1 or #text
end

-- The inflated size of a compressed value, else nil: it starts with a mark, its dictionary and that size.
local function inflated(value)
  return string.match(value, '^[\1\2][%w_-]*:(%d+):')
end

-- A value can be compressed in several ways, so a compressed one counts as unchanged if the version is.
local function is(found, value)
  return found == value or found and inflated(found) and head.version == ARGV[9]
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
for _, value in pairs(fields) do
  local dictionary = string.match(value, '^[\1\2]([%w_-]*):')
  if dictionary and not known[dictionary] then
    return { 'changed' }
  end
end
for i = from, #ARGV, 3 do
  local name, what, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if what == 'was' and not is(fields[name], value) or what == 'absent' and fields[name] then
    return { 'changed' }
  end
end
for i = from, #ARGV, 3 do
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
    bytes, count = bytes + size(name, '@') + (more[name] or 0) + (inflated(value) or size(value, '=')), count + 1
  end
  if bytes > tonumber(ARGV[7]) or count > tonumber(ARGV[8]) then
    return { 'large' }
  end
end

for i = from, #ARGV, 3 do
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
  return { 'gone' }
end
redis.call('PUBLISH', channel, id)
return { 'done' }
