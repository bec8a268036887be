"""Golden charts that are given by their data: which mark, and what stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from bi.model.chart import Chart
from bi.model.result import ResultSet
from evaluation.charts.answered import MARKS, pile_of
from evaluation.charts.drawn import Mark, Pile
from evaluation.charts.matching import Match
from evaluation.comparison import Row, comparable
from evaluation.judging import spellings

_Cells = tuple[str, ...]


def compared_by_data(
    chart: Chart, rows: ResultSet, gold: Mark, pile: Pile | None, accepted: Sequence[Sequence[Row]]
) -> Match:
    """As `matching.compared`, of a golden chart of which only the data are known.

    `accepted` are rows of place, amount and, if there are several, series. The columns agree
    where they hold the same values, the aggregate where the amounts are the same.
    """
    mark = MARKS[chart.type]
    if mark is gold and (pile is None or pile_of(chart) is pile):
        placed = [name for name in (chart.x, chart.y, chart.series) if name is not None]
        drawn = [_spelled(rows, name) for name in placed]
        if any(_in_place(drawn, marks) for marks in accepted):
            return Match.EXACT
    names = [column.name for column in rows.columns]
    if mark not in (Mark.TABLE, Mark.KPI):
        names = [name for name in names if name in (chart.x, chart.y, chart.series)]
    columns = [_spelled(rows, name) for name in names]
    partly = any(_partly(columns, marks, like=mark is gold) for marks in accepted)
    return Match.PARTIAL if partly else Match.NONE


def _in_place(drawn: list[list[_Cells]], gold: Sequence[Row]) -> bool:
    """Whether the marks are the golden ones, each channel by itself."""
    wanted = Counter(tuple(map(comparable, mark)) for mark in gold)
    if not gold or len(drawn) != len(gold[0]):
        return False
    return any(Counter(zip(*cells, strict=True)) == wanted for cells in _choices(drawn))


def _choices(drawn: list[list[_Cells]]) -> Iterator[tuple[_Cells, ...]]:
    if not drawn:
        yield ()
        return
    for rest in _choices(drawn[1:]):
        for spelling in drawn[0]:
            yield (spelling, *rest)


def _partly(columns: list[list[_Cells]], gold: Sequence[Row], *, like: bool) -> bool:
    """Whether the places and series agree, and the mark (`like`) or the amounts."""
    if not gold:
        return False
    places, amounts, *series = (
        [comparable(cell) for cell in cells] for cells in zip(*gold, strict=True)
    )
    keys = [set(places), *map(set, series)]
    for chosen in permutations(range(len(columns)), len(keys)):
        agree = all(
            any(set(spelling) == key for spelling in columns[n])
            for n, key in zip(chosen, keys, strict=True)
        )
        rest = [column for n, column in enumerate(columns) if n not in chosen]
        measured = any(Counter(spelled) == Counter(amounts) for one in rest for spelled in one)
        if agree and (like or measured) and len(rest) == 1:
            return True
    return False


def _spelled(rows: ResultSet, name: str) -> list[_Cells]:
    """A column's cells, in each way that golden data may write them."""
    n = rows.column(name)
    return [tuple(map(comparable, cells)) for cells in spellings(rows, n)]
