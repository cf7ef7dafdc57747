-- Hands out one more secret. A pending or sibling secret that asks is made current first, for its client
-- knows no other; the siblings end, unless a replaced secret asks, which may be a late run. Never ends a
-- session.
-- KEYS  1 session
-- ARGV  1 id, 2 channel, 3 the shown secret's hash, 4 grace, 5 the next secret's hash
-- Answers 1, 2 when too many are pending and none was added, 0 when the shown secret opens nothing.

local head = open(KEYS[1])
if not head then
  return 0
end
local now = time()
local found = standing(head, ARGV[3], now, tonumber(ARGV[4]))
if not found or found == 'stolen' then
  return 0
end
if found == 'pending' or found == 'sibling' then
  promote(head, ARGV[3], now)
end
if #words(head.pending) >= MOST_PENDING then
  return 2
end
if found ~= 'replaced' then
  head.siblings = nil
end
head.pending = (head.pending and head.pending .. ' ' or '') .. ARGV[5]
keep(KEYS[1], head, { 'secret', 'pending', 'siblings', 'replaced' })
redis.call('PUBLISH', ARGV[2], ARGV[1])
return 1
