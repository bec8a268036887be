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

# KEYS: tenant's listing, texts. ARGV: member, session id, title, question ('' leaves what is
# there), whether the title replaces another one ('1'). A first question stays the first.
# Only for a listed session: a late call must not bring back what a deletion took out.
describe = Script("""
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
local text = redis.call('HGET', KEYS[2], ARGV[2]) or '\\n'
local title, question = string.match(text, '^([^\\n]*)\\n(.*)$')
if ARGV[3] ~= '' and (ARGV[5] == '1' or title == '') then title = ARGV[3] end
if question == '' then question = ARGV[4] end
redis.call('HSET', KEYS[2], ARGV[2], title .. '\\n' .. question)
return 1
""")

# KEYS: listing, texts. ARGV: from where (as ZREVRANGEBYLEX has it), how many entries to look at,
# how many to find, words. Returns the members whose texts contain all the words, and the last
# member looked at ('' when the listing has ended).
search = Script("""
local found = {}
local members = redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[1], '-', 'LIMIT', 0, ARGV[2])
if #members == 0 then return {found, ''} end
local ids = {}
for n, member in ipairs(members) do ids[n] = string.match(member, '^%d+:(.*)$') end
local texts = redis.call('HMGET', KEYS[2], unpack(ids))
local most, last = tonumber(ARGV[3]), ''
for n, text in ipairs(texts) do
  local has_all = text and true
  for w = 4, #ARGV do
    if not has_all then break end
    has_all = string.find(text, ARGV[w], 1, true)
  end
  if has_all then
    found[#found + 1] = members[n]
    if #found == most then return {found, members[n]} end
  end
  last = members[n]
end
return {found, #members < tonumber(ARGV[2]) and '' or last}
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
