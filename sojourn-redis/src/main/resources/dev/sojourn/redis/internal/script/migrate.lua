-- Moves a session to another layout under its own key, unless it changed since it was read. The new form is
-- written beside the old one and then takes its place: what cannot be written costs nothing.
-- KEYS  1 session, 2 a key beside it, which nobody has
-- ARGV  1 id, 2 channel, 3… what was read: secret, version, last access, pending, siblings, replaced ('' for
--       none), 9… the record (see the layout's write)
-- Answers 1; 0 when there is no session; 2 when it changed.

local head = open(KEYS[1])
local ttl = redis.call('PTTL', KEYS[1])
if not head or ttl <= 0 then
  return 0
end
for i, name in ipairs({ 'secret', 'version', 'last_access', 'pending', 'siblings', 'replaced' }) do
  if (head[name] or '') ~= ARGV[i + 2] then
    return 2
  end
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('DEL', KEYS[2]) -- only then: once a script wrote, a server out of memory refuses it nothing
end
write(KEYS[2], 9, #ARGV, head.created_at, head.last_access, ttl)
redis.call('RENAME', KEYS[2], KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[1])
return 1
