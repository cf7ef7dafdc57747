-- Creates a session: index, its TTL, then the record.
-- KEYS  1 session, 2 index (only when it has a user), 3… the sessions of the declared ids
-- ARGV  1 id, 2 TTL of the session, 3 TTL of the index, 4 the place of the record's last argument,
--       5… the record (see the layout's write); and after it, where a limit is to be kept and the prelude
--       'admit' stands before: channel, most sessions, 'refuse' or 'end', the declared ids
-- Answers the server's time, or { it, ids ended to keep the limit … }; 0 when the limit refuses, -1 when
-- the index holds an id that was not declared, -2 when there is something under this id.

local key, index, id, last = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[4])
if redis.call('EXISTS', key) == 1 then
  return -2
end
local now = time()
local answer = now
if last < #ARGV then
  local channel, most, policy = ARGV[last + 1], tonumber(ARGV[last + 2]), ARGV[last + 3]
  local ended, why = admit(index, 3, last + 4, most, policy, nil)
  if not ended then
    return why == 'full' and 0 or -1
  end
  answer = { now }
  for i, one in ipairs(ended) do
    finish(one.key, index, one.id, channel)
    answer[i + 1] = one.id
  end
end
if index then
  enter(index, id, ARGV[3])
end
local text = whole(now)
write(key, 5, last, text, text, ARGV[2])
return answer
