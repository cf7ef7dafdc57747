-- Encodes numbers as bytes, for packed sessions.

-- A whole number below 2^48 as six bytes, big-endian.
local function six(number)
  local bytes = {}
  for i = 6, 1, -1 do
    bytes[i] = string.char(number % 256)
    number = math.floor(number / 256)
  end
  return table.concat(bytes)
end

-- A whole number as a varint: seven bits a byte, lowest first; all bytes but the last have the high bit set.
local function varied(number)
  local bytes = {}
  while number > 127 do
    bytes[#bytes + 1] = string.char(number % 128 + 128)
    number = math.floor(number / 128)
  end
  return table.concat(bytes) .. string.char(number)
end
