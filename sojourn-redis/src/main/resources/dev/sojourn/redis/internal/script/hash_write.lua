-- Writes a session where nothing is, in the hash layout: in those arguments how two times are called that
-- only the server knows, then all other fields and their values, packed, in pieces of at most 1,000.
local function write(key, from, to, created, accessed, ttl)
  redis.call('HSET', key, ARGV[from], created, ARGV[from + 1], accessed, cmsgpack.unpack(ARGV[from + 2]))
  for i = from + 3, to do
    redis.call('HSET', key, cmsgpack.unpack(ARGV[i]))
  end
  redis.call('PEXPIRE', key, ttl)
end
