"""The scripts of stored dashboards. Each touches one dashboard, and can be run twice.

KEYS are those of `runs.keys.DashboardKeys`, in its order; the fields of the hash are in
`runs.dashboard_records`. Version 0 is a draft: nothing has been kept of it yet.
"""

from __future__ import annotations

from checkpoints.script import Script

_SHARED = """
local dashboard, versions, bodies = KEYS[1], KEYS[2], KEYS[3]
local function is_owned_by(tenant, user)
  local own = redis.call('HMGET', dashboard, 'tenant_id', 'user_id')
  return own[1] and own[1] == tenant and (user == '' or own[2] == user)
end
local function is_seen_by(tenant, user)
  local shared = redis.call('HMGET', dashboard, 'tenant_id', 'shared')
  return is_owned_by(tenant, user) or (shared[1] == tenant and shared[2] == 'tenant')
end
"""

# ARGV: how long a draft is kept in ms, fields and values. One that is there stays. Returns its
# fields.
create = Script("""
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], unpack(ARGV, 2))
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return redis.call('HGETALL', KEYS[1])
""")

# ARGV: tenant, user ('': any), version ('': the current one). Returns the fields, what is told of
# the current version, what is told of the one asked for, and its body. The only script for those
# who do not own it, too.
read = Script(
    _SHARED
    + """
if not is_seen_by(ARGV[1], ARGV[2]) then return {} end
local current = redis.call('HGET', dashboard, 'version')
local version = ARGV[3] ~= '' and ARGV[3] or current
return {redis.call('HGETALL', dashboard), redis.call('HGET', versions, current) or '',
        redis.call('HGET', versions, version) or '', redis.call('HGET', bodies, version) or ''}
"""
)

# ARGV: tenant, user ('': any), the write's own id, which version it follows ('': any, 'begun': the
# one that its `begin` found), time, title, what is told of the version, body, how many versions
# are kept. Returns what became of it, and the version that the dashboard is at now.
keep = Script(
    _SHARED
    + """
if not is_owned_by(ARGV[1], ARGV[2]) then return {'unknown'} end
local version = redis.call('HGET', dashboard, 'version')
if redis.call('HGET', dashboard, 'written_by') == ARGV[3] then return {'kept', version} end
local expected = ARGV[4]
if expected == 'begun' then
  local run, found = string.match(redis.call('HGET', dashboard, 'begun') or '', '^(%S+) (%d+)$')
  if run ~= ARGV[3] then return {'changed', version} end
  expected = found
end
if expected ~= '' and expected ~= version then return {'changed', version} end
if redis.call('HGET', bodies, version) == ARGV[8] then return {'same', version} end
local number = string.format('%d', tonumber(version) + 1)
redis.call('HSET', versions, number, ARGV[7])
redis.call('HSET', bodies, number, ARGV[8])
redis.call('HSET', dashboard, 'version', number, 'updated_at', ARGV[5], 'title', ARGV[6],
           'written_by', ARGV[3])
redis.call('PERSIST', dashboard)
local gone = string.format('%d', tonumber(number) - tonumber(ARGV[9]))
redis.call('HDEL', versions, gone)
redis.call('HDEL', bodies, gone)
return {'kept', number}
"""
)

# ARGV: tenant, user ('': any), run. What a run is about to change: the version and its body. One
# that wrote already, and is run again, finds what it found before.
begin = Script(
    _SHARED
    + """
if not is_owned_by(ARGV[1], ARGV[2]) then return {'unknown'} end
local version = redis.call('HGET', dashboard, 'version')
if redis.call('HGET', dashboard, 'written_by') == ARGV[3] then
  version = string.match(redis.call('HGET', dashboard, 'begun') or '', ' (%d+)$') or version
else
  redis.call('HSET', dashboard, 'begun', ARGV[3] .. ' ' .. version)
end
return {'begun', redis.call('HGET', bodies, version) or ''}
"""
)

# ARGV: tenant, user ('': any), session.
attach = Script(
    _SHARED
    + """
if not is_owned_by(ARGV[1], ARGV[2]) then return 0 end
redis.call('HSET', dashboard, 'session_id', ARGV[3])
return 1
"""
)

# ARGV: tenant, user ('': any), with whom it is shared.
share = Script(
    _SHARED
    + """
if not is_owned_by(ARGV[1], ARGV[2]) then return 0 end
redis.call('HSET', dashboard, 'shared', ARGV[3])
return 1
"""
)

# ARGV: tenant, user ('': any).
delete = Script(
    _SHARED
    + """
if not is_owned_by(ARGV[1], ARGV[2]) then return 0 end
redis.call('UNLINK', dashboard, versions, bodies, KEYS[4])
return 1
"""
)
