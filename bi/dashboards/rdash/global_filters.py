"""Filters of the dashboard, to and from those of a document."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from bi.dashboards.rdash.asking import read_value
from bi.dashboards.rdash.carried import KnownFields, RowColumn
from bi.dashboards.rdash.date_rules import NotUnderstood, read_rule, write_rule
from bi.dashboards.rdash.fields import TableFields, dataset_of
from bi.dashboards.rdash.parsing import Json, child, children, text
from bi.dashboards.rdash.shown import source_of
from bi.dashboards.rdash.vendor import ALL_TIME, DATE_FILTER_ID, OURS
from bi.model.catalog import Catalog, ColumnRef
from bi.model.dashboard import DashboardFilter, DateFilter, ValueFilter
from bi.model.semantic import MovingPeriod, Scalar

DATE_FILTER = "DateGlobalFilterType"
VALUE_FILTER = "TabularGlobalFilterType"
DATE_TARGET = "DateGlobalFilterBindingTargetType"
VALUE_TARGET = "DataBasedGlobalFilterBindingTargetType"
# The original, in a filter's `extra`.
KEPT = "rdash"


@dataclass(frozen=True, slots=True)
class FiltersRead:
    """`places` are the document's entries: the id of ours that each became, or None.

    `unknown` are ids, as the document has them, of filters that limit rows in a way that cannot
    be said here. `ours` leads from ids of the document to our own.
    """

    filters: tuple[DashboardFilter, ...]
    places: tuple[str | None, ...]
    unknown: frozenset[str]
    ours: dict[str, str]


@dataclass(frozen=True, slots=True)
class _CarriedDates:
    """`rule` is a digest of the rule that was written for the filter."""

    filter: DateFilter
    rule: str


@cache
def _adapter() -> TypeAdapter[dict[str, _CarriedDates]]:
    return TypeAdapter(dict[str, _CarriedDates])


def read_filters(entries: list[Json], carried: str, catalog: Catalog) -> FiltersRead:
    """`carried` is what Parley kept of the filters, in the settings of the data source."""
    known = _read_carried(carried)
    filters: list[DashboardFilter] = []
    places: list[str | None] = []
    unknown: set[str] = set()
    ours: dict[str, str] = {}
    for index, entry in enumerate(entries):
        their_id = their_id_of(entry)
        found = _read_filter(entry, known.get(their_id), catalog)
        if found is None:
            places.append(None)
            if _limits(entry):
                unknown.add(their_id)
            continue
        taken = {one.id for one in filters}
        id_ = free_id(found.id or their_id or f"filter-{index + 1}", taken)
        filters.append(replace(found, id=id_))
        places.append(id_)
        ours.setdefault(their_id, id_)
    return FiltersRead(tuple(filters), tuple(places), frozenset(unknown), ours)


def their_id_of(entry: Json) -> str:
    """What bindings call a filter of the document."""
    return text(entry, "Id") or (DATE_FILTER_ID if _is_dates(entry) else "")


def free_id(wish: str, taken: set[str]) -> str:
    id_, number = wish, 2
    while id_ in taken:
        id_, number = f"{wish}-{number}", number + 1
    return id_


def write_filter(one: DashboardFilter, their_id: str, data: Json) -> Json:
    """`data` is the data specification of the filter's values; dates have none."""
    if isinstance(one, DateFilter):
        rule = write_rule(one.moving or one.range) or write_rule(one.range) or {}
        return {"_type": DATE_FILTER, "Id": their_id, "Title": one.title, **rule}
    field = selected_field(one, data)
    return {
        "_type": VALUE_FILTER,
        "Id": their_id,
        "Title": one.title,
        "IsDynamic": True,
        "AllowMultipleSelection": one.multiple,
        "AllowEmptySelection": True,
        "SortByLabel": True,
        "SelectedItems": [
            {"FieldValues": {field: value}, "ExpansionPath": []} for value in one.values
        ],
        "SelectedFieldName": field,
        "DataSpec": data,
    }


def selected_field(one: ValueFilter, data: Json) -> str:
    fields = [text(field, "FieldName") for field in children(data, "Fields")]
    return fields[0] if fields else one.column.name


def changed_filter(kept: Json, was: DashboardFilter, one: DashboardFilter) -> Json:
    """The entry of a filter that was read from it, with no more changed than the filter is."""
    written = dict(kept)
    if one.title != was.title:
        written["Title"] = one.title
    if isinstance(one, DateFilter) and isinstance(was, DateFilter):
        if (one.range, one.moving) != (was.range, was.moving):
            written.pop("CustomDateRange", None)
            written.update(write_rule(one.moving or one.range) or write_rule(one.range) or {})
    elif isinstance(one, ValueFilter) and isinstance(was, ValueFilter):
        if one.multiple != was.multiple:
            written["AllowMultipleSelection"] = one.multiple
        if one.values != was.values:
            field = text(kept, "SelectedFieldName")
            old = {_chosen(item, field): item for item in children(kept, "SelectedItems")}
            written["SelectedItems"] = [
                old.get(value, {"FieldValues": {field: value}, "ExpansionPath": []})
                for value in one.values
            ]
    return written


