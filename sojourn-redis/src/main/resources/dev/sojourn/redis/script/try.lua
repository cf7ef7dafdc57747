-- What a first look stands on: try runs a command, `refused` names those that the server refuses.

local refused = {}
local function try(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then
    refused[#refused + 1] = (...)
  end
end
