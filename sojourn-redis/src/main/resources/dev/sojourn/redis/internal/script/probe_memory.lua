-- Writes a session for a moment, to learn how many bytes it takes; nothing is left of it.
-- KEYS  1 a key that nobody has
-- ARGV  1 created at, 2 last access, 3… the record (see the layout's write)
-- Answers the bytes, all of the key counted.

write(KEYS[1], 3, #ARGV, ARGV[1], ARGV[2], 60000)
local bytes = redis.call('MEMORY', 'USAGE', KEYS[1], 'SAMPLES', 0)
redis.call('DEL', KEYS[1])
return bytes
