"""The tree of errors. Codes are stable; a face maps them to its own status and body.

A `UserError` can be mended by whoever asked, and its text is written for that person. Any
other error is ours or the infrastructure's: its text goes to the log, never to a client.
"""

from __future__ import annotations


class ParleyError(Exception):
    """`code` is stable and machine-readable; `retryable`: the same call may succeed later."""

    code = "internal_error"
    retryable = False


class UserError(ParleyError):
    """`message` says what was wrong and what would be right; `details` name the parts."""

    code = "invalid_request"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class UnknownSession(UserError):
    code = "session_not_found"


class UnknownDatasource(UserError):
    code = "datasource_not_found"


class SummaryNotReady(UserError):
    """The datasource has no catalog yet: nobody wrote one, and no data summary was made of it."""

    code = "summary_not_ready"

    def __init__(
        self,
        message: str = "Data summary is not ready, please wait for a while and retry",
        **details: object,
    ) -> None:
        super().__init__(message, **details)


class SessionBusy(UserError):
    """Another run holds the session."""

    code = "session_busy"
    retryable = True


class QueueFull(UserError):
    """As many turns wait for the session as may."""

    code = "queue_full"
    retryable = True


class UnknownRun(UserError):
    code = "run_not_found"


class RunExpired(UserError):
    """How the run ended is on record, but its answer is kept no longer."""

    code = "run_expired"


class UnknownTurn(UserError):
    code = "turn_not_found"


class TurnNotRestored(UserError):
    """The turn left no state to go back to: it failed, was cancelled, or has not ended."""

    code = "turn_without_state"


class UnknownTask(UserError):
    """The answer has no such task, or part."""

    code = "task_not_found"


class NothingToCorrect(UserError):
    """The answer that is named holds no data that another question could be about."""

    code = "nothing_to_correct"


class UnknownJob(UserError):
    """There is no such job, or it is not the caller's, or it is kept no longer."""

    code = "job_not_found"


class UnknownSummary(UserError):
    """There is no such data summary, or it is another tenant's."""

    code = "summary_not_found"


class UnknownTable(UserError):
    """The data summary has no table or column of that name."""

    code = "table_not_found"


class UnknownTile(UserError):
    """The dashboard has no tile of that id."""

    code = "tile_not_found"


class UnknownFilter(UserError):
    """The dashboard has no filter of that id, or none by values."""

    code = "filter_not_found"


class UnknownDashboard(UserError):
    code = "dashboard_not_found"


class DashboardNotOwned(UserError):
    """The dashboard is shared with the caller, who may read it and change nothing."""

    code = "dashboard_not_owned"


class UnknownVersion(UserError):
    """The dashboard never had that version, or it is kept no longer."""

    code = "version_not_found"


class DashboardChanged(UserError):
    """Somebody changed the dashboard meanwhile; details: `version`, which it is at now."""

    code = "dashboard_changed"


class NothingRuns(UserError):
    """There is no run to cancel."""

    code = "nothing_runs"


class IdempotencyKeyReused(UserError):
    """The key came before, with another request."""

    code = "idempotency_key_reused"


class InvalidEventId(UserError):
    """No stream ever gave out this id."""

    code = "invalid_event_id"


class NothingToRefine(UserError):
    """refine or visualize was called before any question was answered."""

    code = "nothing_to_refine"


class NothingToRate(UserError):
    """A turn that has no answer has none to be rated."""

    code = "nothing_to_rate"


class NothingToExport(UserError):
    """The turn has no data: it was asked back, or was about the data itself."""

    code = "nothing_to_export"


class NothingToPin(UserError):
    """The turn's answer is no typed question, so no tile can ask it."""

    code = "nothing_to_pin"


class OtherDatasource(UserError):
    """The answer is about another datasource than the dashboard; details: `datasource_id`, the
    dashboard's, and `of_answer`."""

    code = "other_datasource"


class ChartNotPossible(UserError):
    """The result cannot carry the chart asked for; details: `possible`, the types that fit."""

    code = "chart_not_possible"


class RdashInvalid(UserError):
    """A dashboard document cannot be read; details: `place`, where the fault is, if it has one."""

    code = "dashboard_invalid"


class DashboardInvalid(UserError):
    """A dashboard cannot be kept as it is; details: `faults`, each with the path of the part."""

    code = "dashboard_invalid"


class DashboardTooLarge(UserError):
    code = "dashboard_too_large"


class QueryNotPossible(UserError):
    """The semantic query has no right SQL: no join path, or a fan-out that cannot be undone."""

    code = "query_not_possible"


class NotInCatalog(UserError):
    """What was saved is about something that the catalog, or the viewer's part of it, lacks."""

    code = "not_in_catalog"


class FilterLeavesNothing(UserError):
    """What a tile is about and what a filter of its dashboard lets through have nothing in
    common; details: `filter`, its id."""

    code = "filter_leaves_nothing"


class UnknownKnowledge(UserError):
    """A knowledge base, or what is in it, that is not there, or belongs to another tenant."""

    code = "knowledge_not_found"


class KnowledgeFull(UserError):
    """A tenant has taught as much as may be kept."""

    code = "knowledge_full"


class CatalogInvalid(UserError):
    """details: `faults`, each with file, line, message and suggestion."""

    code = "catalog_invalid"


class QueryRefused(UserError):
    """The guard refused SQL; details: `rule`."""

    code = "query_refused"


class ClaimMissing(QueryRefused):
    """What may be seen depends on claims that the caller's token lacks; details: `claims`."""

    code = "claim_missing"


class QueryTimeout(UserError):
    code = "query_timeout"


class DatabaseUnavailable(ParleyError):
    """The datasource cannot be reached now."""

    code = "database_unavailable"
    retryable = True


class ServiceDraining(UserError):
    """This worker is stopping and takes no new turns; another one does, or this one soon."""

    code = "draining"
    retryable = True


class LeaseLost(ParleyError):
    """Another worker has taken this one's run over, so nothing of it may be written here."""

    code = "lease_lost"


class StoreUnavailable(ParleyError):
    """Redis cannot be reached now."""

    code = "store_unavailable"
    retryable = True


class DatabaseRejected(ParleyError):
    """The database did not accept a query: a bug here, a stale catalog, or SQL from elsewhere.

    `reason` is what the database said, without its address; it may quote rows and the values that
    limit them, so it is for no client.
    """

    code = "query_failed"

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class QueryNotMended(UserError):
    """SQL that a model wrote could not be run, nor what it made of the database's complaints;
    details: `sql`, the last one, and `attempts`."""

    code = "query_not_mended"
