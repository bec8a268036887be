"""Numbers in steps: of the width said, of so many bins, or of a round width for many numbers."""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10

from bi.catalog.wording import group_name
from bi.language.clauses import Manner
from bi.language.compose.work import Work
from bi.language.trouble import Trouble
from bi.model.catalog import Catalog, ColumnRef, Dimension
from bi.model.chart import ChartType
from bi.model.profile import NumberSpan
from bi.model.semantic import DimensionGroup, Group, SemanticQuery

_BINS = 10
_MANY = 30
_ROUND = (1, 2, 5, 10)
_ROUND_FRACTIONS = (1, 2, 2.5, 5, 10)


def put_bins(work: Work) -> None:
    """Gives groups of numbers a width, where one is said or there are too many numbers."""
    binned = tuple(_binned(group, work) for group in work.query.groups)
    for old, new in zip(work.query.groups, binned, strict=True):
        if old != new and old in work.origins:
            work.origins[new] = work.origins[old]
    work.set(groups=binned)
    clause = work.draft.bins
    if clause is not None and not any(_width_of(group) for group in binned):
        if clause.count is not None and _is_histogram(work):
            return  # of values that are measured: the drawing has the bins
        source = clause.place.source
        raise Trouble(f"“{source}”: no numbers are grouped by.", unknown=(source,))


def can_have_steps(query: SemanticQuery | None, catalog: Catalog) -> bool:
    """Whether it groups by numbers, which can be in steps of another width."""
    groups = query.groups if query else ()
    return any(_number_of(group, catalog) is not None for group in groups)


def _number_of(group: Group, catalog: Catalog) -> Dimension | None:
    """The dimension of numbers that a group is of."""
    dimension = catalog.dimension(group.column) if isinstance(group, DimensionGroup) else None
    numeric = dimension is not None and dimension.type.is_numeric and not dimension.identifier
    return dimension if numeric else None


def _is_histogram(work: Work) -> bool:
    chart = work.draft.chart
    return chart is not None and chart.chart is ChartType.HISTOGRAM


def _binned(group: Group, work: Work) -> Group:
    dimension = _number_of(group, work.catalog)
    if dimension is None or not isinstance(group, DimensionGroup):
        return group
    width = _said_width(group.column, work)
    if width is None and group.bin_width is None and not dimension.is_year:
        width = _sensible_width(group, work) or _width_of_a_histogram(group.column, work)
    return group if width is None else replace(group, bin_width=width)


def _width_of_a_histogram(ref: ColumnRef, work: Work) -> float | None:
    """Few whole numbers have a bar each."""
    return 1.0 if _is_histogram(work) and _is_whole(ref, work) else None


def _width_of(group: Group) -> float | None:
    return group.bin_width if isinstance(group, DimensionGroup) else None


def _said_width(ref: ColumnRef, work: Work) -> float | None:
    clause = work.draft.bins
    if clause is None or (clause.columns and ref not in clause.columns):
        return None
    if clause.width is not None:
        return clause.width
    span = work.setting.profile.numbers.get(ref)
    if span is None or span.highest <= span.lowest:
        raise Trouble("How many bins that would be is not known yet; say how wide they are.")
    return round_width(span, clause.count or _BINS, whole=_is_whole(ref, work))


def _sensible_width(group: DimensionGroup, work: Work) -> float | None:
    """Of too many numbers to have a row for each, unless each was asked for."""
    span = work.setting.profile.numbers.get(group.column)
    each = any(
        group in one.groups and one.manner in (Manner.EACH, Manner.WHICH, Manner.RANKED)
        for one in work.draft.groups
    )
    if span is None or each or span.distinct <= _MANY or span.highest <= span.lowest:
        return None
    width = round_width(span, _BINS, whole=_is_whole(group.column, work))
    name = group_name(group, work.catalog)
    work.assume(f"There are many values of {name}, so they are in steps of {_told(width)}.")
    return width


def _told(width: float) -> str:
    return f"{width:,.0f}" if width >= 1 else f"{width:g}"


def _is_whole(ref: ColumnRef, work: Work) -> bool:
    dimension = work.catalog.dimension(ref)
    return dimension is not None and dimension.type == "integer"


def round_width(span: NumberSpan, count: int, *, whole: bool) -> float:
    """The round width with which the span has about `count` bins: 1, 2 or 5 times a power of 10."""
    exact = (span.highest - span.lowest) / count
    power = 10.0 ** floor(log10(exact))
    steps = _ROUND if whole and power <= 1 else _ROUND_FRACTIONS
    width = min((step * power for step in steps), key=lambda one: abs(log10(one / exact)))
    return max(1.0, width) if whole else width
