-- Writes something that is replicated, and deletes it: WAIT waits for the last write of its connection,
-- and a revocation that finds no session writes nothing.
-- KEYS  1 the key of a session that was just ended, or an unused one
-- Returns 'done'; 'taken' if a session exists there, so that nothing was written.

if redis.call('EXISTS', KEYS[1]) == 1 then
  return { 'taken' }
end
redis.call('SET', KEYS[1], '', 'PX', 1000)
redis.call('DEL', KEYS[1])
return { 'done' }
