-- Writes a new session in the hash layout. Arguments: the names of the two fields for times, whose values
-- only the server knows; then all other fields and values as MessagePack, at most 1,000 in each argument.
local function write(key, from, to, created, accessed, ttl)
  redis.call('HSET', key, ARGV[from], created, ARGV[from + 1], accessed, cmsgpack.unpack(ARGV[from + 2]))
  for i = from + 3, to do
    redis.call('HSET', key, cmsgpack.unpack(ARGV[i]))
  end
  expire({ 'DEL', key }, key, ttl)
end
