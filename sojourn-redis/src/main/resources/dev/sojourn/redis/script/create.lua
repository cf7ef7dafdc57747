-- Creates a session: index, its TTL, then the record.
-- KEYS  1 session, 2 index (only when it has a user), 3… the sessions of the declared ids
-- ARGV  1 id, 2 channel, 3 TTL of the session, 4 TTL of the index, 5 most sessions (0: any; else the
--       prelude 'admit' stands before), 6 'refuse' or 'end', 7 how many arguments of the record follow,
--       8… these (see the layout's write), then the declared ids
-- Answers { the server's time, ids ended to keep the limit … }, 0 when the limit refuses, -1 when the
-- index holds an id that was not declared, -2 when there is something under this id.

local key, index, id = KEYS[1], KEYS[2], ARGV[1]
if redis.call('EXISTS', key) == 1 then
  return -2
end
local last = 7 + ARGV[7]
local answer = { time() }
if ARGV[5] ~= '0' then
  local ended, why = admit(index, 3, last + 1, tonumber(ARGV[5]), ARGV[6], nil)
  if not ended then
    return why == 'full' and 0 or -1
  end
  for i, one in ipairs(ended) do
    finish(one.key, index, one.id, ARGV[2])
    answer[i + 1] = one.id
  end
end
if index then
  enter(index, id, ARGV[4])
end
local now = whole(answer[1])
write(key, 8, last, now, now, ARGV[3])
return answer
