-- Tries every command that the scripts of a migration use, on unused keys, and cleans up.
-- KEYS  1 a key of the migration, 2 session, 3 another in its slot
-- ARGV  1 channel, 2 'json' if the server has the JSON type
-- Returns the names of the commands that the server refuses.

try('TIME')
try('EXISTS', KEYS[1])
try('TYPE', KEYS[1])
try('HSET', KEYS[1], 'a', '1')
try('HGET', KEYS[1], 'a')
try('HGETALL', KEYS[1])
try('HDEL', KEYS[1], 'a')
try('SET', KEYS[1], '1', 'PX', 1000)
try('GET', KEYS[1])
try('DEL', KEYS[1])
try('EXISTS', KEYS[2])
try('TYPE', KEYS[2])
try('HSET', KEYS[2], 'a', '1')
try('PEXPIRE', KEYS[2], 1000)
try('PTTL', KEYS[2])
try('HMGET', KEYS[2], 'a')
try('RENAME', KEYS[2], KEYS[3])
try('SET', KEYS[2], '1', 'PX', 1000)
try('GET', KEYS[2])
try('DEL', KEYS[2])
if ARGV[2] == 'json' then
  try('JSON.SET', KEYS[2], '$', '{"a":1}')
  try('PEXPIRE', KEYS[2], 1000)
  try('JSON.GET', KEYS[2], '$.a')
end
try('DEL', KEYS[2], KEYS[3])
try('PUBLISH', ARGV[1], 'probe-of-a-first-lookA') -- ignored by listeners
return refused
