"""A short way to write the query that a sentence should become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Aggregation, ColumnRef, Grain
from bi.model.reading import Clarification, Question, Reading, Unsupported
from bi.model.semantic import (
    Aggregate,
    Calculation,
    Comparison,
    DatePart,
    DatePartFilter,
    DatePartGroup,
    Difference,
    DimensionGroup,
    Filter,
    Group,
    Limit,
    Measured,
    MeasureFilter,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    PeriodGroup,
    Ratio,
    Scalar,
    SemanticQuery,
    TimeGroup,
    TimeRange,
    Value,
)


def ref(path: str) -> ColumnRef:
    dataset, name = path.split(".")
    return ColumnRef(dataset, name)


def agg(kind: str, path: str) -> Aggregate:
    return Aggregate(Aggregation(kind), ref(path))


def per(above: str, below: str) -> Ratio:
    return Ratio(NamedMeasure(above), NamedMeasure(below))


def less(above: str, below: str) -> Difference:
    return Difference(NamedMeasure(above), NamedMeasure(below))


def where(path: str, *values: Scalar, op: Operator = Operator.IN) -> Filter:
    return Filter(ref(path), op, values)


def without(path: str, *values: Scalar) -> Filter:
    return Filter(ref(path), Operator.NOT_IN, values)


def having(value: Value | str, op: str, *numbers: Scalar) -> MeasureFilter:
    measured = NamedMeasure(value) if isinstance(value, str) else value
    return MeasureFilter(measured, Operator(op), numbers)


def group(text: str | Group) -> Group:
    """ "month" and "weekday" are times, "orders.region" is a dimension, "day:orders.date" both."""
    if not isinstance(text, str):
        return text
    grain, _, column = text.partition(":")
    if grain in {g.value for g in Grain}:
        return TimeGroup(Grain(grain), ref(column) if column else None)
    if grain in {part.value for part in DatePart}:
        return DatePartGroup(DatePart(grain), ref(column) if column else None)
    return DimensionGroup(ref(text))


def days(start: str | None, end: str | None, column: str | None = None) -> TimeRange:
    """From the first day to the day after the last; the label is compared elsewhere."""
    return TimeRange(
        date.fromisoformat(start) if start else None,
        date.fromisoformat(end) if end else None,
        "",
        None,
        ref(column) if column else None,
    )


def side_by_side(*periods: TimeRange, column: str | None = None) -> PeriodGroup:
    return PeriodGroup(periods, ref(column) if column else None)


def on(
    part: str, *values: int | str | None, column: str | None = None
) -> tuple[DatePartFilter, ...]:
    return (DatePartFilter(DatePart(part), values, ref(column) if column else None),)


def year(number: int) -> TimeRange:
    return days(f"{number}-01-01", f"{number + 1}-01-01")


def q(
    *measures: str | Value,
    by: Sequence[str | Group] | str = (),
    only: tuple[Filter, ...] | list[Filter] | Filter = (),
    time: TimeRange | None = None,
    share: bool = False,
    running: bool = False,
    versus: str | None = None,
    top: int | None = None,
    bottom: int | None = None,
    within: tuple[int, ...] = (),
    order: Order | None = None,
    having: MeasureFilter | None = None,
    **others: object,
) -> SemanticQuery:
    calculation = (
        Calculation.SHARE_OF_TOTAL if share else Calculation.RUNNING_TOTAL if running else None
    )
    groups = (by,) if isinstance(by, str) else tuple(by)
    count = top or bottom
    if count and order is None:
        order = Order(OrderTarget.MEASURE, 0, descending=bottom is None)
    comparison = None
    if versus:
        grain, _, number = versus.partition("*")
        comparison = Comparison(Grain(grain), int(number or 1))
    return SemanticQuery(
        measures=tuple(
            Measured(NamedMeasure(m) if isinstance(m, str) else m, calculation) for m in measures
        ),
        groups=tuple(group(g) for g in groups),
        filters=(only,) if isinstance(only, Filter) else tuple(only),
        time=time,
        measure_filters=(having,) if having else (),
        comparison=comparison,
        order=(order,) if order else (),
        limit=Limit(count, within) if count else None,
        **others,  # type: ignore[arg-type]
    )


def ascending(target: str, index: int = 0) -> Order:
    return Order(OrderTarget(target), index)


def descending(target: str, index: int = 0) -> Order:
    return Order(OrderTarget(target), index, descending=True)


def plain(query: SemanticQuery) -> SemanticQuery:
    """Without what is worded, so that queries can be compared."""
    time = _unnamed(query.time) if query.time else None
    groups = tuple(
        PeriodGroup(tuple(map(_unnamed, one.periods)), one.column)
        if isinstance(one, PeriodGroup)
        else one
        for one in query.groups
    )
    return replace(query, time=time, groups=groups)


def _unnamed(time: TimeRange) -> TimeRange:
    return replace(time, label="", grain=None, moving=None)


@dataclass(frozen=True)
class Reader:
    """Reads sentences as a person would send them."""

    engine: LanguageEngine
    today: date

    def read(
        self, text: str, previous: SemanticQuery | None = None, *, must_refine: bool = False
    ) -> Reading:
        return self.engine.read(text, ReadContext(self.today, previous, must_refine))

    def question(self, text: str, previous: SemanticQuery | None = None) -> Question:
        reading = self.read(text, previous)
        assert isinstance(reading, Question), f"{text!r} was read as {reading}"
        return reading

    def query(self, text: str, previous: SemanticQuery | None = None) -> SemanticQuery:
        return plain(self.question(text, previous).query)

    def asked_back(self, text: str, previous: SemanticQuery | None = None) -> Clarification:
        reading = self.read(text, previous)
        assert isinstance(reading, Clarification), f"{text!r} was read as {reading}"
        return reading

    def refused(
        self, text: str, previous: SemanticQuery | None = None
    ) -> Clarification | Unsupported:
        reading = self.read(text, previous)
        assert isinstance(reading, Clarification | Unsupported), f"{text!r} was read as {reading}"
        return reading
