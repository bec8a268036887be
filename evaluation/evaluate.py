"""Golden questions, asked one after another and judged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bi.model.chart import ChartType
from evaluation.asking import Asker, Reply, Session
from evaluation.cases import DESCRIBE, DRILL, Case, GoldTurn
from evaluation.charts.judging import verdict_on
from evaluation.databases import CATALOGS_OWN, CannotOpen, DatabaseOptions, Databases
from evaluation.gold import Bins, GoldReader, GoldUnusable
from evaluation.judging import is_drill, is_right
from evaluation.model_use import Missed, ModelUse
from evaluation.outcomes import Asked, Outcome, Status, message_of, status_of
from nodes.answer import Intent
from nodes.events import Complete


@dataclass(frozen=True, slots=True)
class SourcedCase:
    """`source`: the name of the file that the case stands in."""

    source: str
    case: Case


class Evaluation:
    """Asks the cases of databases that are open while it runs; `use` None asks no model."""

    def __init__(
        self, databases: Databases, options: DatabaseOptions, use: ModelUse | None = None
    ) -> None:
        self._databases = databases
        self._options = options
        self._asker = Asker(databases, use)

    async def outcomes(self, sourced: SourcedCase) -> AsyncIterator[Outcome]:
        """One for each turn and each variant of it, in this order.

        A database that cannot be opened makes errors of them, and stops nothing. Raises
        CatalogInvalid for the catalog that was given.
        """
        case = sourced.case
        golds: dict[int, GoldReader] = {}
        async for asked, turn, reply in self.replies(sourced):
            if isinstance(reply, CannotOpen):
                yield _unopened(asked, reply)
                continue
            gold = golds.setdefault(asked.turn, self._gold(case, turn))
            yield await self._judged(asked, reply, case, turn, gold)

    async def replies(
        self, sourced: SourcedCase
    ) -> AsyncIterator[tuple[Asked, GoldTurn, Reply | CannotOpen]]:
        """The same, before anything is judged."""
        case = sourced.case
        try:
            await self._databases.open(case.db or CATALOGS_OWN)
        except CannotOpen as error:
            for n, turn in enumerate(case.turns):
                for asked in _wordings(sourced, n, turn):
                    yield asked, turn, error
            return
        session = self._session(case)
        replies = [await session.ask(turn.question) for turn in case.turns]
        for n, turn in enumerate(case.turns):
            first, *others = _wordings(sourced, n, turn)
            yield first, turn, replies[n]
            for asked in others:
                yield asked, turn, await self._afresh(case, n, asked)
        await session.end()

    def _session(self, case: Case) -> Session:
        return self._asker.session(case.db or CATALOGS_OWN)

    def _gold(self, case: Case, turn: GoldTurn) -> GoldReader:
        datasource = self._databases.get(case.db or CATALOGS_OWN)
        return GoldReader(turn, datasource, self._options.row_limit, self._options.timeout_s)

    async def _afresh(self, case: Case, n: int, asked: Asked) -> Reply:
        """The same turn in other words, after the same turns before it."""
        session = self._session(case)
        for turn in case.turns[:n]:
            await session.ask(turn.question)
        reply = await session.ask(asked.question)
        await session.end()
        return reply

    async def _judged(
        self, asked: Asked, reply: Reply, case: Case, turn: GoldTurn, gold: GoldReader
    ) -> Outcome:
        missed = reply.share.missed if reply.share is not None else None
        if missed is not None:
            return _unasked(asked, reply, missed)
        status = status_of(reply)
        right, unscored = await _judgement(status, reply, case, turn, gold)
        catalog = self._databases.get(case.db or CATALOGS_OWN).catalog
        return Outcome(
            asked=asked,
            status=status,
            right=right,
            ms=reply.ms,
            language_ms=reply.language_ms,
            message=message_of(reply),
            answer=reply.event.answer if isinstance(reply.event, Complete) else None,
            rows=reply.rows,
            unscored=unscored,
            charted=verdict_on(reply, asked.question, turn, catalog),
            share=reply.share,
        )


async def _judgement(
    status: Status, reply: Reply, case: Case, turn: GoldTurn, gold: GoldReader
) -> tuple[bool | None, str | None]:
    """Whether it is right, or why that cannot be said."""
    if case.is_unanswerable(turn):
        return status in (Status.ASKED, Status.REFUSED), None
    if turn.expect == DESCRIBE and _is_description(reply):
        return True, None
    if turn.expect == DESCRIBE and not turn.has_answer:
        return False, None
    if turn.expect == DRILL and is_drill(reply.rows):
        return True, None
    try:
        accepted = await gold.accepted(_bins_of(reply))
    except GoldUnusable as unusable:
        return None, str(unusable)
    right = status is Status.ANSWERED and is_right(reply.rows, accepted)
    return right and _is_drawn(reply, turn), None


def _is_description(reply: Reply) -> bool:
    return isinstance(reply.event, Complete) and reply.event.answer.intent is Intent.DESCRIBE


def _is_drawn(reply: Reply, turn: GoldTurn) -> bool:
    """Whether the chart is the one wished for, if one was."""
    if turn.drawn_as is None:
        return True
    chart = reply.event.answer.chart if isinstance(reply.event, Complete) else None
    return chart is not None and chart.type is turn.drawn_as


def _bins_of(reply: Reply) -> Bins:
    if not isinstance(reply.event, Complete) or reply.rows is None:
        return Bins()
    widths = [column.bin_width for column in reply.rows.columns if column.bin_width]
    chart = reply.event.answer.chart
    drawn = chart is not None and chart.type is ChartType.HISTOGRAM
    return Bins(widths[0] if widths else None, drawn)


def _wordings(sourced: SourcedCase, n: int, turn: GoldTurn) -> list[Asked]:
    case = sourced.case
    wordings = [(None, turn.question), *enumerate(turn.variants, start=1)]
    return [
        Asked(sourced.source, case.id, n, variant, case.kind(turn), question)
        for variant, question in wordings
    ]


def _unasked(asked: Asked, reply: Reply, missed: Missed) -> Outcome:
    """Not scored: what the language engine says in the model's stead is not what is measured."""
    return Outcome(
        asked,
        Status.ERROR,
        None,
        reply.ms,
        reply.language_ms,
        missed.value,
        unscored=missed.value,
        share=reply.share,
    )


def _unopened(asked: Asked, error: CannotOpen) -> Outcome:
    """Not scored where the file is at fault; wrong where no catalog could be made of it."""
    if error.is_unreadable:
        unscored = "the database cannot be read"
        return Outcome(asked, Status.ERROR, None, 0.0, 0.0, str(error), unscored=unscored)
    return Outcome(asked, Status.ERROR, False, 0.0, 0.0, str(error))
