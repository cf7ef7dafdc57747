-- Adds a pending secret. If a pending or sibling secret is shown, that becomes current first, because its
-- client knows no other. Ends the siblings, unless a replaced secret is shown, which may be a late run.
-- Never ends a session.
-- KEYS  1 session
-- ARGV  1 id, 2 channel, 3 the shown secret's hash, 4 grace, 5 the next secret's hash
-- Returns 'done'; 'full' if too many are pending, so that none was added; 'gone' if the shown secret opens
-- no session.

local head = open(KEYS[1])
if not head then
  return { 'gone' }
end
local now = time()
local found = standing(head, ARGV[3], now)
if not found or found == 'stolen' then
  return { 'gone' }
end
if found == 'pending' or found == 'sibling' then
  promote(head, ARGV[3], now, tonumber(ARGV[4]))
end
if #words(head.pending) >= MOST_PENDING then
  return { 'full' }
end
if found ~= 'replaced' then
  head.siblings = nil
end
head.pending = (head.pending and head.pending .. ' ' or '') .. ARGV[5]
keep(KEYS[1], head, { 'secret', 'pending', 'siblings', 'replaced' })
redis.call('PUBLISH', ARGV[2], ARGV[1])
return { 'done' }
