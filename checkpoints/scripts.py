"""The saver's scripts: each operation is one command, one round trip, and atomic.

Keys are those of `checkpoints.keys.ThreadKeys`, in its order; where a fence is to be checked,
its key is the sixth. A record is the length of its head (4 bytes, big-endian), the head (a
msgpack array of parent id and the list of `channel NUL version`), and the rest, which only the
saver reads.
"""

from __future__ import annotations

from checkpoints.script import Script

# unpack() is bounded by Lua's stack, so long lists go in pieces.
_SHARED = """
local function each_piece(list, first, step, call)
  for n = first, #list, step do call(n, math.min(n + step - 1, #list)) end
end
local function get_many(key, fields)
  local found = {}
  each_piece(fields, 1, 1000, function(n, m)
    for _, value in ipairs(redis.call('HMGET', key, unpack(fields, n, m))) do
      found[#found + 1] = value
    end
  end)
  return found
end
local function expire(ttl)
  if ttl ~= '' then
    for n = 1, 5 do redis.call('PEXPIRE', KEYS[n], ttl) end
  end
end
local function fence_holds(token)
  return not KEYS[6] or redis.call('GET', KEYS[6]) == token
end
local function latest_of(ns)
  return redis.call(
    'ZREVRANGEBYLEX', KEYS[1], '(' .. ns .. '\\1', '[' .. ns .. '\\0', 'LIMIT', 0, 1)[1]
end
local function read_record(stored)
  local rest = 5 + struct.unpack('>I4', stored)
  local head = cmsgpack.unpack(string.sub(stored, 5, rest - 1))
  return head[1], head[2], string.sub(stored, rest)
end
local function writes_of(row)
  local prefix = row .. '\\0'
  return redis.call('ZRANGEBYLEX', KEYS[5], '[' .. prefix, '(' .. row .. '\\1')
end
"""

# For scripts elsewhere that touch the same thread: `latest_checkpoint(index)` is the id of the
# latest checkpoint of the thread whose `ThreadKeys.order` is `index`, or nil.
LATEST = """
local function latest_checkpoint(index)
  local row = redis.call('ZREVRANGEBYLEX', index, '(\\1', '[\\0', 'LIMIT', 0, 1)[1]
  return row and string.sub(row, 2)
end
"""

# ARGV: row, record, ttl, token of the fence, then field and value of each channel value.
# The checkpoint comes last: who reads it finds its values there. Returns 0 when the fence
# does not hold, and has then written nothing.
PUT = """
local row, record, ttl = ARGV[1], ARGV[2], ARGV[3]
if not fence_holds(ARGV[4]) then return 0 end
each_piece(ARGV, 5, 1000, function(n, m) redis.call('HSET', KEYS[3], unpack(ARGV, n, m)) end)
redis.call('HSET', KEYS[2], row, record)
redis.call('ZADD', KEYS[1], 0, row)
expire(ttl)
return 1
"""

# ARGV: ttl, token of the fence, then mode, field and value of each write; mode '0': the first
# one stays. Returns as PUT.
PUT_WRITES = """
if not fence_holds(ARGV[2]) then return 0 end
for n = 3, #ARGV, 3 do
  local field = ARGV[n + 1]
  redis.call(ARGV[n] == '0' and 'HSETNX' or 'HSET', KEYS[4], field, ARGV[n + 2])
  redis.call('ZADD', KEYS[5], 0, field)
end
expire(ARGV[1])
return 1
"""

# ARGV: token of the fence. Forgets the thread. Returns as PUT.
CLEAR = """
if not fence_holds(ARGV[1]) then return 0 end
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
return 1
"""

# ARGV: ns, then rows; without rows the latest of ns. Returns for each that exists:
# row, parent, channel versions, rest of the record, values, fields and values of writes.
GET = """
local ns = ARGV[1]
local rows = {unpack(ARGV, 2)}
if #rows == 0 then rows = {latest_of(ns)} end
local found = {}
for _, row in ipairs(rows) do
  local stored = redis.call('HGET', KEYS[2], row)
  if stored then
    local parent, entries, rest = read_record(stored)
    local prefix = string.sub(row, 1, string.find(row, '\\0', 1, true))
    local fields = {}
    for n, entry in ipairs(entries) do fields[n] = prefix .. entry end
    local writes = writes_of(row)
    found[#found + 1] = {row, parent, entries, rest, get_many(KEYS[3], fields),
                         writes, get_many(KEYS[4], writes)}
  end
end
return found
"""

