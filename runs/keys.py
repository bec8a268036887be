"""Names of the keys of sessions, runs, dashboards, API keys and results.

All keys of one session share the hash tag `{session id}`, those of one dashboard
`{dashboard id}`, those of one tenant's listings `{t:tenant}`: each group lives on one node of a
cluster and can change in one transaction. The `1` is the format of what the keys hold.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from checkpoints.keys import thread_keys

_FORMAT = "parley:1"


def session(session_id: str) -> str:
    """HASH: who, what, when; see `runs.sessions`."""
    return f"{_FORMAT}:{{{session_id}}}:session"


def transcript(session_id: str) -> str:
    """LIST of messages as JSON, oldest first."""
    return f"{_FORMAT}:{{{session_id}}}:transcript"


def lock(session_id: str) -> str:
    """STRING: `run id:attempt` that holds the session, for as long as its lease."""
    return f"{_FORMAT}:{{{session_id}}}:lock"


def turns(session_id: str) -> str:
    """LIST of the first runs of turns, in the order in which they were accepted."""
    return f"{_FORMAT}:{{{session_id}}}:turns"


def runs(session_id: str) -> str:
    """HASH of all runs; see `runs.ledger`."""
    return f"{_FORMAT}:{{{session_id}}}:runs"


def queue(session_id: str) -> str:
    """LIST of runs that wait for the session."""
    return f"{_FORMAT}:{{{session_id}}}:queue"


def watched(session_id: str) -> str:
    """STRING that lives while a reader on another worker than the run's wants to be told."""
    return f"{_FORMAT}:{{{session_id}}}:watched"


def events(session_id: str, run_id: str) -> str:
    """STREAM of a run's events."""
    return f"{_FORMAT}:{{{session_id}}}:run:{run_id}:events"


def idempotency(session_id: str, digest: str) -> str:
    """STRING: `digest of the request, run id`; `digest` is of the caller and its key."""
    return f"{_FORMAT}:{{{session_id}}}:once:{digest}"


def open_runs() -> str:
    """ZSET of `session id/run id`; the score says when to look whether its worker lives (ms)."""
    return f"{_FORMAT}:{{open}}:runs"


def signals() -> str:
    """The channel by which workers tell one another what cannot wait; see `runs.signals`."""
    return f"{_FORMAT}:signals"


class SessionKeys(NamedTuple):
    """What the scripts of the ledger get: a session's own keys, and its checkpoints' index."""

    session: str
    lock: str
    runs: str
    turns: str
    queue: str
    transcript: str
    watched: str
    checkpoints: str


def of_session(session_id: str) -> SessionKeys:
    return SessionKeys(
        session=session(session_id),
        lock=lock(session_id),
        runs=runs(session_id),
        turns=turns(session_id),
        queue=queue(session_id),
        transcript=transcript(session_id),
        watched=watched(session_id),
        checkpoints=thread_keys(session_id).order,
    )


def tenant_sessions(tenant_id: str) -> str:
    """ZSET, lexicographic: `created in ms:session id`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:sessions"


def user_sessions(tenant_id: str, user_id: str) -> str:
    """As `tenant_sessions`, of one user."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:user:{_safe(user_id)}:sessions"


def numbered_sessions(tenant_id: str, user_id: str | None = None) -> str:
    """As `tenant_sessions`, or of one user: those whose id is a number."""
    user = f":user:{_safe(user_id)}" if user_id is not None else ""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}{user}:numbered-sessions"


def session_numbers() -> str:
    """STRING: the last number that a session was given for its id."""
    return f"{_FORMAT}:{{numbers}}:sessions"


def job(job_id: str) -> str:
    """STRING: of which session the run is; see `runs.jobs`."""
    return f"{_FORMAT}:{{{job_id}}}:job"


def session_search(tenant_id: str) -> str:
    """HASH of session id -> what a search looks at; see `runs.session_index`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:search"


def session_creation(tenant_id: str, user_id: str | None, key: str) -> str:
    """STRING: which session a caller's idempotency key made; see `runs.session_creation`."""
    caller = f"user:{_safe(user_id)}:" if user_id is not None else ""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:{caller}created:{_safe(key)}"


