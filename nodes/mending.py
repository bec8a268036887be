"""A query that a model wrote and that could not be run: the model is asked to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.model.access import ClaimValue, RowFilter
from bi.model.catalog import Catalog
from bi.model.errors import (
    ClaimMissing,
    DatabaseRejected,
    QueryNotMended,
    QueryNotPossible,
    QueryRefused,
)
from bi.model.reading import Question, Reading, WrittenSql
from llm.asked import Attempt
from llm.authoring import mend
from llm.errors import BudgetSpent, ModelUnavailable, ReplyUnusable
from llm.usage import Author, AuthorKind
from nodes.asking import Asking
from nodes.authored import attempts_of, author_of, reply_of, with_author, with_notice
from nodes.authors import authors_of
from nodes.degrading import notice_of
from nodes.model_reading import asked_of
from nodes.names import Node
from nodes.state import BIState, Turn
from nodes.telling import TurnContext
from nodes.trying import may_try_again, tell_of_another_try, tried
from nodes.turn_reading import TurnReading

Unrunnable = QueryNotPossible | QueryRefused | DatabaseRejected
UNRUNNABLE = (QueryNotPossible, QueryRefused, DatabaseRejected)

# Characters of a database's complaint that a model is told.
_MOST_TOLD = 300


@dataclass(frozen=True, slots=True)
class Mending:
    """`state` is what the turn met: the same that the query was written in."""

    state: BIState
    asking: Asking
    runtime: Runtime[TurnContext]

    async def mended(
        self, turn: Turn, reading: Question | WrittenSql, error: Unrunnable
    ) -> tuple[Turn, Question | WrittenSql]:
        """What to run in its stead.

        Raises the error itself where no model wrote the query, or where nothing the model could
        write would help; QueryNotMended when it has tried often enough; ModelUnavailable.
        """
        author, services = author_of(turn), self.asking.services
        model = authors_of(turn, self.asking.facts, services, self.runtime).model
        is_models = author is not None and author.kind is AuthorKind.MODEL
        if model is None or not is_models or not reply_of(turn) or isinstance(error, ClaimMissing):
            raise error
        sql = self._sql_of(reading)
        attempts = attempts_of(turn)
        if not may_try_again(attempts):
            raise _not_mended(error, sql, len(attempts)) from error
        catalog = self.asking.datasource.seen_by(self.asking.viewer)
        attempts.append(Attempt(reply_of(turn), complaint_of(error, catalog)))
        tell_of_another_try(_said_of(error), attempts, self.runtime, Node.SQL)
        read = (await TurnReading(turn, self.state, self.asking).reading()).reading
        asked = await asked_of(turn, self.state, self.asking, read)

        try:
            written = await tried(
                lambda: mend(asked, attempts, model),
                lambda before: mend(asked, before, model),
                attempts,
                self.runtime,
                Node.SQL,
            )
        except ReplyUnusable:
            raise _not_mended(error, sql, len(attempts)) from error
        except (ModelUnavailable, BudgetSpent) as gone:
            return _without_model(turn, read, gone, sql, len(attempts))
        if not isinstance(written.reading, Question | WrittenSql):
            raise _not_mended(error, sql, len(attempts)) from error
        by = Author(AuthorKind.MODEL, model.name, written.reused)
        return with_author(turn, by, written.reply, attempts), written.reading

    def _sql_of(self, reading: Question | WrittenSql) -> str | None:
        """None: there is no SQL for the query."""
        if isinstance(reading, WrittenSql):
            return reading.sql
        try:
            return self.asking.datasource.compile(reading.query, self.asking.viewer).sql
        except QueryNotPossible:
            return None


_NOT_RUN = "The query that the model wrote could not be run."


def _without_model(
    turn: Turn,
    read: Reading,
    gone: ModelUnavailable | BudgetSpent,
    sql: str | None,
    attempts: int,
) -> tuple[Turn, Question | WrittenSql]:
    """The engine's own reading, where it has one."""
    if not isinstance(read, Question | WrittenSql):
        raise QueryNotMended(f"{_NOT_RUN} {gone.message}", sql=sql, attempts=attempts) from gone
    return with_notice({**turn, "author": None}, notice_of(gone)), read


def _not_mended(error: Unrunnable, sql: str | None, mended: int) -> QueryNotMended:
    why = f" {error.message}" if isinstance(error, QueryNotPossible | QueryRefused) else ""
    tries = f"{mended} further {'try' if mended == 1 else 'tries'}"
    return QueryNotMended(
        f"{_NOT_RUN} It did not mend that in {tries}.{why}", sql=sql, attempts=mended + 1
    )


def _said_of(error: Unrunnable) -> str:
    match error:
        case QueryRefused():
            return "The SQL may not run as it is"
        case QueryNotPossible():
            return "The question has no SQL as the model put it"
        case DatabaseRejected():
            return "The database did not accept the SQL"


def complaint_of(error: Unrunnable, catalog: Catalog) -> str:
    """What is told to the model.

    Of what a database says the first line, which seldom quotes the statement; the values that
    limit the viewer's rows stand in that, and are no model's business.
    """
    if not isinstance(error, DatabaseRejected):
        return error.message
    said = error.reason.strip().partition("\n")[0]
    for value in _claims(catalog):
        said = said.replace(value, "…")
    return said[:_MOST_TOLD] or "The database did not accept the query."


def _claims(catalog: Catalog) -> list[str]:
    """The values of claims as they may stand in a statement, the longest first."""
    found = {
        str(value)
        for dataset in catalog.datasets
        if dataset.rows is not None
        for claim in _values(dataset.rows)
        for value in (claim if isinstance(claim, tuple) else (claim,))
    }
    return sorted((one for one in found if one), key=len, reverse=True)


def _values(rows: RowFilter) -> list[ClaimValue]:
    own = [value for _, value in rows.claims]
    return own + [value for _, _, linked in rows.links for value in _values(linked)]
