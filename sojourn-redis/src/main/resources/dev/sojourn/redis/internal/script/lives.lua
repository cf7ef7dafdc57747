-- Whether the key holds a session, in any layout; a marker is not one.
local function lives(key)
  local kind = redis.call('TYPE', key).ok
  if kind == 'hash' then
    return redis.call('HEXISTS', key, REPLACED_BY) == 0
  end
  if kind == 'string' then
    local start = '{"' .. REPLACED_BY .. '"'
    return redis.call('GETRANGE', key, 0, #start - 1) ~= start
  end
  if kind == 'ReJSON-RL' then
    return redis.call('JSON.GET', key, '$.' .. REPLACED_BY) == '[]'
  end
  return kind ~= 'none'
end
