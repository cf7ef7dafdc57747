-- Ends a session; told to every listener also when nothing was there.
-- KEYS  1 session, 2 index (only when it has a user)
-- ARGV  1 id, 2 channel
-- Answers how many sessions ended, 1 or 0.

local ended = lives(KEYS[1]) and 1 or 0
finish(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
return ended
