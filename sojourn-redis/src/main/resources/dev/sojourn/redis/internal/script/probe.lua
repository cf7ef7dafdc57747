-- Tries every command that the scripts use, on the keys of an unused id, and cleans up.
-- KEYS  1 session, 2 another session, 3 index
-- ARGV  1 channel, 2 id
-- Returns the names of the commands that the server refuses.

try('TIME')
try('HSET', KEYS[1], 'a', '1')
try('PEXPIRE', KEYS[1], 1000)
try('HGET', KEYS[1], 'a')
try('HMGET', KEYS[1], 'a')
try('HGETALL', KEYS[1])
try('HDEL', KEYS[1], 'b')
try('TYPE', KEYS[1])
try('EXISTS', KEYS[1])
try('RENAME', KEYS[1], KEYS[2])
try('DEL', KEYS[1])
try('DEL', KEYS[2])
try('SET', KEYS[1], '1', 'PX', 1000)
try('GET', KEYS[1])
try('GETRANGE', KEYS[1], 0, 0)
try('DEL', KEYS[1])
try('SADD', KEYS[3], ARGV[2])
try('PEXPIRE', KEYS[3], 1000)
try('SISMEMBER', KEYS[3], ARGV[2])
try('SCARD', KEYS[3])
try('SRANDMEMBER', KEYS[3], 1)
try('SREM', KEYS[3], ARGV[2])
try('PUBLISH', ARGV[1], 'probe-of-a-first-lookA') -- ignored by listeners
return refused
