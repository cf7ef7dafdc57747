-- Changes a session in the JSON layout; members that are not named stay unchanged. Checks all changes
-- first, then makes them.
-- KEYS  1 session, 2 index (only if timeouts change and it has a user)
-- ARGV  1 id, 2 channel, 3 device ('' to keep), 4 idle, 5 absolute ('' to keep),
--       6 the naming of the paths, 7 byte limit, 8 attribute limit, 9 the version of which the client
--       counted them ('' for none), 10 its result, 'fits' or 'over', 11 how many more bytes short names
--       may count, 12 the path of the attributes, 13… for each change: the operation, the attribute's path,
--       the member's path, the path of the object around it ('' for none), a value, another form of it
-- Returns 'done'; 'gone' if there is no session; 'changed' if something is not as it must be, so that the
-- client must read the session; 'large' if the session would be too large.

local key, id, channel = KEYS[1], ARGV[1], ARGV[2]
local head = open(key)
if not head then
  return { 'gone' }
end

local named = head.short and redis.call('JSON.GET', key, '$.' .. SHORT_NAMES) or ''
if naming(head, string.match(named, '"([^"]*)"')) ~= ARGV[6] then
  return { 'changed' }
end
local ATTRIBUTES = ARGV[12]

local function kind(path)
  return redis.call('JSON.TYPE', key, path)[1]
end

-- Whether the path exists, or could be added to an object.
local function has_place(change)
  return kind(change.path) or change.parent ~= '' and kind(change.parent) == 'object'
    or change.path == change.root
end

local fits = {
  put = function() return true end,
  drop = function() return true end,
  absent = function(change) return not kind(change.path) end,
  was = function(change)
    local is = redis.call('JSON.GET', key, change.path)
    return is == '[' .. change.value .. ']' or is == '[' .. change.other .. ']'
  end,
  delete = function() return true end,
  set = has_place,
  merge = has_place,
  append = function(change) return kind(change.path) == 'array' end,
  -- Up to 15 digits; the client adds longer numbers.
  increment = function(change)
    local number = kind(change.path) == 'integer' and redis.call('JSON.GET', key, change.path)
    local sum = number and string.sub(number, 2, -2) + change.value
    return sum and #number <= 18 and math.abs(sum) < 1e15
  end
}
local WHOLE = { put = true, drop = true, absent = true, was = true }

local make = {
  put = function(change) redis.call('JSON.SET', key, change.path, change.value) end,
  drop = function(change) redis.call('JSON.DEL', key, change.path) end,
  increment = function(change) redis.call('JSON.NUMINCRBY', key, change.path, change.value) end,
  append = function(change) redis.call('JSON.ARRAPPEND', key, change.path, change.value) end,
  merge = function(change)
    if kind(change.path) then
      redis.call('JSON.MERGE', key, change.path, change.value)
    else
      redis.call('JSON.SET', key, change.path, change.other)
    end
  end
}
make.set, make.delete = make.put, make.drop

if not kind(ATTRIBUTES) then
  redis.call('JSON.SET', key, ATTRIBUTES, '{}')
end
local changes, added, bytes = {}, 0, 0
for i = 13, #ARGV, 6 do
  local change = {
    what = ARGV[i], root = ARGV[i + 1], path = ARGV[i + 2], parent = ARGV[i + 3],
    value = ARGV[i + 4], other = ARGV[i + 5]
  }
  local root = kind(change.root)
  -- A text may hold JSON that the JSON type would not preserve: only the client changes its members.
  if not fits[change.what](change) or root == 'string' and not WHOLE[change.what] then
    return { 'changed' }
  end
  if change.what == 'drop' then
    added = added - (root and 1 or 0)
  elseif make[change.what] and change.what ~= 'delete' then
    added = added + (root and 0 or 1)
    bytes = bytes + #change.path + #change.value
  end
  changes[#changes + 1] = change
end

-- An upper bound: the text of the attributes is longer than what counts, and includes replaced values.
if bytes > 0 then
  bytes = bytes + #redis.call('JSON.GET', key, ATTRIBUTES) + ARGV[11]
  local most = tonumber(ARGV[7])
  if redis.call('JSON.OBJLEN', key, ATTRIBUTES)[1] + added > tonumber(ARGV[8]) then
    return { 'large' }
  end
  if bytes > most and (head.version ~= ARGV[9] or ARGV[10] ~= 'fits') then
    return { head.version == ARGV[9] and 'large' or 'changed' }
  end
end

for _, change in ipairs(changes) do
  if make[change.what] then
    make[change.what](change)
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
