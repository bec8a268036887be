"""The ledger's scripts: each step in a run's life is one command, and happens whole.

All keys of a session share its hash tag, so the events of whichever run a script comes upon
are on the same node. KEYS are those of `runs.keys.SessionKeys`, in its order; the fields of
the runs hash are in `runs.ledger`.

A command whose answer got lost is sent again, so each script can be run twice.
"""

from __future__ import annotations

from checkpoints.script import Script
from checkpoints.scripts import LATEST

_SHARED = (
    LATEST
    + """
local session, lock, runs, turns = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local queue, transcript, watched, index = KEYS[5], KEYS[6], KEYS[7], KEYS[8]

local function of(run, field) return redis.call('HGET', runs, run .. '/' .. field) end
local function set(run, field, value) redis.call('HSET', runs, run .. '/' .. field, value) end
local function forget(run, field) redis.call('HDEL', runs, run .. '/' .. field) end
local function has_session() return redis.call('EXISTS', session) == 1 end
local function running() return redis.call('HGET', session, 'running') end

local function say(message)
  redis.call('HINCRBY', session, 'message_count', 1)
  return redis.call('RPUSH', transcript, message)
end

-- The run takes the session: its lease begins, and what was said enters the history. Returns '1'
-- if the thread is as its last answer left it.
local function begin(run, worker, lease)
  redis.call('SET', lock, run .. ':1', 'PX', lease)
  redis.call('HSET', session, 'running', run)
  set(run, 'status', 'running')
  set(run, 'worker', worker)
  set(run, 'attempts', 1)
  set(run, 'base', of(run, 'base') or redis.call('HGET', session, 'head') or '')
  local said = of(run, 'said')
  if not said then return '' end
  say(said)
  forget(run, 'said')
  -- Whatever this run does to the thread, its ending says so; until then it may be disturbed.
  local rests = redis.call('HGET', session, 'rests')
  redis.call('HDEL', session, 'rests')
  return rests and rests == latest_checkpoint(index) and '1' or ''
end

-- What whoever begins with a run has to know of it.
local function handed(run, at_rest)
  return {redis.call('HGET', runs, run), of(run, 'attempts'), of(run, 'returned') or '0',
          of(run, 'cancel') or '', of(run, 'base'), at_rest}
end

-- Adds events with ids from `first` on; one that is there already was sent before.
local function log(events, first, list, from, ttl)
  for n = from, #list do
    local added = redis.pcall('XADD', events, (first + n - from) .. '-0', 'event', list[n])
    if type(added) == 'table' and added.err and not string.find(added.err, 'equal or smaller') then
      error(added.err)
    end
  end
  redis.call('EXPIRE', events, ttl)
end

local function tell(channel, run_name)
  if redis.call('EXISTS', watched) == 1 then
    redis.call('PUBLISH', channel, 'e ' .. run_name)
  end
end
"""
)

# ARGV: run, record, said ('' for a rerun), worker, lease ms, strategy, most that wait, whether
# it needs an answer before it ('1'), digest of the request ('' without a key), its ttl in s,
# the turn that a rerun repeats, and where that began, the caller's tenant and user ('': any),
# the turn that it corrects ('' for none), and which task of that, its question as a title (''
# for none).
# KEYS[9]: the idempotency key.
ACCEPT = """
local run, record, said, worker, lease = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local strategy, most, needs, digest = ARGV[6], tonumber(ARGV[7]), ARGV[8], ARGV[9]
if redis.call('HGET', session, 'tenant_id') ~= ARGV[13] then return {'unknown'} end
if ARGV[14] ~= '' and redis.call('HGET', session, 'user_id') ~= ARGV[14] then
  return {'unknown'}
end
if digest ~= '' then
  local known = redis.call('GET', KEYS[9])
  if known then
    local same, first = string.match(known, '^(%S+) (%S+)$')
    if same ~= digest then return {'reused'} end
    if first ~= run then return {'repeated', first, of(first, 'status')} end
  end
end
if redis.call('HEXISTS', runs, run) == 1 then
  local status = of(run, 'status')
  if status == 'running' and of(run, 'attempts') == '1' then
    return {'accepted', run, status, handed(run, ''), redis.call('HGETALL', session)}
  end
  return {'accepted', run, status, ''}
end
local holder = running()
local waiting = redis.call('LLEN', queue)
local busy = holder or waiting > 0
if busy and strategy == 'reject' then return {'busy', holder or ''} end
if busy and waiting >= most then return {'full'} end
if not busy and needs == '1' and redis.call('HEXISTS', session, 'answered') == 0 then
  return {'nothing'}
end
redis.call('HSET', runs, run, record)
if said ~= '' then
  redis.call('RPUSH', turns, run)
  set(run, 'said', said)
  if ARGV[17] ~= '' then redis.call('HSETNX', session, 'question', ARGV[17]) end
else
  set(ARGV[11], 'reruns', (of(ARGV[11], 'reruns') or '') .. run .. ' ')
  set(run, 'base', ARGV[12])
end
if digest ~= '' then redis.call('SET', KEYS[9], digest .. ' ' .. run, 'EX', ARGV[10]) end
if ARGV[15] ~= '' then
  set(ARGV[15], 'corrections', (of(ARGV[15], 'corrections') or '') .. run .. ':' .. ARGV[16] .. ' ')
end
if not busy then
  local at_rest = begin(run, worker, lease)
  return {'accepted', run, 'running', handed(run, at_rest), redis.call('HGETALL', session)}
end
set(run, 'status', 'queued')
if strategy == 'interrupt' then
  redis.call('LPUSH', queue, run)
  if holder then set(holder, 'cancel', '1') end
else
  redis.call('RPUSH', queue, run)
end
return {'accepted', run, 'queued', holder or ''}
"""

