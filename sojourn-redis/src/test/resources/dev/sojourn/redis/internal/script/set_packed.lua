-- Sets a member of a packed session's head by hand; the TTL stays.
-- KEYS  1 session
-- ARGV  1 member, 2 text
local head = open(KEYS[1])
head[ARGV[1]] = ARGV[2]
keep(KEYS[1], head, HEAD)
