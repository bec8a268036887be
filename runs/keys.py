"""Names of the keys of sessions, runs and results.

All keys of one session share the hash tag `{session id}`, those of one tenant's listings
`{t:tenant}`: each group lives on one node of a cluster and can change in one transaction.
The `1` is the format of what the keys hold.
"""

from __future__ import annotations

from urllib.parse import quote

_FORMAT = "parley:1"


def session(session_id: str) -> str:
    """HASH: who, what, when; see `runs.sessions`."""
    return f"{_FORMAT}:{{{session_id}}}:session"


def transcript(session_id: str) -> str:
    """LIST of messages as JSON, oldest first."""
    return f"{_FORMAT}:{{{session_id}}}:transcript"


def lock(session_id: str) -> str:
    """STRING: the run that holds the session, for as long as its lease."""
    return f"{_FORMAT}:{{{session_id}}}:lock"


def runs(session_id: str) -> str:
    """LIST of run ids, oldest first."""
    return f"{_FORMAT}:{{{session_id}}}:runs"


def events(session_id: str, run_id: str) -> str:
    """STREAM of a run's events."""
    return f"{_FORMAT}:{{{session_id}}}:run:{run_id}:events"


def tenant_sessions(tenant_id: str) -> str:
    """ZSET, lexicographic: `created in ms:session id`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:sessions"


def user_sessions(tenant_id: str, user_id: str) -> str:
    """As `tenant_sessions`, of one user."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:user:{_safe(user_id)}:sessions"


def result(key: str) -> str:
    """STRING: the rows of a result, by content."""
    return f"{_FORMAT}:result:{key}"


def _safe(name: str) -> str:
    """Names from outside may hold braces and colons; a hash tag may not."""
    return quote(name, safe="")
