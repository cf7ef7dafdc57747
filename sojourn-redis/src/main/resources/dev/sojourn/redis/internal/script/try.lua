-- For the checks at start-up: try runs a command; `refused` lists the commands that the server refuses,
-- `unknown` those among them that it lacks.

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
