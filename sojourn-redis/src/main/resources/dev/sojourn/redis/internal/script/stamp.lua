-- Writes something that every replica is sent, and leaves nothing: WAIT answers for a connection's last
-- write, and a revocation that finds nothing writes nothing.
-- KEYS  1 the key of a session that was just ended, or of none
-- Answers 1, or 0 when a session is there, and nothing was written.

if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('SET', KEYS[1], '', 'PX', 1000)
redis.call('DEL', KEYS[1])
return 1
