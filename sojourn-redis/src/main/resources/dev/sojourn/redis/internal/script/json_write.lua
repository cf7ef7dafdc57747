-- Writes a new session in the JSON layout. The document comes in three arguments; between them go the
-- times, which only the server knows.
local function write(key, from, to, created, accessed, ttl)
  redis.call('JSON.SET', key, '$', ARGV[from] .. accessed .. ARGV[from + 1] .. created .. ARGV[to])
  expire({ 'DEL', key }, key, ttl)
end
