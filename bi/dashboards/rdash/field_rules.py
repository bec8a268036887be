"""Conditions of a query that fields of a widget can say, and those that they cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.dashboards.rdash.date_rules import write_rule
from bi.dashboards.rdash.parsing import Json
from bi.dashboards.rdash.plain import Plain
from bi.dashboards.rdash.vendor import RULES
from bi.model.catalog import Catalog, ColumnRef, Dimension
from bi.model.semantic import Filter, MovingPeriod, Operator, SemanticQuery, TimeRange

_TEXT_RULES = {
    Operator.CONTAINS: "Contains",
    Operator.STARTS_WITH: "StartsWith",
    Operator.ENDS_WITH: "EndsWith",
}
_NUMBER_RULES = {
    Operator.GREATER: "AboveValue",
    Operator.GREATER_OR_EQUAL: "AboveEqualsValue",
    Operator.LESS: "BelowValue",
    Operator.LESS_OR_EQUAL: "BelowEqualsValue",
}


@dataclass(frozen=True, slots=True)
class FieldRules:
    """Conditions that fields of the widget say, and those that the custom query must."""

    by_column: dict[ColumnRef, Json]
    rest: SemanticQuery


def field_rules(
    query: SemanticQuery, moving: MovingPeriod | None, plain: Plain, catalog: Catalog
) -> FieldRules:
    said: dict[ColumnRef, Json] = {}
    left: list[Filter] = []
    for one in query.filters:
        rule = None if one.column in said else _rule(one, catalog.dimension(one.column))
        if rule is None:
            left.append(one)
        else:
            said[one.column] = rule
    rest = SemanticQuery(
        filters=tuple(left), conditions=query.conditions, part_filters=query.part_filters
    )
    if plain.indicator:
        return FieldRules(said, rest)
    period: TimeRange | MovingPeriod | None = moving if moving in RULES else query.time
    time = query.time
    on = (time.column if time else None) or plain.time
    ends = isinstance(period, MovingPeriod) or (time is not None and (time.start or time.end))
    if period is None or not ends:
        return FieldRules(said, rest)
    dates = write_rule(period)
    if on is None or on in said or dates is None:
        return FieldRules(said, replace(rest, time=replace(time, column=on) if time else None))
    said[on] = {
        "_type": "DateTimeFilterType",
        "FilterType": "FilterByRule",
        "SelectedValues": [],
        "DateFiscalYearStartMonth": 0,
        "DisplayInLocalTimeZone": False,
        **dates,
    }
    return FieldRules(said, rest)


def _rule(one: Filter, dimension: Dimension | None) -> Json | None:
    """The filter of a field; None where the model has no word for it that surely means this."""
    if dimension is None or dimension.type.is_temporal or not one.values:
        return None
    kind = "NumberFilterType" if dimension.type.is_numeric else "StringFilterType"
    if one.operator is Operator.IN and None not in one.values:
        values = [_word(value) for value in one.values]
        return {
            "_type": kind,
            "FilterType": "SelectedValues",
            "SelectedValues": [{"Name": str(value), "Value": value} for value in values],
            "RuleType": "None",
        }
    rules = _NUMBER_RULES if dimension.type.is_numeric else _TEXT_RULES
    rule, value = rules.get(one.operator), one.values[0]
    fits = isinstance(value, int | float) == dimension.type.is_numeric
    if rule is None or len(one.values) != 1 or not fits or isinstance(value, bool):
        return None
    return {
        "_type": kind,
        "FilterType": "FilterByRule",
        "SelectedValues": [],
        "RuleType": rule,
        "Value": value,
    }


def _word(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
