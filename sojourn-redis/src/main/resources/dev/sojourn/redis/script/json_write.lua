-- Writes a new session in the JSON layout: the document in three arguments, between which stand times
-- that only the server knows.
local function write(key, from, to, now, ttl)
  redis.call('JSON.SET', key, '$', ARGV[from] .. now .. ARGV[from + 1] .. now .. ARGV[to])
  redis.call('PEXPIRE', key, ttl)
end
