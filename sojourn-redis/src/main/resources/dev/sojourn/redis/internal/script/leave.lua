-- Ends the old place of a session that was copied to another slot, unless it changed since.
-- KEYS  1 old session, 2 old index (only when it had a user)
-- ARGV  1 old id, 2 new id, 3 channel, 4 the shown secret's hash, 5 grace, 6 the version that was
--       copied, 7 how long the marker stays
-- Answers 1 when the move is ours, also when it was before; 2 when the session changed; 0 when it is
-- gone.

local head = open(KEYS[1])
if not head then
  return marked(KEYS[1]) == ARGV[2] and 1 or 0
end
if not opens(head, ARGV[4], time(), tonumber(ARGV[5])) then
  return 0
end
if head.version ~= ARGV[6] then
  return 2
end
finish(KEYS[1], KEYS[2], ARGV[1], ARGV[3])
mark(KEYS[1], ARGV[2], ARGV[7])
return 1
