-- A member of a packed session's head.
-- KEYS  1 session
-- ARGV  1 member
return open(KEYS[1])[ARGV[1]]
