-- Ends a session that was copied to another slot, unless it has changed since, and leaves a marker.
-- KEYS  1 old session, 2 old index (only if it had a user)
-- ARGV  1 old id, 2 new id, 3 channel, 4 the shown secret's hash, 5 grace, 6 the version that was
--       copied, 7 TTL of the marker
-- Returns 1 if the session ended, now or in an earlier run; 2 if it has changed; 0 if it is gone.

local head = open(KEYS[1])
if not head then
  return marked(KEYS[1]) == ARGV[2] and 1 or 0
end
if not opens(head, ARGV[4], time(), tonumber(ARGV[5])) then
  return 0
end
if head.version ~= ARGV[6] then
  return 2
end
revoke(KEYS[1], KEYS[2], ARGV[1], ARGV[3])
mark(KEYS[1], ARGV[2], ARGV[7])
return 1
