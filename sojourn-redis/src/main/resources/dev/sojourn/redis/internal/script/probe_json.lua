-- Tries every command of the JSON type that the scripts use, on the key of an unused id, and cleans up.
-- KEYS  1 session
-- Returns the names of the commands that the server refuses; or 'unknown', then those that it lacks.

try('JSON.SET', KEYS[1], '$', '{"a":1,"b":[],"c":{}}')
try('PEXPIRE', KEYS[1], 1000)
try('JSON.GET', KEYS[1], '$.a')
try('JSON.TYPE', KEYS[1], '$.a')
try('JSON.OBJLEN', KEYS[1], '$')
try('JSON.NUMINCRBY', KEYS[1], '$.a', 1)
try('JSON.ARRAPPEND', KEYS[1], '$.b', '1')
try('JSON.MERGE', KEYS[1], '$.c', '{"a":1}')
try('JSON.DEL', KEYS[1], '$.a')
try('DEL', KEYS[1])
if #unknown > 0 then
  table.insert(unknown, 1, 'unknown')
  return unknown
end
return refused
