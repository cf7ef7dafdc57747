-- Writes how a job stands, and keeps its lease; nothing when the lease is another's, or nobody's.
-- KEYS  1 lease, 2 the latest job
-- ARGV  1 the lease's value, 2 how long it runs on, 0 to give it up, 3 how long the latest job is remembered,
--       4… fields and values
-- Answers 1, the latest job's fields and values; 0 when the lease is lost.

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return { 0 }
end
if redis.call('TYPE', KEYS[2]).ok ~= 'hash' then
  redis.call('DEL', KEYS[2])
end
for i = 4, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
redis.call('HSET', KEYS[2], 'updated_at', whole(time()))
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local answer = { 1 }
for _, text in ipairs(redis.call('HGETALL', KEYS[2])) do
  answer[#answer + 1] = text
end
return answer
