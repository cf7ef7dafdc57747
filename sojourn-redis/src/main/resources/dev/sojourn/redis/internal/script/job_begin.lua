-- Starts a job, unless the fleet runs one already; resumes an unfinished one of the same kind.
-- KEYS  1 lease, 2 the latest job
-- ARGV  1 owner, 2 TTL of the lease, 3 TTL of the latest job, 4 kind
-- Returns { 'done', the lease's value, the latest job's fields and values … }; 'taken' if a job is running.

if redis.call('EXISTS', KEYS[1]) == 1 then
  return { 'taken' }
end
if redis.call('TYPE', KEYS[2]).ok ~= 'hash' then
  redis.call('DEL', KEYS[2])
end
local fence = whole((tonumber(redis.call('HGET', KEYS[2], 'fence') or '') or 0) + 1)
local state = redis.call('HGET', KEYS[2], 'state')
if state == 'done' or redis.call('HGET', KEYS[2], 'kind') ~= ARGV[4] then
  redis.call('DEL', KEYS[2])
end
local now = whole(time())
for name, value in pairs({ fence = fence, state = 'running', kind = ARGV[4], started_at = now, updated_at = now }) do
  redis.call('HSET', KEYS[2], name, value)
end
redis.call('HDEL', KEYS[2], 'detail')
expire({ 'DEL', KEYS[2] }, KEYS[2], ARGV[3])
redis.call('SET', KEYS[1], fence .. ':' .. ARGV[1], 'PX', ARGV[2])
local answer = { 'done', fence .. ':' .. ARGV[1] }
for _, text in ipairs(redis.call('HGETALL', KEYS[2])) do
  answer[#answer + 1] = text
end
return answer
