-- Writes a session where nothing is, in the string layout: the document in three arguments, between which
-- stand times that only the server knows; as bytes in a packed one, whose second argument is empty.
local function write(key, from, to, created, accessed, ttl)
  if ARGV[from + 1] == '' then
    redis.call('SET', key, ARGV[from] .. six(created) .. varied(math.max(accessed - created, 0)) .. ARGV[to], 'PX', ttl)
    return
  end
  redis.call('SET', key, ARGV[from] .. accessed .. ARGV[from + 1] .. created .. ARGV[to], 'PX', ttl)
end
