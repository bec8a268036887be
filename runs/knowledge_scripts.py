"""The scripts of what a tenant knows of a datasource.

Each touches one hash, `runs.keys.knowledge`, and counts its `version` up, so that every worker
reads it anew. Run twice, it counts twice: that is no news, but no harm.
"""

from __future__ import annotations

from checkpoints.script import Script

# ARGV: field, value, how many entries there may be. Returns 0 where there are as many.
put = Script("""
local known = redis.call('HEXISTS', KEYS[1], ARGV[1])
if known == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HINCRBY', KEYS[1], 'version', 1)
return 1
""")

# ARGV: field, value. Returns 0 where there is no such entry.
edit = Script("""
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HINCRBY', KEYS[1], 'version', 1)
return 1
""")

# ARGV: field. Returns 0 where there is no such entry.
remove = Script("""
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HINCRBY', KEYS[1], 'version', 1)
return 1
""")
