-- Writes a new session in the string layout. The document comes in three arguments; between them go the
-- times, which only the server knows. A packed document has an empty second argument and times as bytes.
local function write(key, from, to, created, accessed, ttl)
  if ARGV[from + 1] == '' then
    redis.call('SET', key, ARGV[from] .. six(created) .. varied(math.max(accessed - created, 0)) .. ARGV[to], 'PX', ttl)
    return
  end
  redis.call('SET', key, ARGV[from] .. accessed .. ARGV[from + 1] .. created .. ARGV[to], 'PX', ttl)
end
