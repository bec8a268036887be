"""What is written anew, laid over what was there: what has no meaning to us stays."""

from __future__ import annotations

from typing import Any

from bi.dashboards.rdash.parsing import Json

# Where they are, they are written; where they are not written, they are no more.
_DECIDED = {
    "Filter",
    "CustomQuery",
    "Table",
    "Schema",
    "tableId",
    "datasetId",
    "DateAggregationType",
    "Rows",
    "Columns",
    "Category",
    "Label",
    "Date",
    "Value",
    "Values",
    "Target",
    "XAxis",
    "YAxis",
    "Radius",
    "Chart1",
    "Chart2",
    "IndicatorType",
    "DateFilterType",
    "NumberOfPeriods",
    "CustomDateRange",
    "AdHocFields",
}


def overlaid(kept: Any, written: Any) -> Any:
    """Objects are merged in the order of the old keys; of a list, those about the same field."""
    if isinstance(kept, dict) and isinstance(written, dict):
        return _objects(kept, written)
    if isinstance(kept, list) and isinstance(written, list):
        return [_beside(kept, one) for one in written]
    return written


def _objects(kept: Json, written: Json) -> Json:
    merged = {
        name: overlaid(value, written[name]) if name in written else value
        for name, value in kept.items()
        if name in written or name not in _DECIDED
    }
    return {**merged, **{name: value for name, value in written.items() if name not in merged}}


def _beside(kept: list[Any], written: Any) -> Any:
    about = _about(written)
    if about is None:
        return written
    for one in kept:
        if _about(one) == about:
            return overlaid(one, written)
    return written


def _about(value: Any) -> str | None:
    """The field that a column or field is about."""
    if not isinstance(value, dict):
        return None
    field = value.get("SummarizationField")
    name = (field if isinstance(field, dict) else value).get("FieldName")
    return name if isinstance(name, str) else None
