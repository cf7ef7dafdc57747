-- Ends the declared sessions of a user and returns the ids left in the index: if none is left, the user
-- had no other session at this moment.
-- KEYS  1 index, 2… the sessions of the declared ids
-- ARGV  1 channel, 2 the id to spare ('' for none), 3 a number of ids, 4… the declared ids
-- Returns { 'done', how many ended, ids left … }: all of them, or more than that number of them

local index, channel, spared, most = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local ended = 0
for i = 4, #ARGV do
  ended = ended + redis.call('DEL', KEYS[i - 2])
end
for i = 4, #ARGV do
  redis.call('PUBLISH', channel, ARGV[i])
end
for i = 4, #ARGV do
  redis.pcall('SREM', index, ARGV[i])
end
local answer = { 'done', ended }
for _, id in ipairs(members(index, most + 2)) do
  if id ~= spared then
    answer[#answer + 1] = id
  end
end
return answer
