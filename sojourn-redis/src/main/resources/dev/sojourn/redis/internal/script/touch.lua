-- Slides the idle deadline, unless another client did it first; adds the id to its index again.
-- KEYS  1 session, 2 index (only if it has a user)
-- ARGV  1 id, 2 the last access that was read
-- Returns 'done', or 'gone' if there was nothing to do.

local head = open(KEYS[1])
if not head or head.last_access ~= ARGV[2] then
  return { 'gone' }
end
local now = time()
head.last_access = whole(now)
if left(head, now) <= 0 then
  return { 'gone' }
end
keep(KEYS[1], head, { 'last_access' }, left(head, now))
if KEYS[2] then
  enter(KEYS[2], ARGV[1], whole(deadline(head) - now))
end
return { 'done' }
