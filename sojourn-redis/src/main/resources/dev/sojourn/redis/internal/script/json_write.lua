-- Writes a session where nothing is, in the JSON layout: the document in three arguments, between which
-- stand times that only the server knows.
local function write(key, from, to, created, accessed, ttl)
  redis.call('JSON.SET', key, '$', ARGV[from] .. accessed .. ARGV[from + 1] .. created .. ARGV[to])
  redis.call('PEXPIRE', key, ttl)
end
