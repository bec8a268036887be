"""Findings in one measure over names: who leads, how much is where, how far apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bi.insights.naming import Names
from bi.insights.scope import Scope
from bi.insights.weights import Range
from bi.model.catalog import ColumnType, NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultColumn
from bi.model.semantic import Calculation
from bi.model.shape import KeyKind, Shape
from bi.model.words import mid_sentence
from bi.model.writing import (
    is_plural,
    plural_of,
    write_difference,
    write_list,
    write_number,
    write_share,
)

# This share of the whole in this part of the names is worth saying.
_CONCENTRATED_SHARE = 0.5
_CONCENTRATED_PART = 0.3
_FEWEST_NAMES = 5
_MOST_NAMED = 3
# Among very many the lowest is one of a long tail.
_MOST_COMPARED = 50


@dataclass(frozen=True)
class Ranking:
    """One value a name, highest first; `whole`: these are all names there are.

    `ascends`: the question was for the lowest.
    """

    column: ResultColumn
    names: Names
    entries: tuple[tuple[Cell, float], ...]
    whole: bool
    ascends: bool = False

    @cached_property
    def total(self) -> float:
        return sum(value for _, value in self.entries)

    @property
    def has_shares(self) -> bool:
        """Whether the values are parts of their sum: they add up and none is negative."""
        additive = self.column.additive and self.column.calculation is None
        return additive and self.total > 0 and self.entries[-1][1] >= 0

    @property
    def whole_name(self) -> str:
        return "the total" if self.whole else f"the total of these {len(self.entries):,}"

    def amount(self, value: float) -> str:
        return write_number(value, self.column.format)


def ranking_of(
    shape: Shape, key: int, measure: int, values: Sequence[float | None], scope: Scope
) -> Ranking | None:
    """None when fewer than two names have a value."""
    known = [
        (cell, value)
        for cell, value in zip(shape.cells(key), values, strict=True)
        if value is not None
    ]
    if len(known) < 2:
        return None
    known.sort(key=lambda entry: -entry[1])
    names = Names(shape, key, scope.title)
    named = shape.kind(key) is KeyKind.CATEGORY
    ascends = scope.ascending and named
    return Ranking(shape.columns[measure], names, tuple(known), scope.whole, ascends)


def ranking_findings(ranking: Ranking) -> Iterator[Insight]:
    if ranking.column.calculation is Calculation.RUNNING_TOTAL or len(ranking.entries) < 2:
        return
    if ranking.whole or not ranking.ascends:
        yield from _leader(ranking)
        yield from _concentration(ranking)
    yield from _spread(ranking)
    yield from _nameless(ranking)


def _leader(ranking: Ranking) -> Iterator[Insight]:
    (first, high), (second, next_) = ranking.entries[:2]
    kind = ranking.names.shape.kind(ranking.names.key)
    level = ranking.amount(high) == ranking.amount(next_)
    if level or first is None or kind is KeyKind.BIN:
        return
    name = ranking.names.of(first)
    figures: dict[str, float | str] = {"value": high, "second": next_, "name": name}
    has = "have" if ranking.names.are_several(first) else "has"
    text = f"{ranking.names.capital(first)} {has} {_most(ranking.column)}: {ranking.amount(high)}"
    if ranking.has_shares:
        share = high / ranking.total
        figures |= {"share": share, "total": ranking.total}
        text += f", {write_share(share)} of {ranking.whole_name}"
        yield Insight(InsightKind.LEADER, text, figures, Range.LEADER.weight(share))
    else:
        ahead = write_difference(high - next_, ranking.column.format)
        text += f", {ahead} more than {ranking.names.of(second)}"
        yield Insight(InsightKind.LEADER, text, figures, Range.LEADER.weight(0))


def _most(column: ResultColumn) -> str:
    """ "the highest revenue", "the most orders"."""
    counted = is_plural(column.label) and column.format.style is NumberStyle.NUMBER
    return f"the {'most' if counted else 'highest'} {mid_sentence(column.label)}"


def _concentration(ranking: Ranking) -> Iterator[Insight]:
    count = len(ranking.entries)
    if not ranking.has_shares or count < _FEWEST_NAMES:
        return
    share, top = 0.0, 0
    for _, value in ranking.entries:
        share += value / ranking.total
        top += 1
        if share >= _CONCENTRATED_SHARE:
            break
    if top > max(1, count * _CONCENTRATED_PART) or top == 1:
        return
    subject, names = ranking.column.label, plural_of(ranking.names.column.label)
    verb = "are" if is_plural(subject) else "is"
    of = "total" if ranking.whole else f"these {count:,}"
    text = (
        f"{subject} {verb} concentrated in the top {top:,} {names} ({write_share(share)} of {of})"
    )
    figures: dict[str, float | str] = {
        "top": float(top),
        "share": share,
        "total": ranking.total,
        "names": float(count),
    }
    yield Insight(
        InsightKind.CONCENTRATION,
        text,
        figures,
        Range.CONCENTRATION.weight(1 - top / count / _CONCENTRATED_PART),
    )


def _spread(ranking: Ranking) -> Iterator[Insight]:
    """The lowest against the highest; of a part ("the top 10") the lowest is nothing special."""
    (first, high), (last, low) = ranking.entries[0], ranking.entries[-1]
    count = len(ranking.entries)
    if first is None or last is None or not ranking.whole or not 3 <= count <= _MOST_COMPARED:
        return
    if ranking.amount(high) == ranking.amount(low) or low == ranking.entries[-2][1]:
        return
    percent = ranking.column.format.style is NumberStyle.PERCENT
    below = (
        write_difference(high - low, ranking.column.format)
        if percent or low <= 0
        else write_share((high - low) / high)
    )
    far = (high - low) / max(abs(high), abs(low))
    lowest, top = ranking.names.of(last), ranking.names.of(first)
    text = f"Lowest {ranking.names.unit} is {lowest} at {ranking.amount(low)}, {below} below {top}"
    yield Insight(InsightKind.SPREAD, text, {"low": low, "high": high}, Range.SPREAD.weight(far))


def _nameless(ranking: Ranking) -> Iterator[Insight]:
    value = next((value for cell, value in ranking.entries if cell is None), None)
    boolean = ranking.names.column.type is ColumnType.BOOLEAN
    if value is None or value <= 0 or boolean or not ranking.has_shares:
        return
    share = value / ranking.total
    subject = mid_sentence(ranking.column.label)
    name = mid_sentence(ranking.names.column.label)
    verb = "have" if is_plural(subject) else "has"
    amount = write_share(share)
    text = (
        f"{amount[:1].upper()}{amount[1:]} of {subject} {verb} no {name} ({ranking.amount(value)})"
    )
    figures: dict[str, float | str] = {"value": value, "share": share, "total": ranking.total}
    yield Insight(InsightKind.MISSING, text, figures, Range.NAMELESS.weight(share))


def leaders(ranking: Ranking) -> str:
    """ "Acme Corp leads with $150k, followed by Beta ($120k) and Gamma ($100k)."."""
    entries, names = ranking.entries, ranking.names
    subject = mid_sentence(ranking.column.label)
    leads = f"in {subject} with" if len(names.shape.measures) > 1 else "with"
    if len(entries) == 1:
        return f"{names.capital(entries[0][0])} has all of it."
    if ranking.ascends:
        lowest = [_with_amount(ranking, entry) for entry in entries[: -_MOST_NAMED - 1 : -1]]
        return f"Lowest {subject}: {write_list(lowest)}."
    high = entries[0][1]
    level = [cell for cell, value in entries if value == high]
    if len(level) == 1:
        followers = [_with_amount(ranking, entry) for entry in entries[1:_MOST_NAMED]]
        leader = names.capital(entries[0][0])
        return (
            f"{leader} leads {leads} {ranking.amount(high)}, followed by {write_list(followers)}."
        )
    if len(level) == len(entries):
        return f"All {len(level):,} {plural_of(names.unit)} are level at {ranking.amount(high)}."
    if len(level) > _MOST_NAMED:
        return f"{len(level):,} {plural_of(names.unit)} lead {leads} {ranking.amount(high)} each."
    listed = write_list([names.of(cell) for cell in level])
    return f"{listed[:1].upper()}{listed[1:]} lead {leads} {ranking.amount(high)} each."


def _with_amount(ranking: Ranking, entry: tuple[Cell, float]) -> str:
    cell, value = entry
    return f"{ranking.names.of(cell)} ({ranking.amount(value)})"
