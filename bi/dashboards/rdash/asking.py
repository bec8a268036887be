"""What a widget shows -> the typed query that asks the same, or None where none does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bi.dashboards.rdash.date_rules import NotUnderstood, read_rule
from bi.dashboards.rdash.fields import Fields
from bi.dashboards.rdash.parsing import Json, text
from bi.dashboards.rdash.shown import Shown, ShownValue
from bi.dashboards.rdash.vendor import INDICATORS, PERIODS, SPARKLINE_SPEC, SPARKLINES
from bi.model.catalog import Catalog, ColumnRef, ColumnType
from bi.model.semantic import (
    Aggregate,
    Comparison,
    CountRows,
    DimensionGroup,
    Filter,
    Group,
    Limit,
    Measured,
    MeasureFilter,
    MovingPeriod,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    Scalar,
    SemanticQuery,
    Span,
    TimeGroup,
    TimeRange,
)

_TEXT_RULES = {
    "Equals": Operator.IN,
    "NotEquals": Operator.NOT_IN,
    "Contains": Operator.CONTAINS,
    "StartsWith": Operator.STARTS_WITH,
    "EndsWith": Operator.ENDS_WITH,
}
_NUMBER_RULES = {
    "AboveValue": Operator.GREATER,
    "AboveEqualsValue": Operator.GREATER_OR_EQUAL,
    "BelowValue": Operator.LESS,
    "BelowEqualsValue": Operator.LESS_OR_EQUAL,
}
TOP, BOTTOM = "TopItems", "BottomItems"


@dataclass(frozen=True, slots=True)
class Asked:
    query: SemanticQuery
    moving: MovingPeriod | None = None


def asked_by(
    shown: Shown, fields: Fields, catalog: Catalog, base: SemanticQuery = SemanticQuery()
) -> Asked | None:
    """`base` holds what the widget cannot say itself; what it can say is put into it."""
    try:
        return _asked(shown, fields, catalog, base)
    except NotUnderstood:
        return None


def _asked(shown: Shown, fields: Fields, catalog: Catalog, base: SemanticQuery) -> Asked:
    if any(value.calculated for value in shown.values):
        raise NotUnderstood("a calculated field")
    query = replace(base, order=(), limit=None)
    if shown.columns:
        query = _listed(shown, fields, query)
    elif shown.groups or shown.values:
        query = _measured(shown, fields, catalog, query)
    else:
        raise NotUnderstood("nothing is shown")
    return _over_periods(shown, fields, catalog, _conditions(shown, fields, catalog, query))


def _listed(shown: Shown, fields: Fields, query: SemanticQuery) -> SemanticQuery:
    columns = tuple(fields.column(column.field) for column in shown.columns)
    order = tuple(
        Order(OrderTarget.COLUMN, index, column.sorting == "Desc")
        for index, column in enumerate(shown.columns)
        if column.sorting != "None"
    )
    dataset = query.dataset or columns[0].dataset
    return replace(query, columns=columns, dataset=dataset, order=order)


def _measured(
    shown: Shown, fields: Fields, catalog: Catalog, query: SemanticQuery
) -> SemanticQuery:
    found = [(fields.measured(value.field, value.aggregation), value) for value in shown.values]
    said = [(measured, value) for measured, value in found if measured is not None]
    measures = tuple(dict.fromkeys(measured for measured, _ in said))
    groups = _distinct(tuple(fields.group(one.field, one.date) for one in shown.groups))
    own = own_times(measures, catalog)
    query = replace(query, measures=measures, groups=tuple(_own(one, own) for one in groups))
    for measured, value in said:
        query = _with_value_rule(query, measures.index(measured), value)
    ways = [
        (index, shown.sorted_fields[one.field])
        for index, one in enumerate(shown.groups[: len(groups)])
        if one.field in shown.sorted_fields
    ]
    orders = tuple(Order(OrderTarget.GROUP, index, way == "Desc") for index, way in ways)
    return replace(query, order=(*query.order, *orders))


def _distinct(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Of levels of one date only the first is drawn: the others are what it is drilled into."""
    dates: set[ColumnRef | None] = set()
    kept: list[Group] = []
    for group in groups:
        if isinstance(group, TimeGroup):
            if group.column in dates:
                continue
            dates.add(group.column)
        if group not in kept:
            kept.append(group)
    return tuple(kept)


def own_times(measures: tuple[Measured, ...], catalog: Catalog) -> frozenset[ColumnRef | None]:
    """The time dimensions that measured values are dated by; None among them: not known."""
    return frozenset(_own_time(measured, catalog) for measured in measures)


def _own_time(measured: Measured, catalog: Catalog) -> ColumnRef | None:
    match measured.value:
        case NamedMeasure(name):
            measure = catalog.measure(name)
            dimension = catalog.time_of(measure) if measure else None
            return dimension.ref if dimension else None
        case CountRows(dataset):
            return catalog.dataset(dataset).time
        case Aggregate(column=column):
            measure = catalog.measure(column.name)
            if catalog.dimension(column) is None and measure is not None:
                dimension = catalog.time_of(measure)
                return dimension.ref if dimension else None
            return catalog.dataset(column.dataset).time
    return None


