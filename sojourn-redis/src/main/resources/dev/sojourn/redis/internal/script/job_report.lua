-- Writes the status of a job and renews its lease; does nothing if the lease is lost.
-- KEYS  1 lease, 2 the latest job
-- ARGV  1 the lease's value, 2 its new TTL, 0 to release it, 3 TTL of the latest job,
--       4… fields and values
-- Returns { 'done', the latest job's fields and values … }; 'gone' if the lease is lost.

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return { 'gone' }
end
if redis.call('TYPE', KEYS[2]).ok ~= 'hash' then
  redis.call('DEL', KEYS[2])
end
for i = 4, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
redis.call('HSET', KEYS[2], 'updated_at', whole(time()))
expire({ 'DEL', KEYS[2] }, KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local answer = { 'done' }
for _, text in ipairs(redis.call('HGETALL', KEYS[2])) do
  answer[#answer + 1] = text
end
return answer