# ARGV: worker, lease ms. Hands out the run whose worker is gone, or else the next that waits.
CLAIM = """
if redis.call('EXISTS', lock) == 1 then return {'held'} end
if not has_session() then return {'idle'} end
local run, at_rest = running(), ''
if run then
  local attempt = redis.call('HINCRBY', runs, run .. '/attempts', 1)
  redis.call('SET', lock, run .. ':' .. attempt, 'PX', ARGV[2])
  set(run, 'worker', ARGV[1])
else
  run = redis.call('LPOP', queue)
  if not run then return {'idle'} end
  at_rest = begin(run, ARGV[1], ARGV[2])
end
return {'claimed', run, handed(run, at_rest)}
"""

# KEYS[9]: the run's events. ARGV: token, ttl s, channel, name of the run, first id, events.
APPEND = """
if redis.call('GET', lock) ~= ARGV[1] then return 0 end
log(KEYS[9], tonumber(ARGV[5]), ARGV, 6, ARGV[2])
tell(ARGV[3], ARGV[4])
return 1
"""

# KEYS[9]: the run's events. ARGV: token, run, message of the assistant ('' for a rerun), what
# became of it, whether the session rests on it ('1'), time, title, ttl of the session in ms
# ('' for none), ttl of the events in s, channel, name of the run, worker and lease ms for the
# next one (worker '': take none), first id, events.
END = """
local token, run, message, ending, rests = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if of(run, 'status') == 'ended' then
  -- Only who ended it may take this for a repetition: another worker's ending is another one.
  return {token == run .. ':' .. of(run, 'attempts') and 'ended' or 'lost'}
end
if redis.call('GET', lock) ~= token then return {'lost'} end
log(KEYS[9], tonumber(ARGV[14]), ARGV, 15, ARGV[9])
tell(ARGV[10], ARGV[11])
redis.call('DEL', lock)
if not has_session() then
  redis.call('UNLINK', runs, turns, queue, transcript)
  return {'done'}
end
redis.call('HDEL', session, 'running')
if message ~= '' then
  set(run, 'lines', say(message))
  redis.call('HSET', session, 'updated_at', ARGV[6])
  if rests == '1' then
    local head = latest_checkpoint(index)
    if head then
      redis.call('HSET', session, 'head', head, 'rests', head)
      set(run, 'checkpoint', head)
    end
  end
  if ARGV[7] ~= '' then
    redis.call('HSET', session, 'answered', '1')
    redis.call('HSETNX', session, 'title', ARGV[7])
  end
end
set(run, 'status', 'ended')
set(run, 'end', ending)
for _, field in ipairs({'worker', 'cancel', 'returned'}) do forget(run, field) end
-- A session may have a time to live of its own.
local ttl = redis.call('HGET', session, 'ttl_ms') or ARGV[8]
if ttl ~= '' then
  for _, key in ipairs({session, runs, turns, queue, transcript}) do
    redis.call('PEXPIRE', key, ttl)
  end
end
local following = ARGV[12] ~= '' and redis.call('LPOP', queue)
if not following then return {'done'} end
return {'next', following, handed(following, begin(following, ARGV[12], ARGV[13]))}
"""

