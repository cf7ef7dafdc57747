-- Writes a session where nothing is, in the hash layout: names and values in those arguments, the first two
-- of which are times that only the server knows.
local function write(key, from, to, created, accessed, ttl)
  ARGV[from + 1], ARGV[from + 3] = created, accessed
  for i = from, to, 1000 do -- unpack fails near 8,000
    redis.call('HSET', key, unpack(ARGV, i, math.min(i + 999, to)))
  end
  redis.call('PEXPIRE', key, ttl)
end
