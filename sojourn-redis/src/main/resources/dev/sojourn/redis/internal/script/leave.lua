-- Ends a session that was copied to another slot, unless it has changed since, and says where it went.
-- KEYS  1 old session, 2 where it went, 3 old index (only if it had a user)
-- ARGV  1 old id, 2 channel, 3 the shown secret's hash, 4 the version that was copied, 5 the new id,
--       the shown secret's hash and the user as text for KEYS[2], 6 its TTL
-- Returns 'done' if the session ended, now or in an earlier run; 'changed' if it has changed; 'gone' if it
-- is gone.

local head = open(KEYS[1])
if not head then
  return { redis.call('GET', KEYS[2]) == ARGV[5] and 'done' or 'gone' }
end
if not opens(head, ARGV[3], time()) then
  return { 'gone' }
end
if head.version ~= ARGV[4] then
  return { 'changed' }
end
revoke(KEYS[1], KEYS[3], ARGV[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[5], 'PX', ARGV[6])
return { 'done' }
