"""The answers to further questions, read as the parts of a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bi.insights.drivers import contribution, quotient
from bi.insights.drivers.change import Change
from bi.insights.drivers.parts import Parts, parts_of
from bi.insights.drivers.planning import Split
from bi.insights.drivers.quotient import Quotient
from bi.insights.weights import Range
from bi.model.insight import Insight, InsightKind
from bi.model.result import ColumnRole, ResultSet
from bi.model.words import mid_sentence
from bi.model.writing import singular_of, write_difference

Answered = tuple[Split, ResultSet]


def driver_findings(change: Change, answered: Sequence[Answered]) -> Iterator[Insight]:
    """What drove a change, by the answer's own rows and those of further questions.

    Of a change that was asked about it is also said that nothing stands out.
    """
    sums = [change.parts] if change.parts else []
    quotients: list[Quotient] = []
    for split, rows in answered:
        if split.is_quotient:
            quotients += _quotient(rows)
        elif (parts := parts_of(rows)) is not None:
            sums.append(parts)
    found = [
        *contribution.contribution_findings(change, sums),
        *quotient.quotient_findings(change, quotients),
    ]
    yield from found
    looked_at = [parts for parts in sums if contribution.fits(parts, change)]
    looked_at += [one.dividends for one in quotients if quotient.fits(one, change)]
    if looked_at and not found and change.asked:
        yield from _nothing(change, looked_at)


def _quotient(rows: ResultSet) -> Iterator[Quotient]:
    dividends, divisors = parts_of(rows, 1), parts_of(rows, 2)
    if dividends is None or divisors is None:
        return
    measured = [column for column in rows.columns if column.role is ColumnRole.MEASURE]
    yield Quotient(dividends, divisors, measured[2])


def _nothing(change: Change, looked_at: Sequence[Parts]) -> Iterator[Insight]:
    if change.before is None or change.now is None:
        return
    labels = list(dict.fromkeys(parts.names.column.label for parts in looked_at))
    nouns = [singular_of(label) for label in labels]
    listed = nouns[0] if len(nouns) == 1 else f"{', '.join(nouns[:-1])} or {nouns[-1]}"
    total = change.now - change.before
    text = (
        f"No single {listed} stands out in the {contribution.moved(total)} in "
        f"{mid_sentence(change.column.label)} of {write_difference(total, change.column.format)} "
        f"{change.when}"
    )
    figures: dict[str, float | str] = {
        "before": change.before,
        "value": change.now,
        "change": total,
        "by": ", ".join(labels),
    }
    yield Insight(InsightKind.CONTRIBUTION, text, figures, Range.NO_DRIVER.weight())