def chat(tenant_id: str, user_id: str, datasource_id: str) -> str:
    """STRING: which session is a user's conversation with a datasource; see `runs.chats`."""
    tag = f"{_FORMAT}:{{t:{_safe(tenant_id)}}}"
    return f"{tag}:user:{_safe(user_id)}:chat:{_safe(datasource_id)}"


def expiring() -> str:
    """ZSET of all tenants' sessions; the score says when to look at one (ms)."""
    return f"{_FORMAT}:{{expiring}}:sessions"


class DashboardKeys(NamedTuple):
    """What is kept of one dashboard; see `runs.dashboard_records`.

    `dashboard` HASH: who, what, when. `versions` HASH: number -> what is told of a version.
    `bodies` HASH: number -> the dashboard as JSON. `talk` STRING: which session changes it by
    words; see `runs.session_creation`.
    """

    dashboard: str
    versions: str
    bodies: str
    talk: str


def of_dashboard(dashboard_id: str) -> DashboardKeys:
    prefix = f"{_FORMAT}:{{{dashboard_id}}}"
    return DashboardKeys(
        dashboard=f"{prefix}:dashboard",
        versions=f"{prefix}:versions",
        bodies=f"{prefix}:bodies",
        talk=f"{prefix}:talk",
    )


def tenant_dashboards(tenant_id: str) -> str:
    """ZSET, lexicographic: `created in ms:dashboard id`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:dashboards"


def user_dashboards(tenant_id: str, user_id: str) -> str:
    """As `tenant_dashboards`, of one user."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:user:{_safe(user_id)}:dashboards"


def shared_dashboards(tenant_id: str) -> str:
    """As `tenant_dashboards`: those that are shared with the tenant, and some that were."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:shared-dashboards"


def dashboard_search(tenant_id: str) -> str:
    """HASH of dashboard id -> what a search looks at; see `runs.listing`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:dashboard-search"


def api_key(public_key: str) -> str:
    """HASH: an API key's record and what proves its private key; see `runs.api_keys`."""
    return f"{_FORMAT}:{{key:{public_key}}}:api-key"


def api_keys() -> str:
    """SET of the public keys that there are, and of some that are gone."""
    return f"{_FORMAT}:api-keys"


def nonce(digest: str) -> str:
    """STRING, a bitmap: which counts of a nonce were used; see `runs.nonce_counts`."""
    return f"{_FORMAT}:nonce:{digest}"


def rate_limits() -> str:
    """What all counters of calls begin with: STRINGs; see `runs.rate_limits`."""
    return f"{_FORMAT}:calls"


def draft(datasource_id: str) -> str:
    """HASH: the catalog that was drafted of a datasource; see `runs.drafts`."""
    return f"{_FORMAT}:{{d:{_safe(datasource_id)}}}:draft"


def tenant_summaries(tenant_id: str) -> str:
    """HASH of datasource id -> the number of its data summary."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:summaries"


def summary(tenant_id: str, summary_id: int) -> str:
    """HASH: a tenant's data summary; see `runs.summary_records`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:summary:{summary_id}"


def summary_numbers() -> str:
    """STRING: the last number that a data summary was given."""
    return f"{_FORMAT}:{{numbers}}:summaries"


def knowledge_bases(tenant_id: str) -> str:
    """HASH of number -> a knowledge base; `last` is the last number given to one, or to data."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:knowledge-bases"


def knowledge(tenant_id: str, datasource_id: str) -> str:
    """HASH: what a tenant knows of a datasource; see `runs.knowledge_records`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:knowledge:{_safe(datasource_id)}"


def result(key: str) -> str:
    """STRING: the rows of a result, by content."""
    return f"{_FORMAT}:result:{key}"


def cached_result(digest: str) -> str:
    """STRING: which rows answer a question again; see `runs.result_cache`."""
    return f"{_FORMAT}:cached:{digest}"


def tenant_usage(tenant_id: str, day: str) -> str:
    """HASH: what a tenant used of models on a day (ISO 8601, UTC); see `runs.model_usage`."""
    return f"{_FORMAT}:{{t:{_safe(tenant_id)}}}:usage:{day}"


def written(digest: str) -> str:
    """STRING: what a model replied to a question; see `runs.written_before`."""
    return f"{_FORMAT}:written:{digest}"


def _safe(name: str) -> str:
    """Names from outside may hold braces and colons; a hash tag may not."""
    return quote(name, safe="")
