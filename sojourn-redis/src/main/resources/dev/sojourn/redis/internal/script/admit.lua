-- Whether a user may have one more session.

-- When a session of any layout was created, to find the oldest; what cannot be read is the oldest.
local function created(key)
  local kind = redis.call('TYPE', key).ok
  if kind == 'hash' then
    local at = redis.call('HGET', key, 'created_at') or redis.call('HGET', key, 'c')
    return tonumber(at or 0) or 0
  end
  if kind == 'string' then
    local start = redis.call('GETRANGE', key, 0, 255)
    if string.find(start, '^\3') and #start > 42 then -- packed: six bytes behind the hash
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

-- The index must hold no other id than the declared ones, so that they are all there are: ids from
-- ARGV[from] on, their keys from KEYS[from_key] on. Answers the living ones that are to be ended,
-- oldest first; or nil and 'changed' when the index holds another id, or 'full' when one more is
-- refused. An id equal to `except` does not count.
local function admit(index, from_key, from, most, policy, except)
  local size = redis.pcall('SCARD', index)
  if type(size) == 'table' then -- something else lies there; it is replaced by the next entry
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
