-- Writes a session where nothing is, in the string layout: the document in three arguments, between which
-- stand times that only the server knows.
local function write(key, from, to, created, accessed, ttl)
  redis.call('SET', key, ARGV[from] .. accessed .. ARGV[from + 1] .. created .. ARGV[to], 'PX', ttl)
end