# KEYS[9]: the run's events. ARGV: run ('' for the running one), what became of it, its terminal
# event, ttl s, channel, session.
CANCEL = """
local run = ARGV[1] ~= '' and ARGV[1] or running()
if not run then return {'none'} end
local status = of(run, 'status')
if not status then return {'unknown'} end
if status == 'queued' then
  redis.call('LREM', queue, 0, run)
  set(run, 'status', 'ended')
  set(run, 'end', ARGV[2])
  forget(run, 'said')
  log(KEYS[9], 1, {ARGV[3]}, 1, ARGV[4])
  tell(ARGV[5], ARGV[6] .. '/' .. run)
elseif status == 'running' then
  set(run, 'cancel', '1')
end
return {status, run}
"""

# KEYS[9]: the run's events. ARGV: run, first id, most events, how long to be told of new ones
# in ms. The status before the events: when it is ended, the log is complete.
LOOK = """
local status = of(ARGV[1], 'status')
if not status then return {'unknown'} end
redis.call('SET', watched, '1', 'PX', ARGV[4])
local found = redis.call('XRANGE', KEYS[9], ARGV[2], '+', 'COUNT', ARGV[3])
return {status, found, redis.call('EXISTS', KEYS[9])}
"""

# ARGV: token, run, lease ms. Whether the lease is still held, and whether to stop.
RENEW = """
if redis.call('GET', lock) ~= ARGV[1] then return {0, ''} end
redis.call('PEXPIRE', lock, ARGV[3])
return {1, of(ARGV[2], 'cancel') or ''}
"""

# ARGV: token, run. Leaves the run to whoever claims it.
RELEASE = """
if redis.call('GET', lock) ~= ARGV[1] then return 0 end
redis.call('HINCRBY', runs, ARGV[2] .. '/returned', 1)
return redis.call('DEL', lock)
"""

# ARGV: turn, its rating ('' for none). Nothing is written of what is gone.
RATE = """
if not has_session() or not redis.call('LPOS', turns, ARGV[1]) then return 0 end
if ARGV[2] == '' then forget(ARGV[1], 'rating') else set(ARGV[1], 'rating', ARGV[2]) end
return 1
"""

# ARGV: head, ttl in ms (''), how many lines and turns, title (''), first question; lines, turns,
# fields of the runs hash.
FOUND = """
if not has_session() or redis.call('HEXISTS', session, 'head') == 1 then return 0 end
local lines, count = tonumber(ARGV[3]), tonumber(ARGV[4])
local position = 6
local function put(command, key, many)
  for n = position + 1, position + many, 1000 do
    redis.call(command, key, unpack(ARGV, n, math.min(n + 999, position + many)))
  end
  position = position + many
end
put('RPUSH', transcript, lines)
put('RPUSH', turns, count)
put('HSET', runs, #ARGV - position)
redis.call('HSET', session, 'head', ARGV[1], 'rests', ARGV[1], 'answered', '1',
           'message_count', lines, 'question', ARGV[6])
if ARGV[5] ~= '' then redis.call('HSETNX', session, 'title', ARGV[5]) end
if ARGV[2] ~= '' then
  for _, key in ipairs({session, runs, turns, transcript}) do
    redis.call('PEXPIRE', key, ARGV[2])
  end
end
return 1
"""

# KEYS from 9: the session's checkpoints. ARGV: time. Nothing is reset while a turn runs or waits.
# What became of runs stays on record for whoever knows their ids.
RESET = """
if not has_session() then return 'unknown' end
if running() or redis.call('LLEN', queue) > 0 then return 'busy' end
redis.call('UNLINK', turns, transcript, unpack(KEYS, 9))
redis.call('HDEL', session, 'head', 'rests', 'answered', 'message_count', 'question')
redis.call('HSET', session, 'updated_at', ARGV[1])
return 'done'
"""

# KEYS from 9: what else the session has. Nothing is deleted while a turn runs or waits.
DELETE = """
if has_session() and (running() or redis.call('LLEN', queue) > 0) then return 0 end
for n = 1, #KEYS, 1000 do redis.call('UNLINK', unpack(KEYS, n, math.min(n + 999, #KEYS))) end
return 1
"""

accept = Script(_SHARED + ACCEPT)
claim = Script(_SHARED + CLAIM)
append = Script(_SHARED + APPEND)
end = Script(_SHARED + END)
cancel = Script(_SHARED + CANCEL)
look = Script(_SHARED + LOOK)
renew = Script(_SHARED + RENEW)
release = Script(_SHARED + RELEASE)
rate = Script(_SHARED + RATE)
found = Script(_SHARED + FOUND)
reset = Script(_SHARED + RESET)
delete = Script(_SHARED + DELETE)
