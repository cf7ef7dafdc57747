-- Writes a new session in the string layout: the document in three arguments, between which stand times
-- that only the server knows.
local function write(key, from, to, now, ttl)
  redis.call('SET', key, ARGV[from] .. now .. ARGV[from + 1] .. now .. ARGV[to], 'PX', ttl)
end
