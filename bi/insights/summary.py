"""The answer in words: one to three sentences, the direct answer first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bi.insights.breakdown import Breakdown, breakdown_of, summed, total_series
from bi.insights.comparison import describe_change, earlier_of, pairs_of
from bi.insights.dates import dated_rows, measured_date
from bi.insights.find import is_in_order
from bi.insights.naming import Names
from bi.insights.ranking import Ranking, leaders, ranking_of
from bi.insights.scope import Scope, scope_of
from bi.insights.series import Series, points_of
from bi.insights.single import single_row
from bi.insights.wording import not_over, said
from bi.model.insight import Insight, InsightKind
from bi.model.result import ColumnRole, ResultSet
from bi.model.semantic import Calculation, SemanticQuery
from bi.model.shape import KeyKind, Shape
from bi.model.words import mid_sentence
from bi.model.writing import count_of, plural_of, write_list, write_number

_MOST_LISTED = 8
# Findings that complete an answer; the others stand beside it.
_WORTH_SAYING = (
    InsightKind.ANOMALY,
    InsightKind.TREND,
    InsightKind.CHANGE,
    InsightKind.CONTRIBUTION,
    InsightKind.SEASONALITY,
)
_LEAST_WEIGHT = 0.6


def summarize(
    result: ResultSet,
    title: str,
    insights: Sequence[Insight],
    *,
    today: date | None = None,
    query: SemanticQuery | None = None,
) -> str:
    """Says nothing that the rows do not; `today` and `query` as for `find_insights`."""
    if not result.rows:
        return f"There are no rows for: {title}."
    shape = Shape(result)
    if result.truncated:
        return (
            f"{title}: more than {count_of(shape.row_count, 'row')}. The result is cut off there, "
            "so no totals are given."
        )
    sentences = [_direct_answer(shape, scope_of(title, query, today))]
    completing = _completing(shape, insights)
    return " ".join([*sentences, f"{completing.text}."] if completing else sentences)


def _direct_answer(shape: Shape, scope: Scope) -> str:
    measured = any(column.role is ColumnRole.MEASURE for column in shape.columns)
    if shape.is_row_list:
        return _counted(shape, scope.title)
    if not measured:
        return _values(shape, scope.title)
    if shape.row_count == 1:
        return single_row(shape, scope)
    dated = measured_date(shape)
    if dated is not None and (told := dated_rows(shape, dated, scope.title)):
        return told
    if not shape.measures:
        return f"{scope.title}: {count_of(shape.row_count, 'row')}, none with a value."
    match len(shape.keys):
        case 1:
            return _one_key(shape, shape.keys[0], shape.measures[0], scope)
        case 2:
            return _two_keys(breakdown_of(shape, shape.measures[0], scope))
        case _:
            return _counted(shape, scope.title)


def _counted(shape: Shape, title: str) -> str:
    return f"{title}: {count_of(shape.row_count, 'row')}."


def _values(shape: Shape, title: str) -> str:
    """Groups without a measure: which values there are."""
    if len(shape.groups) != 1:
        return _counted(shape, title)
    names = Names(shape, shape.groups[0], title)
    cells = list(shape.distinct(names.key))
    if len(cells) <= _MOST_LISTED:
        return f"{title}: {write_list([names.of(cell) for cell in cells])}."
    return f"{title}: {len(cells):,} {plural_of(names.unit)}."


def _one_key(shape: Shape, key: int, measure: int, scope: Scope) -> str:
    prior = shape.prior_of(measure)
    names = Names(shape, key, scope.title)
    if prior is not None:
        return _comparison(shape, names, measure, prior, scope)
    if shape.kind(key) is KeyKind.TIME and is_in_order(shape, key):
        points = points_of(shape.cells(key), shape.numbers(measure), names, scope)
        column = shape.columns[measure]
        if len(points) > 1:
            return _series(Series(column, names, points, column.label, measure))
    ranking = ranking_of(shape, key, measure, shape.numbers(measure), scope)
    if ranking is None:
        return f"{_counted(shape, scope.title)[:-1]}, one with a value."
    return _extremes(ranking) if shape.kind(key).is_ordered else leaders(ranking)


def _extremes(ranking: Ranking) -> str:
    """Of keys in an order of their own: where it is highest and lowest."""
    names, title = ranking.names, ranking.names.title
    (first, high), (last, low) = ranking.entries[0], ranking.entries[-1]
    if ranking.amount(high) == ranking.amount(low):
        return f"{title}: {ranking.amount(high)} throughout."
    return (
        f"{title}: highest {names.at(first)} with {ranking.amount(high)}, "
        f"lowest {names.at(last)} with {ranking.amount(low)}."
    )


def _series(series: Series) -> str:
    title, last = series.names.title, series.points[-1]
    if series.column.calculation is Calculation.RUNNING_TOTAL:
        reached = said(title, "reached", "reached")
        return f"{reached} {series.amount(last.value)} {series.names.at(last.cell)}."
    late = unfinished(series)
    if series.column.additive and series.column.calculation is None:
        total = series.amount(sum(point.value for point in series.points))
        subject = _subject(series.names.shape, series.measure, title)
        return f"{subject} {total} in all{_between(series)}{late}."
    if spread := _spread(series):
        subject = _subject(series.names.shape, series.measure, title, "lies", "lie")
        return f"{subject} {spread}{late}."
    return f"{title}: {series.amount(series.points[0].value)} throughout{late}."


def _between(series: Series) -> str:
    spread = _spread(series)
    article = "an" if series.names.unit == "hour" else "a"
    return f", {spread} {article} {series.names.unit}" if spread else ""


def _spread(series: Series) -> str:
    """The lowest and the highest whole bucket; nothing when all are as good as level."""
    if len(series.complete) < 2:
        return ""
    low = min(point.value for point in series.complete)
    high = max(point.value for point in series.points)
    if series.amount(low) == series.amount(high):
        return ""
    return f"between {_placed(series, low)} and {_placed(series, high)}"


def _placed(series: Series, value: float) -> str:
    """An amount and its bucket, if it has only one."""
    cells = [point.cell for point in series.points if point.value == value]
    where = f" ({series.names.of(cells[0])})" if len(cells) == 1 else ""
    return f"{series.amount(value)}{where}"


def unfinished(series: Series) -> str:
    """Says so when the last bucket holds a part of its time only."""
    last = series.points[-1]
    return "" if last.complete else f"; {series.names.of(last.cell)} is not complete"


def _comparison(shape: Shape, names: Names, measure: int, prior: int, scope: Scope) -> str:
    column, title = shape.columns[measure], names.title
    pairs = pairs_of(shape, names, measure, prior, scope)
    earlier = earlier_of(shape.columns[prior])
    if not pairs:
        return f"{title}: there is nothing to compare with {earlier}."
    all_of_them = count_of(shape.row_count, names.unit, plural_of(names.unit))
    some = (
        f" over the {len(pairs):,} of {all_of_them} that can be compared"
        if len(pairs) < shape.row_count
        else ""
    )
    if column.additive and column.calculation is None:
        now, before = sum(pair.now for pair in pairs), sum(pair.before for pair in pairs)
        change = describe_change(column, now, before)
        against = "against" if now == before else "from"
        return (
            f"{_subject(shape, measure, title)} {write_number(now, column.format)}{some}, "
            f"{change} {against} {write_number(before, column.format)} {earlier}{not_over(scope)}."
        )
    rises = sum(pair.difference > 0 for pair in pairs)
    return f"{title}: up on {earlier} in {rises:,} of {len(pairs):,}{not_over(scope)}."


def _two_keys(breakdown: Breakdown) -> str:
    title = breakdown.scope.title
    if not breakdown.has_sums:
        return _cells(breakdown)
    ranking = summed(breakdown, breakdown.by_names)
    series = total_series(breakdown)
    late = unfinished(series) if series and series.points else ""
    total = ranking.amount(ranking.total)
    subject = _subject(breakdown.shape, breakdown.measure, title)
    return f"{subject} {total} in all{late}. {leaders(ranking)}"


def _cells(breakdown: Breakdown) -> str:
    """Where a value that does not add up is highest and lowest."""
    shape, column = breakdown.shape, breakdown.column
    numbers, known = shape.numbers(breakdown.measure), shape.known(breakdown.measure)
    high, low = max(known), min(known)
    if write_number(high, column.format) == write_number(low, column.format):
        return f"{breakdown.scope.title}: {write_number(high, column.format)} throughout."

    def place(value: float) -> str:
        row = numbers.index(value)
        over = breakdown.over_names.at(shape.cells(breakdown.over)[row])
        by = breakdown.by_names.of(shape.cells(breakdown.by)[row])
        return f"{write_number(value, column.format)} ({by} {over})"

    lies = _subject(shape, breakdown.measure, breakdown.scope.title, "lies", "lie")
    return f"{lies} between {place(low)} and {place(high)}."


def _subject(
    shape: Shape, measure: int, title: str, singular: str = "comes to", plural_: str = "come to"
) -> str:
    """Of several measures the one that is spoken of."""
    if len(shape.measures) < 2:
        return said(title, singular, plural_)
    return f"{title}: {said(mid_sentence(shape.columns[measure].label), singular, plural_)}"


def _completing(shape: Shape, insights: Sequence[Insight]) -> Insight | None:
    """The weightiest finding about movement, where the direct answer is about amounts."""
    worth = _WORTH_SAYING if shape.keys else (InsightKind.CONTRIBUTION,)
    return next((i for i in insights if i.kind in worth and i.weight >= _LEAST_WEIGHT), None)
