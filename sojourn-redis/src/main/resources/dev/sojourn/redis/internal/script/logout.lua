-- Ends a session whose user the client does not know. One of another layout is left to that layout's
-- script; one that cannot be read ends all the same, unless a secret must be checked.
-- KEYS  1 session
-- ARGV  1 id, 2 channel, 3 the shown secret's hash ('' for none)
-- Returns { 'done', how many sessions ended, 1 or 0 }; 'gone' if the secret opens no session.

local read, head = pcall(open, KEYS[1])
if not read then
  local reason = type(head) == 'table' and head.err or head
  if ARGV[3] ~= '' or string.find(reason, 'WRONGTYPE', 1, true) then
    return { err = reason } -- error() would put the line before the code
  end
end
if ARGV[3] ~= '' and not (head and opens(head, ARGV[3], time())) then
  return { 'gone' }
end
return { 'done', revoke(KEYS[1], nil, ARGV[1], ARGV[2]) }
