-- Adds a secret to the session that a login made, for a repeat of that login. It is valid beside the
-- current one, as a sibling.
-- KEYS  1 session
-- ARGV  1 id, 2 channel, 3 user_id, 4 the next secret's hash
-- Returns 'done'; 'full' if it has too many; 'gone' if there is no session of that user.

local head = open(KEYS[1])
if not head or head.user_id ~= ARGV[3] then
  return { 'gone' }
end
if current(head) ~= ARGV[4] and not has(head.siblings, ARGV[4]) then
  if #words(head.siblings) >= MOST_SIBLINGS then
    return { 'full' }
  end
  head.siblings = (head.siblings and head.siblings .. ' ' or '') .. ARGV[4]
  keep(KEYS[1], head, { 'siblings' })
  redis.call('PUBLISH', ARGV[2], ARGV[1])
end
return { 'done' }
