-- Decides on a secret that was handed out, or replaced: one that is pending becomes current, one that
-- is shown after its grace was stolen and ends the session. A late run ends nothing: what is replaced
-- now may have been good when it was shown.
-- KEYS  1 session, 2 index (only when it has a user)
-- ARGV  1 id, 2 channel, 3 the shown secret's hash, 4 grace, 5 until when a run is not late
-- Answers 1 when it opens the session, 0 when not, -1 when it was stolen.

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
  finish(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
  return -1
end
if found == 'pending' then
  promote(head, ARGV[3], now)
  keep(KEYS[1], head, { 'secret', 'pending', 'siblings', 'replaced' })
  redis.call('PUBLISH', ARGV[2], ARGV[1])
end
return found and 1 or 0
