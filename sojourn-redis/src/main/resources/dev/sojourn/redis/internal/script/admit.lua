-- The limit of sessions per user.

-- The creation time of a session in any layout; 0, the oldest, if it cannot be read.
local function created(key)
  local kind = redis.call('TYPE', key).ok
  if kind == 'hash' then
    local at = redis.call('HGET', key, 'created_at') or redis.call('HGET', key, 'c')
    return tonumber(at or 0) or 0
  end
  if kind == 'string' then
    local start = redis.call('GETRANGE', key, 0, 255)
    if string.find(start, '^\3') and #start > 42 then -- packed: six bytes after the hash
      local at = 0
      for i = 38, 43 do
        at = at * 256 + string.byte(start, i)
      end
      return at
    end
    local at = string.match(start, '^{"secret":[^{}]-"created_at":(%d+)')
    return tonumber(at or string.match(start, '^{"s":[^{}]-"c":(%d+)') or 0)
  end
  if kind == 'ReJSON-RL' then
    for _, path in ipairs({ '$.created_at', '$.c' }) do
      local at = string.match(redis.call('JSON.GET', key, path), '%d+')
      if at then
        return tonumber(at)
      end
    end
  end
  return 0
end

-- Checks whether the user may have one more session. The declared ids, from ARGV[from] on with their
-- keys from KEYS[from_key] on, must be all ids of the index. Returns the live sessions to end, oldest
-- first; or nil and 'changed' if the index holds another id, or 'full' if the policy refuses. The id
-- `except` does not count.
local function admit(index, from_key, from, most, policy, except)
  local size = of_index(redis.pcall('SCARD', index))
  if not size then -- enter() replaces it
    return {}
  end
  local found, living = 0, {}
  for i = from, #ARGV do
    found = found + redis.call('SISMEMBER', index, ARGV[i])
    local key = KEYS[from_key + i - from]
    if ARGV[i] ~= except and redis.call('EXISTS', key) == 1 then
      living[#living + 1] = { id = ARGV[i], key = key }
    end
  end
  if size ~= found then
    return nil, 'changed'
  end
  if #living < most then
    return {}
  end
  if policy == 'refuse' then
    return nil, 'full'
  end
  for _, one in ipairs(living) do
    one.created = created(one.key)
  end
  table.sort(living, function(a, b)
    if a.created == b.created then
      return a.id < b.id
    end
    return a.created < b.created
  end)
  local ended = {}
  for i = 1, #living - most + 1 do
    ended[i] = living[i]
  end
  return ended
end
