-- Continues a session under a new id, secret and user; the old id ends.
-- KEYS  1 old session, 2 new session, 3 new index, 4 old index (may be the new one), 5 where the old
--       session went, 6… the sessions of the declared ids
-- ARGV  1 old id, 2 new id, 3 channel, 4 the shown secret's hash, 5 new secret, 6 user_id, 7 device,
--       8 address ('' to keep), 9 most sessions (0: no limit), 10 'refuse' or 'end', 11 the user of KEYS[4],
--       12 the new id, the shown secret's hash and the user as text for KEYS[5], 13 its TTL, 14… the
--       declared ids
-- Returns { 'done', ids ended to keep the limit … }, also if an earlier run did it; 'gone' if the shown
-- secret opens no session, 'changed' if the index holds an undeclared id, 'full' if the limit refuses,
-- 'other_user' if the old session belongs to another user than KEYS[4].

local old, new, channel = KEYS[1], KEYS[2], ARGV[3]
local head = open(old)
if not head then
  local done = open(new)
  return done and done.secret == ARGV[5] and { 'done' } or { 'gone' }
end
local now = time()
if not opens(head, ARGV[4], now) then
  return { 'gone' }
end
if head.user_id and head.user_id ~= ARGV[11] then
  return { 'other_user' }
end
local answer = { 'done' }
if tonumber(ARGV[9]) > 0 then
  local ended, why = admit(KEYS[3], 6, 14, tonumber(ARGV[9]), ARGV[10], ARGV[1])
  if not ended then
    return { why }
  end
  for i, one in ipairs(ended) do
    revoke(one.key, KEYS[3], one.id, channel)
    answer[i + 1] = one.id
  end
end

head.secret, head.user_id = ARGV[5], ARGV[6]
head.device = ARGV[7] ~= '' and ARGV[7] or head.device
head.address = ARGV[8] ~= '' and ARGV[8] or head.address
head.version, head.created_at, head.last_access = '0', whole(now), whole(now)
head.pending, head.siblings, head.replaced = nil, nil, nil
enter(KEYS[3], ARGV[2], head.absolute)
move(old, new, head, left(head, now))
revoke(old, KEYS[4], ARGV[1], channel)
redis.call('SET', KEYS[5], ARGV[12], 'PX', ARGV[13])
return answer
