-- Creates a session: index, the index's TTL, then the record.
-- KEYS  1 session, 2 index (only if it has a user), 3… the sessions of the declared ids
-- ARGV  1 id, 2 TTL of the session, 3 TTL of the index, 4 the position of the record's last argument,
--       5… the record (see the layout's write); then, only with a limit, which needs the prelude 'admit':
--       channel, most sessions, 'refuse' or 'end', the declared ids
-- Returns { 'done', the server's time, ids ended to keep the limit … }; 'full' if the limit refuses,
-- 'changed' if the index holds an undeclared id, 'taken' if the key exists already.

local key, index, id, last = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[4])
if redis.call('EXISTS', key) == 1 then
  return { 'taken' }
end
local now = time()
local answer = { 'done', now }
if last < #ARGV then
  local channel, most, policy = ARGV[last + 1], tonumber(ARGV[last + 2]), ARGV[last + 3]
  local ended, why = admit(index, 3, last + 4, most, policy, nil)
  if not ended then
    return { why }
  end
  for i, one in ipairs(ended) do
    revoke(one.key, index, one.id, channel)
    answer[i + 2] = one.id
  end
end
if index then
  enter(index, id, ARGV[3])
end
local text = whole(now)
write(key, 5, last, text, text, ARGV[2])
return answer
