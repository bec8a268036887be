"""The answers to further questions, read as the parts of a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bi.insights.drivers.change import Change
from bi.insights.drivers.contribution import contribution_findings
from bi.insights.drivers.parts import parts_of
from bi.insights.drivers.planning import Split
from bi.insights.drivers.quotient import Quotient, quotient_findings
from bi.model.insight import Insight
from bi.model.result import ColumnRole, ResultSet

Answered = tuple[Split, ResultSet]


def driver_findings(change: Change, answered: Sequence[Answered]) -> Iterator[Insight]:
    """What drove a change, by the answer's own rows and those of further questions."""
    sums = [change.parts] if change.parts else []
    quotients: list[Quotient] = []
    for split, rows in answered:
        if split.is_quotient:
            quotients += _quotient(rows)
        elif (parts := parts_of(rows)) is not None:
            sums.append(parts)
    yield from contribution_findings(change, sums)
    yield from quotient_findings(change, quotients)


def _quotient(rows: ResultSet) -> Iterator[Quotient]:
    dividends, divisors = parts_of(rows, 1), parts_of(rows, 2)
    if dividends is None or divisors is None:
        return
    measured = [column for column in rows.columns if column.role is ColumnRole.MEASURE]
    yield Quotient(dividends, divisors, measured[2])
