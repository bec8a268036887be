"""Findings in one measure over names: who leads, how much is where, how far apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bi.insights.naming import Names
from bi.insights.scope import Scope
from bi.model.catalog import NumberStyle
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultColumn
from bi.model.semantic import Calculation
from bi.model.shape import KeyKind, Shape
from bi.model.writing import (
    count_of,
    is_plural,
    mid_sentence,
    plural,
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


@dataclass(frozen=True, slots=True)
class Ranking:
    """One value a name, highest first; `whole`: these are all names there are."""

    column: ResultColumn
    names: Names
    entries: tuple[tuple[Cell, float], ...]
    whole: bool

    @property
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
    return Ranking(shape.columns[measure], Names(shape, key), tuple(known), scope.whole)


def ranking_findings(ranking: Ranking) -> Iterator[Insight]:
    if ranking.column.calculation is Calculation.RUNNING_TOTAL:
        return
    yield from _leader(ranking)
    yield from _concentration(ranking)
    yield from _spread(ranking)
    yield from _nameless(ranking)


def _leader(ranking: Ranking) -> Iterator[Insight]:
    (first, high), (second, next_) = ranking.entries[:2]
    if ranking.amount(high) == ranking.amount(next_):
        return
    name, other = ranking.names.of(first), ranking.names.of(second)
    if first is None or ranking.names.shape.kind(ranking.names.key) is KeyKind.BIN:
        return
    figures: dict[str, float | str] = {"value": high, "second": next_, "name": name}
    subject = mid_sentence(ranking.column.label)
    if ranking.has_shares:
        figures["share"] = high / ranking.total
        figures["total"] = ranking.total
        share = write_share(high / ranking.total)
        text = (
            f"{_capital(name)} {_has(ranking)} the highest {subject}: {ranking.amount(high)}, "
            f"{share} of {ranking.whole_name}"
        )
    else:
        ahead = write_difference(high - next_, ranking.column.format)
        text = (
            f"{_capital(name)} {_has(ranking)} the highest {subject}: {ranking.amount(high)}, "
            f"{ahead} more than {other}"
        )
    yield Insight(InsightKind.LEADER, text, figures, 0.7)


def _has(ranking: Ranking) -> str:
    return "has" if ranking.names.column.part is None else "is the one with"


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
    subject, names = ranking.column.label, plural(ranking.names.column.label)
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
    yield Insight(InsightKind.CONCENTRATION, text, figures, min(0.95, 0.5 + share / 2))


def _spread(ranking: Ranking) -> Iterator[Insight]:
    """The lowest against the highest; of a part ("the top 10") the lowest is nothing special."""
    (first, high), (last, low) = ranking.entries[0], ranking.entries[-1]
    count = len(ranking.entries)
    unnamed = first is None or last is None
    if unnamed or not ranking.whole or count < 3 or count > 50 or low == ranking.entries[-2][1]:
        return
    if ranking.amount(high) == ranking.amount(low):
        return
    unit = ranking.names.unit
    text = f"Lowest {unit} is {ranking.names.of(last)} at {ranking.amount(low)}"
    if ranking.column.format.style is NumberStyle.PERCENT or low <= 0:
        text += f", {write_difference(high - low, ranking.column.format)} below"
    else:
        text += f", {write_share((high - low) / high)} below"
    text += f" {ranking.names.of(first)}"
    figures: dict[str, float | str] = {"low": low, "high": high}
    yield Insight(InsightKind.SPREAD, text, figures, 0.55)


def _nameless(ranking: Ranking) -> Iterator[Insight]:
    value = next((value for cell, value in ranking.entries if cell is None), None)
    if value is None or not ranking.has_shares or value <= 0:
        return
    share = value / ranking.total
    subject = mid_sentence(ranking.column.label)
    name = mid_sentence(ranking.names.column.label)
    text = f"{_capital(write_share(share))} of {subject} has no {name} ({ranking.amount(value)})"
    figures: dict[str, float | str] = {"value": value, "share": share, "total": ranking.total}
    yield Insight(InsightKind.MISSING, text, figures, 0.45 + share / 2)


def leaders(ranking: Ranking) -> str:
    """ "Acme Corp leads with $150k, followed by Beta ($120k) and Gamma ($100k)."."""
    first, high = ranking.entries[0]
    ties = sum(value == high for _, value in ranking.entries)
    if ties > 1:
        if ties == len(ranking.entries):
            return f"All {count_of(ties, ranking.names.unit)} are level at {ranking.amount(high)}."
        if ties > _MOST_NAMED:
            return (
                f"{ties:,} {plural(ranking.names.column.label)} lead with {ranking.amount(high)}."
            )
        names = [ranking.names.of(cell) for cell, _ in ranking.entries[:ties]]
        return f"{_capital(write_list(names))} lead with {ranking.amount(high)} each."
    followers = [
        f"{ranking.names.of(cell)} ({ranking.amount(value)})"
        for cell, value in ranking.entries[1:_MOST_NAMED]
    ]
    name = _capital(ranking.names.of(first))
    return f"{name} leads with {ranking.amount(high)}, followed by {write_list(followers)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
