"""The answer in words: one to three sentences, the direct answer first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bi.insights.breakdown import breakdown_of, summed, total_series
from bi.insights.comparison import describe_change, pairs_of
from bi.insights.find import is_in_order
from bi.insights.naming import Names
from bi.insights.ranking import leaders, ranking_of
from bi.insights.scope import Scope, scope_of
from bi.insights.series import Point, Series, points_of
from bi.model.catalog import ColumnType
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from bi.model.semantic import Calculation, SemanticQuery
from bi.model.shape import KeyKind, Shape
from bi.model.writing import (
    count_of,
    is_plural,
    mid_sentence,
    plural,
    write_list,
    write_number,
)

_MOST_MEASURES = 4
# Findings that complete an answer; the others stand beside it.
_WORTH_SAYING = (InsightKind.ANOMALY, InsightKind.TREND, InsightKind.CHANGE)


def summarize(
    result: ResultSet,
    title: str,
    insights: Sequence[Insight],
    *,
    today: date | None = None,
    query: SemanticQuery | None = None,
) -> str:
    """Says nothing that the rows do not; `today` and `query` as for `find_insights`."""
    shape = Shape(result)
    if not result.rows:
        return f"There are no rows for: {title}."
    sentences = [_direct_answer(shape, title, scope_of(query, today))]
    if result.truncated:
        rows = f"{shape.row_count:,}"
        sentences.append(f"The result is cut off after {rows} rows, so totals are not given.")
    elif extra := _completing(shape, insights):
        sentences.append(extra)
    return " ".join(sentences)


def _direct_answer(shape: Shape, title: str, scope: Scope) -> str:
    if shape.is_row_list:
        return _row_list(shape, title)
    if not any(column.role is ColumnRole.MEASURE for column in shape.columns):
        return _values(shape, title)
    if shape.row_count == 1:
        return _single_row(shape, title)
    if not shape.measures:
        return f"{title}: {count_of(shape.row_count, 'row')}, none with a value."
    if shape.result.truncated or len(shape.keys) not in (1, 2):
        return f"{title}: {count_of(shape.row_count, 'row')}."
    if len(shape.keys) == 2:
        return _two_keys(shape, title, scope)
    return _one_key(shape, title, scope)


def _row_list(shape: Shape, title: str) -> str:
    if shape.result.truncated:
        return f"{title}: the first {count_of(shape.row_count, 'row')}."
    return f"{title}: {count_of(shape.row_count, 'row')}."


def _values(shape: Shape, title: str) -> str:
    """Groups without a measure: which values there are."""
    if len(shape.groups) == 1:
        names = Names(shape, shape.groups[0])
        cells = list(shape.distinct(shape.groups[0]))
        if len(cells) <= 8:
            return f"{title}: {write_list([names.of(cell) for cell in cells])}."
        return f"{title}: {len(cells):,} {plural(names.column.label)}."
    return f"{title}: {count_of(shape.row_count, 'row')}."


def _single_row(shape: Shape, title: str) -> str:
    row = shape.result.rows[0]
    measured = [i for i, c in enumerate(shape.columns) if c.role is ColumnRole.MEASURE]
    named = [Names(shape, i).of(row[i]) for i in shape.groups]
    if len(measured) == 1:
        (index,) = measured
        subject = f"{title} ({write_list(named)})" if named else title
        value = row[index]
        if value is None:
            return f"{subject} has no value: no rows match."
        verb = "were" if is_plural(shape.columns[index].label) and is_plural(title) else "was"
        return f"{subject} {verb} {_written(shape, index)}{_compared(shape, index)}."
    parts = [
        f"{mid_sentence(shape.columns[i].label)} {_written(shape, i)}{_compared(shape, i)}"
        for i in measured[:_MOST_MEASURES]
    ]
    subject = f"{title} ({write_list(named)})" if named else title
    return f"{subject}: {write_list(parts)}."


def _written(shape: Shape, index: int) -> str:
    column = shape.columns[index]
    number = shape.numbers(index)[0] if column.type.is_numeric else None
    if number is not None:
        return write_number(number, column.format)
    return _plain(column, shape.cells(index)[0])


def _plain(column: ResultColumn, cell: Cell) -> str:
    if cell is None:
        return "unknown"
    if column.type is ColumnType.BOOLEAN:
        return "yes" if cell else "no"
    return str(cell)


def _compared(shape: Shape, measure: int) -> str:
    prior = shape.prior_of(measure)
    if prior is None:
        return ""
    now, before = shape.numbers(measure)[0], shape.numbers(prior)[0]
    earlier = _earlier(shape.columns[prior])
    if now is None:
        return ""
    if before is None:
        return f" (nothing to compare with {earlier})"
    column = shape.columns[measure]
    change = describe_change(column, now, before)
    return f", {change} {_against(change)} {write_number(before, column.format)} {earlier}"


def _against(change: str) -> str:
    return "against" if change == "no change" else "from"


def _earlier(column: ResultColumn) -> str:
    """ "the previous year" from "Revenue, previous year"."""
    _, comma, words = column.label.rpartition(", ")
    if not comma:
        return "before"
    return words if words[:1].isdigit() else f"the {words}"


def _one_key(shape: Shape, title: str, scope: Scope) -> str:
    key, measure = shape.keys[0], shape.measures[0]
    if prior := shape.prior_of(measure):
        return _comparison(shape, title, key, measure, prior)
    if shape.kind(key) is KeyKind.TIME and is_in_order(shape, key):
        points = points_of(shape, key, shape.numbers(measure), scope)
        column = shape.columns[measure]
        return _series(Series(column, Names(shape, key), points, column.label), title)
    ranking = ranking_of(shape, key, measure, shape.numbers(measure), scope)
    if ranking is None:
        return f"{title}: {count_of(shape.row_count, 'row')}."
    if shape.kind(key).is_ordered:
        names, entries = ranking.names, ranking.entries
        (first, high), (last, low) = entries[0], entries[-1]
        if ranking.amount(high) == ranking.amount(low):
            return f"{title}: {ranking.amount(high)} throughout."
        return (
            f"{title}: highest {names.at(first)} with {ranking.amount(high)}, "
            f"lowest {names.at(last)} with {ranking.amount(low)}."
        )
    return _ranked(shape, measure, leaders(ranking), ranking.entries)


def _ranked(shape: Shape, measure: int, leading: str, entries: Sequence[tuple[Cell, float]]) -> str:
    """Rows that come lowest first were asked for from the bottom."""
    values = shape.known(measure)
    ascending = values[0] < values[-1] and values == sorted(values)
    if not ascending:
        return leading
    column, names = shape.columns[measure], Names(shape, shape.keys[0])
    lowest = [
        f"{names.of(cell)} ({write_number(value, column.format)})"
        for cell, value in reversed(entries[-3:])
    ]
    subject = mid_sentence(column.label)
    return f"Lowest {subject}: {write_list(lowest)}."


def _series(series: Series, title: str) -> str:
    points = series.points
    if len(points) < 2:
        return f"{title}: {count_of(len(points), 'value')}."
    first, last = points[0], points[-1]
    names, column = series.names, series.column
    if column.calculation is Calculation.RUNNING_TOTAL:
        return f"{title} reached {series.amount(last.value)} {names.at(last.cell)}."
    span = f"from {names.of(first.cell)} to {names.of(last.cell)}"
    extremes = _range(series)
    if column.additive and column.calculation is None:
        total = series.amount(sum(point.value for point in points))
        verb = "come" if is_plural(column.label) else "comes"
        return f"{column.label} {verb} to {total} {span}{extremes}{_unfinished(series)}."
    return f"{column.label} {span}{extremes or f': {series.amount(first.value)} throughout'}" + (
        f"{_unfinished(series)}."
    )


def _range(series: Series) -> str:
    """The lowest and highest whole buckets."""
    points: list[Point] = series.complete
    if len(points) < 2:
        return ""
    low = min(points, key=lambda point: point.value)
    high = max(points, key=lambda point: point.value)
    if series.amount(low.value) == series.amount(high.value):
        return f", {series.amount(low.value)} each {series.names.unit}"
    return (
        f", between {series.amount(low.value)} ({series.names.of(low.cell)}) and "
        f"{series.amount(high.value)} ({series.names.of(high.cell)})"
    )


def _unfinished(series: Series) -> str:
    last = series.points[-1]
    return "" if last.complete else f"; {series.names.of(last.cell)} is not complete"


def _comparison(shape: Shape, title: str, key: int, measure: int, prior: int) -> str:
    column, names = shape.columns[measure], Names(shape, key)
    pairs = pairs_of(shape, key, measure, prior)
    earlier = _earlier(shape.columns[prior])
    if not pairs:
        return f"{title}: there is nothing to compare with {earlier}."
    if column.additive:
        now, before = sum(p.now for p in pairs), sum(p.before for p in pairs)
        change = describe_change(column, now, before)
        verb = "come" if is_plural(column.label) else "comes"
        where = (
            f" over the {len(pairs):,} {names.unit}s that have both"
            if len(pairs) < shape.row_count
            else ""
        )
        return (
            f"{column.label}{where} {verb} to {write_number(now, column.format)}, {change} "
            f"{_against(change)} {write_number(before, column.format)} {earlier}."
        )
    rises = sum(pair.difference > 0 for pair in pairs)
    return f"{title}: up on {earlier} in {rises:,} of {len(pairs):,}."


def _two_keys(shape: Shape, title: str, scope: Scope) -> str:
    measure = shape.measures[0]
    column = shape.columns[measure]
    breakdown = breakdown_of(shape, measure, scope)
    by, over = Names(shape, breakdown.by), Names(shape, breakdown.over)
    if not column.additive or column.calculation is not None:
        count = len(shape.distinct(breakdown.by))
        return f"{title}: {count:,} {plural(by.column.label)} over {_spanned(shape, over)}."
    ranking = summed(breakdown, breakdown.by)
    verb = "come" if is_plural(column.label) else "comes"
    total = write_number(ranking.total, column.format)
    series = total_series(breakdown)
    late = _unfinished(series) if series and series.points else ""
    return f"{column.label} {verb} to {total} in all{late}. {leaders(ranking)}"


def _spanned(shape: Shape, names: Names) -> str:
    count = len(shape.distinct(names.key))
    return count_of(count, names.unit, plural(names.unit))


def _completing(shape: Shape, insights: Sequence[Insight]) -> str | None:
    """The weightiest finding about movement, where the direct answer is about amounts."""
    if not shape.keys:
        return None
    found = next((insight for insight in insights if insight.kind in _WORTH_SAYING), None)
    return f"{found.text}." if found else None