def _own(group: Group, own: frozenset[ColumnRef | None]) -> Group:
    if isinstance(group, TimeGroup) and own == {group.column}:
        return replace(group, column=None)
    return group


def _with_value_rule(query: SemanticQuery, index: int, value: ShownValue) -> SemanticQuery:
    """The order of a value, and which groups are kept by it."""
    rule, amount = text(value.filter, "RuleType"), value.filter.get("Value")
    if value.filter and rule in (TOP, BOTTOM):
        count = int(amount) if isinstance(amount, int | float) else 0
        if count < 1 or query.limit is not None:
            raise NotUnderstood(rule)
        order = Order(OrderTarget.MEASURE, index, rule == TOP)
        return replace(query, order=(order, *query.order), limit=Limit(count))
    if value.filter:
        operator = _NUMBER_RULES.get(rule)
        if operator is None or not _is_number(amount):
            raise NotUnderstood(rule)
        condition = MeasureFilter(query.measures[index].value, operator, (amount,))
        if query.measures[index].calculation is not None:
            raise NotUnderstood(rule)
        query = replace(query, measure_filters=(*query.measure_filters, condition))
    if value.sorting == "None":
        return query
    order = Order(OrderTarget.MEASURE, index, value.sorting == "Desc")
    return replace(query, order=(*query.order, order))


def _conditions(shown: Shown, fields: Fields, catalog: Catalog, query: SemanticQuery) -> Asked:
    moving = None
    for field, rule in shown.rules.items():
        column = fields.column(field)
        dimension = catalog.dimension(column)
        if dimension is None:
            raise NotUnderstood(field)
        if dimension.is_time and rule["FilterType"] == "FilterByRule":
            period = read_rule(rule)
            if period is None:
                continue
            if query.time is not None or moving is not None:
                raise NotUnderstood("two periods")
            own = own_times(query.measures, catalog)
            named = None if own == {column} else column
            if isinstance(period, MovingPeriod):
                moving = period
                if named is not None:
                    query = replace(query, time=TimeRange(None, None, "", column=named))
            else:
                query = replace(query, time=replace(period, column=named))
        else:
            condition = Filter(column, *_condition(rule, dimension.type))
            query = replace(query, filters=(*query.filters, condition))
    return Asked(query, moving)


def _condition(rule: Json, type_: ColumnType) -> tuple[Operator, tuple[Scalar, ...]]:
    kind = rule["FilterType"]
    if kind == "FilterEmptyValues":
        return Operator.IS_NOT_NULL, ()
    if kind == "SelectedValues":
        return Operator.IN, tuple(read_value(value, type_) for value in rule["SelectedValues"])
    name, value = text(rule, "RuleType"), rule.get("Value")
    rules = _NUMBER_RULES if type_.is_numeric else _TEXT_RULES
    operator = rules.get(name)
    if operator is None or value is None:
        raise NotUnderstood(name)
    return operator, (read_value(value, type_),)


def read_value(value: Any, type_: ColumnType) -> Scalar:
    """A value that was chosen, as a filter of ours compares with it. Raises NotUnderstood."""
    if isinstance(value, dict) and text(value, "_type") == "date":
        value = value.get("value")
    if value is not None and not isinstance(value, bool | int | float | str):
        raise NotUnderstood(str(value)[:80])
    if type_ is ColumnType.BOOLEAN and isinstance(value, str):
        words = {"true": True, "false": False}
        return words.get(value.casefold(), value)
    if type_ is ColumnType.DATE and isinstance(value, str):
        return value.partition("T")[0]
    return value


def _over_periods(shown: Shown, fields: Fields, catalog: Catalog, asked: Asked) -> Asked:
    """A figure beside its earlier one, or a small line of the last periods."""
    if shown.kind == SPARKLINE_SPEC:
        grain = SPARKLINES.get(shown.period)
        if grain is None or shown.periods < 1 or asked.moving or asked.query.time:
            raise NotUnderstood(shown.period)
        groups = tuple(
            replace(one, grain=grain) if isinstance(one, TimeGroup) else one
            for one in asked.query.groups
        )
        moving = MovingPeriod(Span.TRAILING, grain, shown.periods)
        return Asked(replace(asked.query, groups=groups), moving)
    if not shown.period or not shown.period_field:
        return asked
    dated = fields.group(shown.period_field, "Day")
    column = dated.column if isinstance(dated, TimeGroup | DimensionGroup) else None
    named = None if own_times(asked.query.measures, catalog) == {column} else column
    if asked.moving or asked.query.time:
        raise NotUnderstood("two periods")
    query = asked.query
    if named is not None:
        query = replace(query, time=TimeRange(None, None, "", column=named))
    if shown.period in INDICATORS:
        unit, earlier = INDICATORS[shown.period]
        query = replace(query, comparison=Comparison(earlier))
        return Asked(query, MovingPeriod(Span.TO_DATE, unit))
    if shown.period in PERIODS:
        return Asked(query, PERIODS[shown.period])
    raise NotUnderstood(shown.period)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
