-- The head of a session: the members that each layout reads with open(key) and writes with keep(key, …).
-- { secret, version, last_access, created_at, idle, absolute, user_id?, device?, address?,
--   pending?, siblings?, replaced? }; numbers are texts, lists are texts with a space between.
-- `secret` is '<format>:<last four of the id>:<hash>'; format 1 is the only one known. Anything else is
-- not read as a session: it is damaged, another session's, or of a newer version.
-- A session keeps its naming: head.short means that its members have short names.

local HEAD = {
  'secret', 'version', 'last_access', 'created_at', 'idle', 'absolute',
  'user_id', 'device', 'address', 'pending', 'siblings', 'replaced'
}
local SHORT = {
  secret = 's', version = 'v', last_access = 'l', created_at = 'c', idle = 'i', absolute = 'a',
  user_id = 'u', device = 'd', address = 'n', pending = 'p', siblings = 'b', replaced = 'r'
}
local SHORT_NAMES = 'k' -- with short names only: the id of the table of attribute names
local FORMAT = '1:'
local MOST_PENDING, MOST_SIBLINGS = 4, 8
local COUNTS = { 'version', 'last_access', 'created_at', 'idle', 'absolute' }

-- The name of a member in a session's naming.
local function called(name, short)
  return short and SHORT[name] or name
end

-- A session's naming as the client writes it: '' for readable, else 'c' and the id of its short names.
local function naming(head, id)
  return head.short and 'c' .. (id or '') or ''
end

local function current(head)
  return string.sub(head.secret, #FORMAT + 6)
end

local function set_current(head, hash)
  head.secret = string.sub(head.secret, 1, #FORMAT + 5) .. hash
end

local function words(text)
  local list = {}
  for word in string.gmatch(text or '', '%S+') do
    list[#list + 1] = word
  end
  return list
end

local function has(text, word)
  for _, one in ipairs(words(text)) do
    if one == word then
      return true
    end
  end
  return false
end

-- Whether the text is a number as the server writes it; its commands refuse leading zeros.
local function is_count(text)
  return text and #text <= 15 and (text == '0' or string.find(text, '^[1-9]%d*$'))
end

local function is_hash(text)
  return text and #text == 43 and string.find(text, '^[%w_-]+$')
end

local function are_hashes(list)
  for _, word in ipairs(list) do
    if not is_hash(word) then
      return false
    end
  end
  return true
end

-- Whether the head is valid and belongs to the session at this key.
local function readable(head, key)
  local replaced = words(head.replaced)
  for _, name in ipairs(COUNTS) do
    if not is_count(head[name]) then
      return false
    end
  end
  return string.sub(head.secret, 1, #FORMAT + 5) == FORMAT .. string.sub(key, -4) .. ':'
    and is_hash(current(head)) and are_hashes(words(head.pending)) and are_hashes(words(head.siblings))
    and (not head.replaced or is_hash(replaced[1]) and is_count(replaced[2]))
    and tonumber(head.idle) <= tonumber(head.absolute)
end

-- What a shown secret is to the session: current, pending, sibling, replaced (within its grace), stolen
-- (after its grace), or nil. `replaced` is '<hash> <end of its grace>'.
local function standing(head, shown, now)
  if current(head) == shown then
    return 'current'
  elseif has(head.pending, shown) then
    return 'pending'
  elseif has(head.siblings, shown) then
    return 'sibling'
  end
  local replaced = words(head.replaced)
  if replaced[1] == shown then
    return now <= tonumber(replaced[2]) and 'replaced' or 'stolen'
  end
end

local function opens(head, shown, now)
  local found = standing(head, shown, now)
  return found and found ~= 'stolen'
end

-- Makes a pending or sibling secret current, on its first use; the one before counts as replaced, and all
-- others stay valid as siblings.
local function promote(head, shown, now, grace)
  local others = words((head.siblings or '') .. ' ' .. (head.pending or ''))
  local kept = {}
  for i = #others, 1, -1 do
    if others[i] ~= shown and #kept < MOST_SIBLINGS then
      table.insert(kept, 1, others[i])
    end
  end
  head.siblings = #kept > 0 and table.concat(kept, ' ') or nil
  head.pending = nil
  head.replaced = current(head) .. ' ' .. whole(now + grace)
  set_current(head, shown)
end

local function deadline(head)
  return head.created_at + head.absolute
end

-- The time left to a session: until one touch interval after its idle timeout, but not beyond its
-- absolute deadline.
local function left(head, now)
  local interval = math.floor(head.idle / 20)
  return math.min(head.last_access + head.idle + interval, deadline(head)) - now
end
