"""The scripts of sessions and their index. Each touches one hash tag, and can be run twice."""

from __future__ import annotations

from checkpoints.script import Script

# KEYS: the session. ARGV: ttl in ms ('' for none), fields and values. One that is there stays.
create = Script("""
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
if ARGV[1] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 1
""")

# KEYS: the session. ARGV: title. A session that is gone is not made again.
rename = Script("""
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'title', ARGV[1])
return 1
""")

# KEYS: a creation. ARGV: what it is to hold, ttl in s ('' for none), what it may replace. Returns
# what it holds.
reserve = Script("""
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[3] then return held end
redis.call('SET', KEYS[1], ARGV[1])
if ARGV[2] ~= '' then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return ARGV[1]
""")

# KEYS: a creation. ARGV: session id. Leaves one that made another session meanwhile.
release = Script("""
local held = redis.call('GET', KEYS[1])
if not held or not string.find(held, ARGV[1], 1, true) then return 0 end
return redis.call('DEL', KEYS[1])
""")

# KEYS: expiring. ARGV: now, until when they are this caller's, how many. Returns what is due.
take_due = Script("""
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, entry in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], entry) end
return due
""")

# KEYS: expiring. ARGV: until when they were this caller's, then entry and new score of each
# ('' takes it out). One that somebody set meanwhile stays as it was set.
settle = Script("""
for n = 2, #ARGV, 2 do
  if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[n]) or 0) == tonumber(ARGV[1]) then
    if ARGV[n + 1] == '' then
      redis.call('ZREM', KEYS[1], ARGV[n])
    else
      redis.call('ZADD', KEYS[1], ARGV[n + 1], ARGV[n])
    end
  end
end
""")