def write_carried_dates(filters: dict[str, tuple[DateFilter, Json]]) -> str:
    """What the document cannot say of its date filters, by the ids that it gives them."""
    kept = {
        id_: _CarriedDates(replace(one, extra={}), _rule_digest(written))
        for id_, (one, written) in filters.items()
    }
    return _adapter().dump_json(kept).decode()


def bindings_of(widget: Json) -> list[Json]:
    return children(child(child(widget, "DataSpec"), "Bindings"), "Bindings")


def bound_id(binding: Json) -> str:
    """The id, as the document has it, of the filter that a binding is to; empty for no filter."""
    target = child(binding, "Target")
    id_ = text(target, "GlobalFilterId")
    return id_ or (DATE_FILTER_ID if text(target, "_type") == DATE_TARGET else "")


def write_binding(one: DashboardFilter, their_id: str, field: str, theirs: str) -> Json:
    """`theirs` is the field's name in the filter's own data."""
    dates = isinstance(one, DateFilter)
    target: Json = {"_type": DATE_TARGET if dates else VALUE_TARGET, "GlobalFilterId": their_id}
    if not dates:
        target["GlobalFilterFieldName"] = theirs
    return {
        "Source": {"_type": "FieldBindingSourceType", "FieldName": field},
        "Operator": "Between" if dates else "Equals",
        "Target": target,
    }


def _read_filter(
    entry: Json, carried: _CarriedDates | None, catalog: Catalog
) -> DashboardFilter | None:
    kind, title = text(entry, "_type"), text(entry, "Title")
    extra = {KEPT: entry}
    try:
        if kind == DATE_FILTER:
            if carried is not None and carried.rule == _rule_digest(entry):
                return replace(carried.filter, title=title, extra=extra)
            period = read_rule(entry)
            moving = period if isinstance(period, MovingPeriod) else None
            range_ = None if isinstance(period, MovingPeriod) else period
            if carried is not None:
                base = replace(carried.filter, title=title, extra=extra)
                return replace(base, range=range_, moving=moving)
            return DateFilter("", title, range_, moving, extra=extra)
        if kind == VALUE_FILTER:
            return _read_values(entry, title, catalog)
    except NotUnderstood:
        return None
    return None


def _read_values(entry: Json, title: str, catalog: Catalog) -> ValueFilter:
    data, field = child(entry, "DataSpec"), text(entry, "SelectedFieldName")
    column = _column(data, field, catalog)
    dimension = catalog.dimension(column)
    if dimension is None:
        raise NotUnderstood(field)
    chosen = [_chosen(item, field) for item in children(entry, "SelectedItems")]
    return ValueFilter(
        id="",
        title=title,
        column=column,
        values=tuple(read_value(value, dimension.type) for value in chosen),
        multiple=entry.get("AllowMultipleSelection") is not False,
        extra={KEPT: entry},
    )


def _column(data: Json, field: str, catalog: Catalog) -> ColumnRef:
    carried = text(child(child(data, "DataSourceItem"), "Parameters"), OURS)
    if carried:
        try:
            column = TypeAdapter(ColumnRef).validate_json(carried)
        except ValidationError:
            raise NotUnderstood(field) from None
        return KnownFields({field: RowColumn(column)}, catalog).column(field)
    source = source_of(data)
    if not source.is_tabular or source.query or source.has_joins or not source.table:
        raise NotUnderstood(source.title)
    dataset = dataset_of(source.table, source.schema, catalog)
    if dataset is None:
        raise NotUnderstood(source.table)
    return TableFields(dataset, catalog).column(field)


def _chosen(item: Json, field: str) -> Scalar:
    values = child(item, "FieldValues")
    if field not in values:
        raise NotUnderstood(field)
    value = values[field]
    if isinstance(value, dict):
        value = value.get("value")
    if value is not None and not isinstance(value, bool | int | float | str):
        raise NotUnderstood(field)
    return value


def _is_dates(entry: Json) -> bool:
    return text(entry, "_type") == DATE_FILTER


def _limits(entry: Json) -> bool:
    if _is_dates(entry):
        return text(entry, "RuleType") not in ALL_TIME
    return bool(entry.get("SelectedItems")) or text(entry, "_type") != VALUE_FILTER


def _read_carried(written: str) -> dict[str, _CarriedDates]:
    if not written:
        return {}
    try:
        return _adapter().validate_json(written)
    except ValidationError:
        return {}


def _rule_digest(entry: Json) -> str:
    parts = [entry.get(name) for name in ("RuleType", "CustomDateRange", "IncludeToday")]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
