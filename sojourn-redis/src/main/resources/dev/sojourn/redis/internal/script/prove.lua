-- Decides on a pending or replaced secret: a pending one becomes current; a replaced one that is shown
-- after its grace was stolen and ends the session. A late run ends nothing: the secret may have been
-- valid when it was shown.
-- KEYS  1 session, 2 index (only if it has a user)
-- ARGV  1 id, 2 channel, 3 the shown secret's hash, 4 grace, 5 the time after which a run is late
-- Returns 1 if the secret opens the session, 0 if not, -1 if it was stolen.

local head = open(KEYS[1])
if not head then
  return 0
end
local now = time()
local found = standing(head, ARGV[3], now, tonumber(ARGV[4]))
if found == 'stolen' then
  if now > tonumber(ARGV[5]) then
    return 0
  end
  revoke(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
  return -1
end
if found == 'pending' then
  promote(head, ARGV[3], now)
  keep(KEYS[1], head, { 'secret', 'pending', 'siblings', 'replaced' })
  redis.call('PUBLISH', ARGV[2], ARGV[1])
end
return found and 1 or 0
