-- Creates a session: index, its TTL, then the record.
-- KEYS  1 session, 2 index (only when it has a user), 3… the sessions of the declared ids
-- ARGV  1 id, 2 channel, 3 secret, 4 idle, 5 absolute, 6 user_id, 7 device, 8 address ('' for none),
--       9 most sessions (0: any), 10 'refuse' or 'end', 11 how many arguments of attributes follow,
--       12… these (see the layout's write), then the declared ids
-- Answers { the server's time, ids ended to keep the limit … }, 0 when the limit refuses, -1 when the
-- index holds an id that was not declared, -2 when there is something under this id.

local key, index, id, channel = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if redis.call('EXISTS', key) == 1 then
  return -2
end
local most, count = tonumber(ARGV[9]), tonumber(ARGV[11])
local displaced = {}
if most > 0 then
  local ended, why = admit(index, 3, 12 + count, most, ARGV[10], nil)
  if not ended then
    return why == 'full' and 0 or -1
  end
  for i, one in ipairs(ended) do
    finish(one.key, index, one.id, channel)
    displaced[i] = one.id
  end
end

local now = time()
local head = {
  secret = ARGV[3], version = '0', created_at = whole(now), last_access = whole(now),
  idle = ARGV[4], absolute = ARGV[5],
  user_id = ARGV[6] ~= '' and ARGV[6] or nil,
  device = ARGV[7] ~= '' and ARGV[7] or nil,
  address = ARGV[8] ~= '' and ARGV[8] or nil
}
if index then
  enter(index, id, head.absolute)
end
write(key, head, 12, 11 + count, left(head, now))
return { now, unpack(displaced) }
