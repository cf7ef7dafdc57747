-- Tries every command that the scripts of a sweep use, on unused keys, and cleans up.
-- KEYS  1 a key of the sweep, 2 session, 3 index
-- Returns the names of the commands that the server refuses.

try('TIME')
try('EXISTS', KEYS[2])
try('SREM', KEYS[3], '1')
try('TYPE', KEYS[1])
try('HSET', KEYS[1], 'a', '1')
try('PEXPIRE', KEYS[1], 1000)
try('HGET', KEYS[1], 'a')
try('HGETALL', KEYS[1])
try('HDEL', KEYS[1], 'a')
try('SET', KEYS[1], '1', 'PX', 1000)
try('GET', KEYS[1])
try('DEL', KEYS[1])
return refused
