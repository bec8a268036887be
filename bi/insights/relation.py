"""Whether two measures go together over the same keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from bi.insights.naming import Names
from bi.insights.scope import Scope
from bi.insights.series import Point, points_of
from bi.insights.statistics import Correlation, correlation
from bi.insights.weights import Range
from bi.model.buckets import bucket_end
from bi.model.insight import Insight, InsightKind
from bi.model.result import ColumnRole
from bi.model.shape import KeyKind, Shape
from bi.model.words import mid_sentence
from bi.model.writing import plural_of

FEWEST = 12
# By chance one pair of measures in two hundred is as certain; several pairs share that chance.
_CERTAIN = 0.005
_STRONG = 0.7

# Places of measures, the smaller first.
Pair = tuple[int, int]


def relation_of(one: Sequence[float], other: Sequence[float], pairs: int = 1) -> Correlation | None:
    """None: there is none that is both strong and sure, of so many pairs that are looked at."""
    if len(one) < FEWEST:
        return None
    found = correlation(one, other)
    if found is None or found.p * pairs >= _CERTAIN or abs(found.rho) < _STRONG:
        return None
    return found


@dataclass(frozen=True, slots=True)
class Related:
    """Two measures by column, their values side by side, and what these are values of."""

    measures: Pair
    one: tuple[float, ...]
    other: tuple[float, ...]
    unit: str
    over_time: bool


def relation_findings(
    shape: Shape, key: int, scope: Scope, comparable: frozenset[Pair]
) -> Iterator[Insight]:
    """The strongest relation of two measures; `comparable` are the places of those that may have
    one that is news (see `comparable_pairs`). None: that too is said, of the first two."""
    looked_at = [
        related
        for pair in combinations(shape.measures, 2)
        if _places(shape, pair) in comparable
        and (related := _related(shape, key, pair, scope)) is not None
        and len(related.one) >= FEWEST
    ]
    found = [
        (known, related)
        for related in looked_at
        if (known := relation_of(related.one, related.other, len(looked_at))) is not None
    ]
    if found:
        strongest, related = max(found, key=lambda one: abs(one[0].rho))
        yield _together(shape, strongest, related)
    elif looked_at and (known := correlation(looked_at[0].one, looked_at[0].other)) is not None:
        yield _apart(shape, known, looked_at[0])


def _places(shape: Shape, pair: Pair) -> Pair:
    """Which measures of the query two columns are."""
    measured = [i for i, column in enumerate(shape.columns) if column.role is ColumnRole.MEASURE]
    return measured.index(pair[0]), measured.index(pair[1])


def _related(shape: Shape, key: int, pair: Pair, scope: Scope) -> Related | None:
    """Of names their values; of buckets the steps from each to the next, since two series that
    both rise are alike in that alone."""
    if any(shape.columns[i].calculation is not None for i in pair):
        return None
    names = Names(shape, key, scope.title)
    kind = shape.kind(key)
    if kind is KeyKind.CATEGORY:
        rows = zip(shape.numbers(pair[0]), shape.numbers(pair[1]), strict=True)
        known = [(a, b) for a, b in rows if a is not None and b is not None]
        unit = plural_of(names.column.label)
    elif kind is KeyKind.TIME:
        one, other = (
            {p.start: p for p in points_of(shape.cells(key), shape.numbers(i), names, scope)}
            for i in pair
        )
        both = [(one[at], other[at]) for at in sorted(one.keys() & other.keys())]
        known = [
            (later[0].value - sooner[0].value, later[1].value - sooner[1].value)
            for sooner, later in pairwise(both)
            if _follows(sooner[0], later[0], names)
        ]
        unit = f"{names.unit}s"
    else:
        return None
    if not known:
        return None
    first, second = zip(*known, strict=True)
    return Related(pair, first, second, unit, kind is KeyKind.TIME)


def _follows(sooner: Point, later: Point, names: Names) -> bool:
    whole = sooner.complete and later.complete
    return whole and bucket_end(sooner.start, names.grain) == later.start


def _together(shape: Shape, found: Correlation, related: Related) -> Insight:
    one, other = (shape.columns[i].label for i in related.measures)
    if related.over_time:
        how = "together" if found.rho > 0 else "in opposite directions"
        text = (
            f"{one} and {mid_sentence(other)} tend to move {how} from {related.unit[:-1]} to "
            f"{related.unit[:-1]} (rank correlation of their changes {_written(found)}, "
            f"{found.n} changes)"
        )
    else:
        side = "higher" if found.rho > 0 else "lower"
        text = (
            f"{related.unit[:1].upper()}{related.unit[1:]} with a higher {mid_sentence(one)} tend "
            f"to have a {side} {mid_sentence(other)} (rank correlation {_written(found)}, "
            f"{found.n} {related.unit})"
        )
    strength = (abs(found.rho) - _STRONG) / (1 - _STRONG)
    return _insight(found, text, Range.CORRELATION.weight(strength))


def _apart(shape: Shape, found: Correlation, related: Related) -> Insight:
    one, other = (mid_sentence(shape.columns[i].label) for i in related.measures)
    what, n = (
        ("rank correlation of their changes", f"{found.n} changes")
        if related.over_time
        else ("rank correlation", f"{found.n} {related.unit}")
    )
    text = f"No clear relation between {one} and {other} ({what} {_written(found)}, {n})"
    return _insight(found, text, Range.NO_CORRELATION.weight())


def _insight(found: Correlation, text: str, weight: float) -> Insight:
    figures: dict[str, float | str] = {"rho": found.rho, "p": found.p, "n": float(found.n)}
    return Insight(InsightKind.CORRELATION, text, figures, weight)


def _written(found: Correlation) -> str:
    text = f"{found.rho:.2f}"
    return "0" if text in ("0.00", "-0.00") else text
