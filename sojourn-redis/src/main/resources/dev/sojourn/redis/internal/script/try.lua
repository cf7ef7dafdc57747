-- What a first look stands on: try runs a command, `refused` names those that the server refuses, `unknown`
-- those of them that it does not have.

local refused, unknown = {}, {}
local function try(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then
    refused[#refused + 1] = (...)
    if string.find(answer.err, 'Unknown .*command') then
      unknown[#unknown + 1] = (...)
    end
  end
end
