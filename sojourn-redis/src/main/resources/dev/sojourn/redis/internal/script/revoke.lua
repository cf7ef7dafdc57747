-- Ends a session; publishes its id even if there was none.
-- KEYS  1 session, 2 index (only if it has a user)
-- ARGV  1 id, 2 channel
-- Returns { 'done', how many sessions ended, 1 or 0 }.

return { 'done', revoke(KEYS[1], KEYS[2], ARGV[1], ARGV[2]) }
