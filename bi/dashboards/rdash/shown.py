"""What a widget shows: by what, which values, and which conditions on its fields.

The same whether it is drawn as columns or as slices, and whatever else the widget says.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from bi.dashboards.rdash.parsing import Json, child, children, text
from bi.dashboards.rdash.vendor import (
    BIG_QUERY_SCHEMA,
    BIG_QUERY_TABLE,
    CUSTOM_QUERY,
    GRID_SPEC,
    OURS,
    SCHEMA,
    SLOTS,
    TABLE,
)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """`date` is how dates are aggregated; empty for a regular field."""

    field: str
    date: str


@dataclass(frozen=True, slots=True)
class ShownValue:
    field: str
    aggregation: str
    sorting: str
    calculated: bool
    filter: Json


@dataclass(frozen=True, slots=True)
class ShownColumn:
    field: str
    sorting: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from; `query` is the SQL of a custom query."""

    table: str
    schema: str
    query: str
    title: str
    has_joins: bool
    is_tabular: bool

    @property
    def query_digest(self) -> str:
        return hashlib.sha256(self.query.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Shown:
    """`rules` are the filters of fields, `sorted_fields` their directions, by field name.

    `period` is that of a figure beside its earlier one, or of a small line of the last periods.
    """

    kind: str
    source: Source
    groups: tuple[ShownGroup, ...] = ()
    values: tuple[ShownValue, ...] = ()
    columns: tuple[ShownColumn, ...] = ()
    rules: dict[str, Json] = field(default_factory=dict)
    sorted_fields: dict[str, str] = field(default_factory=dict)
    period: str = ""
    periods: int = 0
    period_field: str = ""

    @property
    def digest(self) -> str:
        """The same as long as the widget asks the same; its kind of chart is another matter."""
        parts = {**asdict(self), "kind": self.kind == GRID_SPEC}
        written = json.dumps(parts, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(written.encode()).hexdigest()[:32]


def shown_by(widget: Json) -> Shown:
    """Reads what is there and in shape; what is neither counts as absent."""
    data, spec = child(widget, "DataSpec"), child(widget, "VisualizationDataSpec")
    kind = text(spec, "_type")
    groups, values = SLOTS.get(kind, ((), ()))
    date = child(child(spec, "Date"), "SummarizationField") if "Date" not in groups else {}
    fields = children(data, "Fields")
    return Shown(
        kind=kind,
        source=source_of(data),
        groups=tuple(_group(one) for slot in groups for one in children(spec, slot)),
        values=tuple(_value(one) for slot in values for one in children(spec, slot)),
        columns=tuple(
            ShownColumn(text(one, "FieldName"), _sorting(one))
            for one in (children(spec, "Columns") if kind == GRID_SPEC else ())
        ),
        rules={
            text(one, "FieldName"): rule for one in fields if (rule := _rule(child(one, "Filter")))
        },
        sorted_fields={
            text(one, "FieldName"): way for one in fields if (way := _sorting(one)) != "None"
        },
        period=text(spec, "IndicatorType") or text(spec, "DateFilterType"),
        periods=count if isinstance(count := spec.get("NumberOfPeriods"), int) else 0,
        period_field=text(date, "FieldName"),
    )


def source_of(data: Json) -> Source:
    item = child(data, "DataSourceItem")
    properties = child(item, "Properties")
    return Source(
        table=text(properties, TABLE) or text(properties, BIG_QUERY_TABLE),
        schema=text(properties, SCHEMA) or text(properties, BIG_QUERY_SCHEMA),
        query=text(properties, CUSTOM_QUERY),
        title=text(item, "Title"),
        has_joins=bool(data.get("AdditionalTables")),
        is_tabular=text(data, "_type") == "TabularDataSpecType",
    )


def ours_in(widget: Json) -> str:
    """The part of Parley that a widget carries; empty where it has none."""
    return text(child(child(child(widget, "DataSpec"), "DataSourceItem"), "Parameters"), OURS)


def _group(column: Json) -> ShownGroup:
    field_ = child(column, "SummarizationField")
    return ShownGroup(text(field_, "FieldName"), text(field_, "DateAggregationType"))


def _value(column: Json) -> ShownValue:
    field_ = child(column, "SummarizationField")
    return ShownValue(
        field=text(field_, "FieldName"),
        aggregation=text(field_, "AggregationType") or "Auto",
        sorting=_sorting(field_),
        calculated=bool(field_.get("IsCalculated")),
        filter=_rule(child(field_, "Filter")),
    )


def _sorting(within: Json) -> str:
    return text(within, "Sorting") or "None"


def _rule(filter_: Json) -> Json:
    """A filter without what has no effect; empty for one of all values."""
    kind = text(filter_, "FilterType")
    match kind:
        case "SelectedValues":
            selected = [one.get("Value") for one in children(filter_, "SelectedValues")]
            return {"FilterType": kind, "SelectedValues": selected}
        case "FilterByRule":
            names = ("_type", "FilterType", "RuleType", "Value", "CustomDateRange")
            rule: dict[str, Any] = {name: filter_.get(name) for name in names}
            return rule if text(filter_, "RuleType") not in ("", "None") else {}
        case "FilterEmptyValues":
            return {"FilterType": kind}
    return {}
