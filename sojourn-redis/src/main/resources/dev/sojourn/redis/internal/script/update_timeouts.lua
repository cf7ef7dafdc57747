-- Changes the timeouts; the last access stays. Returns whether the session is still live.
local function retime(key, index, head, id, channel, idle, absolute)
  if idle == '' then
    return true
  end
  local now = time()
  head.idle, head.absolute = idle, absolute
  if left(head, now) <= 0 then
    revoke(key, index, id, channel)
    return false
  end
  keep(key, head, { 'idle', 'absolute' }, left(head, now))
  if index then
    enter(index, id, whole(deadline(head) - now))
  end
  return true
end
