-- Converts a session to another layout under its own key, unless it has changed since it was read. Writes
-- the new form to an unused key and renames it, so that a failed write loses nothing.
-- KEYS  1 session, 2 an unused key in its slot
-- ARGV  1 id, 2 channel, 3… as read: secret, version, last access, pending, siblings, replaced ('' for
--       none), 9… the record (see the layout's write)
-- Returns 'done'; 'gone' if there is no session; 'changed' if it has changed.

local head = open(KEYS[1])
local ttl = redis.call('PTTL', KEYS[1])
if not head or ttl <= 0 then
  return { 'gone' }
end
for i, name in ipairs({ 'secret', 'version', 'last_access', 'pending', 'siblings', 'replaced' }) do
  if (head[name] or '') ~= ARGV[i + 2] then
    return { 'changed' }
  end
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('DEL', KEYS[2]) -- only if it exists: a script that has written may exceed the memory limit
end
write(KEYS[2], 9, #ARGV, head.created_at, head.last_access, ttl)
redis.call('RENAME', KEYS[2], KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[1])
return { 'done' }
