-- Changes a session in the string layout: replaces all attributes, unless another client changed the
-- session first.
-- KEYS  1 session, 2 index (only if timeouts change and it has a user)
-- ARGV  1 id, 2 channel, 3 device ('' to keep), 4 idle, 5 absolute ('' to keep), 6 the naming of the
--       end, 7 the version that was read, 8 the end of the document
-- Returns 'done'; 'gone' if there is no session; 'changed' if it has another version or naming.

local key, id, channel = KEYS[1], ARGV[1], ARGV[2]
local head = open(key)
if not head then
  return { 'gone' }
end
local packed = string.sub(ARGV[6], 1, 1) == 'p' -- then the end contains device and address
if head.version ~= ARGV[7] or packed ~= (head.packed or false) or not packed
  and naming(head, string.match(head.rest, '^,"' .. SHORT_NAMES .. '":"([^"]*)"')) ~= ARGV[6] then
  return { 'changed' }
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
  return { 'gone' }
end
redis.call('PUBLISH', channel, id)
return { 'done' }
