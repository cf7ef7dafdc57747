-- Decides on a pending or replaced secret: a pending one becomes current; a replaced one that is shown
-- after its grace was stolen and ends the session. A late run ends nothing: the secret may have been
-- valid when it was shown.
-- KEYS  1 session, 2 index (only if it has a user)
-- ARGV  1 id, 2 channel, 3 the shown secret's hash, 4 grace, 5 the time after which a run is late
-- Returns 'done' if the secret opens the session, 'gone' if not, 'stolen' if it was stolen.

local head = open(KEYS[1])
if not head then
  return { 'gone' }
end
local now = time()
local found = standing(head, ARGV[3], now)
if found == 'stolen' then
  if now > tonumber(ARGV[5]) then
    return { 'gone' }
  end
  revoke(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
  return { 'stolen' }
end
if found == 'pending' then
  promote(head, ARGV[3], now, tonumber(ARGV[4]))
  keep(KEYS[1], head, { 'secret', 'pending', 'siblings', 'replaced' })
  redis.call('PUBLISH', ARGV[2], ARGV[1])
end
return { found and 'done' or 'gone' }
