-- Ends a session that was copied to another slot, unless it has changed since, and leaves a marker.
-- KEYS  1 old session, 2 old index (only if it had a user)
-- ARGV  1 old id, 2 new id, 3 channel, 4 the shown secret's hash, 5 grace, 6 the version that was
--       copied, 7 TTL of the marker
-- Returns 'done' if the session ended, now or in an earlier run; 'changed' if it has changed; 'gone' if it
-- is gone.

local head = open(KEYS[1])
if not head then
  return marked(KEYS[1]) == ARGV[2] and { 'done' } or { 'gone' }
end
if not opens(head, ARGV[4], time(), tonumber(ARGV[5])) then
  return { 'gone' }
end
if head.version ~= ARGV[6] then
  return { 'changed' }
end
revoke(KEYS[1], KEYS[2], ARGV[1], ARGV[3])
mark(KEYS[1], ARGV[2], ARGV[7])
return { 'done' }
