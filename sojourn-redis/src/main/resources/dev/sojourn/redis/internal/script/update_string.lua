-- Changes a session in the string layout: the attributes are written as a whole, unless another was
-- faster.
-- KEYS  1 session, 2 index (only when timeouts change and it has a user)
-- ARGV  1 id, 2 channel, 3 device ('' for what stays), 4 idle, 5 absolute ('' for what stays), 6 the
--       naming that the end is of, 7 the version that was read, 8 the end of the document
-- Answers 1; 0 when there is no session; -1 when it has another version or naming.

local key, id, channel = KEYS[1], ARGV[1], ARGV[2]
local head = open(key)
if not head then
  return 0
end
local packed = string.sub(ARGV[6], 1, 1) == 'p' -- then device and address are in the end
if head.version ~= ARGV[7] or packed ~= (head.packed or false) or not packed
  and naming(head, string.match(head.rest, '^,"' .. SHORT_NAMES .. '":"([^"]*)"')) ~= ARGV[6] then
  return -1
end
head.version = whole(head.version + 1)
if packed then
  head.device, head.address = nil, nil
else
  head.device = ARGV[3] ~= '' and ARGV[3] or head.device
end
head.rest = ARGV[8]
keep(key, head, HEAD)
if not retime(key, KEYS[2], head, id, channel, ARGV[4], ARGV[5]) then
  return 0
end
redis.call('PUBLISH', channel, id)
return 1