# ARGV: ns, row; an empty row is the latest of ns. Returns row, parent, fields and values of
# writes, or nothing.
PENDING = """
local row = ARGV[2] ~= '' and ARGV[2] or latest_of(ARGV[1])
local stored = row and redis.call('HGET', KEYS[2], row)
if not stored then return false end
local writes = writes_of(row)
return {row, (read_record(stored)), writes, get_many(KEYS[4], writes)}
"""

# ARGV: ns, id, most steps; an empty id is the latest of ns. Walks to the root. Returns the id to
# go on from ('' at the end), and for each step what is stored of it: row, record, fields and
# values of its channels, fields and values of its writes. A value comes with the first step
# that has it.
BRANCH = """
local ns, id = ARGV[1], ARGV[2]
if id == '' then
  local row = latest_of(ns)
  id = row and string.sub(row, #ns + 2) or ''
end
local steps, seen = {}, {}
while id ~= '' and #steps < tonumber(ARGV[3]) do
  local row = ns .. '\\0' .. id
  local stored = redis.call('HGET', KEYS[2], row)
  if not stored then return {'', steps} end
  local parent, entries = read_record(stored)
  local fields, values = {}, {}
  for _, entry in ipairs(entries) do
    local field = ns .. '\\0' .. entry
    local value = not seen[field] and redis.call('HGET', KEYS[3], field)
    seen[field] = true
    if value then
      fields[#fields + 1] = field
      values[#values + 1] = value
    end
  end
  local writes = writes_of(row)
  steps[#steps + 1] = {row, stored, fields, values, writes, get_many(KEYS[4], writes)}
  id = parent
end
return {id, steps}
"""

# ARGV: ns, id, whether to begin at its parent ('1') or itself ('0'), most steps, then channels;
# an empty id is the latest of ns. Walks to the root, or until each channel has a stored value.
# Returns the id to go on from ('' at the end), and for each step: channel, value, ... of what
# is stored there; fields and values of the writes.
ANCESTORS = """
local ns, id = ARGV[1], ARGV[2]
if ARGV[3] == '1' then
  local row = id == '' and latest_of(ns) or ns .. '\\0' .. id
  local stored = row and redis.call('HGET', KEYS[2], row)
  id = stored and read_record(stored) or ''
end
local open, count = {}, 0
for n = 5, #ARGV do open[ARGV[n]] = true; count = count + 1 end
local steps = {}
while id ~= '' and count > 0 and #steps < tonumber(ARGV[4]) do
  local row = ns .. '\\0' .. id
  local stored = redis.call('HGET', KEYS[2], row)
  if not stored then return {'', steps} end
  local parent, entries = read_record(stored)
  local fields, values = {}, {}
  for _, field in ipairs(writes_of(row)) do
    local write = redis.call('HGET', KEYS[4], field)
    local path_end = string.find(write, '\\0', 1, true)
    local channel_end = string.find(write, '\\0', path_end + 1, true)
    if open[string.sub(write, path_end + 1, channel_end - 1)] then
      fields[#fields + 1] = field
      values[#values + 1] = write
    end
  end
  local seeds = {}
  for _, entry in ipairs(entries) do
    local channel = string.match(entry, '^(.*)%z')
    if open[channel] then
      local value = redis.call('HGET', KEYS[3], ns .. '\\0' .. entry)
      if value then
        seeds[#seeds + 1] = channel
        seeds[#seeds + 1] = value
        open[channel] = nil
        count = count - 1
      end
    end
  end
  steps[#steps + 1] = {seeds, fields, values}
  id = parent
end
if count == 0 then id = '' end
return {id, steps}
"""


put = Script(_SHARED + PUT)
put_writes = Script(_SHARED + PUT_WRITES)
clear = Script(_SHARED + CLEAR)
get = Script(_SHARED + GET)
pending = Script(_SHARED + PENDING)
branch = Script(_SHARED + BRANCH)
ancestors = Script(_SHARED + ANCESTORS)
