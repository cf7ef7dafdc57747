-- Writes a session, measures its memory, and deletes it.
-- KEYS  1 an unused key
-- ARGV  1 created at, 2 last access, 3… the record (see the layout's write)
-- Returns { 'done', the bytes that the key takes in all }.

write(KEYS[1], 3, #ARGV, ARGV[1], ARGV[2], 60000)
local bytes = redis.call('MEMORY', 'USAGE', KEYS[1], 'SAMPLES', 0)
redis.call('DEL', KEYS[1])
return { 'done', bytes }
