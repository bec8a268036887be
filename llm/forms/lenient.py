"""What weaker models write in another way, and which has one meaning only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bi.model.catalog import Catalog, ColumnRef

# By these keys an object of a union is known where it does not say its kind; the first that fit.
_VALUES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"numerator", "denominator"}), "ratio"),
    (frozenset({"minuend", "subtrahend"}), "difference"),
    (frozenset({"aggregation", "value", "per"}), "of_groups"),
    (frozenset({"value", "filters"}), "share_of"),
    (frozenset({"aggregation", "column"}), "aggregate"),
    (frozenset({"dataset"}), "count_rows"),
    (frozenset({"name"}), "named"),
)
_GROUPS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"periods"}), "periods"),
    (frozenset({"part"}), "date_part"),
    (frozenset({"grain"}), "time"),
    (frozenset({"column"}), "dimension"),
)
_CONDITIONS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"dataset", "other"}), "related"),
    (frozenset({"column", "aggregation"}), "benchmark"),
    (frozenset({"column", "other"}), "columns"),
    (frozenset({"filters"}), "either"),
)
# Where such objects stand.
_UNIONS = {
    **dict.fromkeys(("value", "numerator", "denominator", "minuend", "subtrahend"), _VALUES),
    **dict.fromkeys(("groups", "per", "restart"), _GROUPS),
    "conditions": _CONDITIONS,
}
_REFERENCES = ("column", "columns")
_TIME_KEYS = frozenset({"start", "end", "moving"})


def in_form(query: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """The query with its objects as the form has them; what cannot be one is left as it is."""
    found = {key: _value(_whole(one, key), key, catalog) for key, one in query.items()}
    return {key: one for key, one in found.items() if one is not None}


def _whole(value: Any, key: str) -> Any:
    """Members that are written shorter than the form has them."""
    if not isinstance(value, list):
        return value
    match key:
        case "measures":
            return [one if _has_value(one) else {"value": _named(one)} for one in value]
        case "groups":
            return [{"column": one} if isinstance(one, str) else one for one in value]
        case _:
            return value


def _has_value(member: Any) -> bool:
    return isinstance(member, dict) and bool({"value", "calculation"} & member.keys())


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _value(value: Any, key: str, catalog: Catalog) -> Any:
    if isinstance(value, list):
        return [_value(one, key, catalog) for one in value]
    if not isinstance(value, dict):
        is_name = key in _REFERENCES
        return reference(value, catalog) if is_name else value
    found = {name: _value(one, name, catalog) for name, one in value.items()}
    # A null stands for what is not said, but a period may be open.
    is_time = bool(_TIME_KEYS & found.keys())
    found = {name: one for name, one in found.items() if one is not None or is_time}
    if "kind" not in found and key in _UNIONS:
        kind = next((kind for keys, kind in _UNIONS[key] if keys <= found.keys()), None)
        found |= {"kind": kind} if kind else {}
    if found.get("kind") == "columns":
        found["other"] = reference(found.get("other"), catalog)
    return found


def reference(value: Any, catalog: Catalog) -> Any:
    """ "orders.region", and "region" where there is one only."""
    if not isinstance(value, str):
        return value
    dataset, dot, name = value.rpartition(".")
    if dot:
        return {"dataset": dataset, "name": name}
    known = [ref for ref in _columns(catalog) if ref.name == value]
    return {"dataset": known[0].dataset, "name": value} if len(known) == 1 else value


def _columns(catalog: Catalog) -> list[ColumnRef]:
    measures = (m.ref for dataset in catalog.datasets for m in dataset.measures)
    return [*(d.ref for d in catalog.dimensions()), *measures]
