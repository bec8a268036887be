"""What weaker models write shorter, or by another word, and which has one meaning only."""

from __future__ import annotations

from typing import Any

# The one key of a definition that is written without the object around it.
SHORT = {
    "NamedMeasure": "name",
    "CountRows": "dataset",
    "DimensionGroup": "column",
    "Measured": "value",
    "Limit": "count",
    "ForecastWish": "periods",
    "Comparison": "grain",
}
# How other languages write the names of operators and aggregations.
_WORDS = {
    **dict.fromkeys(("=", "==", "eq", "equals"), "in"),
    **dict.fromkeys(("!=", "<>", "ne"), "not_in"),
    "≥": ">=",
    "≤": "<=",
    **dict.fromkeys(("avg", "mean"), "average"),
    "minimum": "min",
    "maximum": "max",
}


def widened(value: Any, name: str) -> Any:
    """The value as an object of the definition, if that is what it stands for."""
    if name == "ColumnRef":
        return _column(value)
    if isinstance(value, dict):
        return _renamed(value, name)
    return {SHORT[name]: value} if name in SHORT and value is not None else value


def _renamed(value: dict[str, Any], name: str) -> dict[str, Any]:
    match name:
        case "Measured" if value and not {"value", "calculation"} & value.keys():
            return {"value": value}
        case "DimensionGroup" if "column" not in value and "name" in value:
            return {"column": {key: one for key, one in value.items() if key != "kind"}}
        case "NamedMeasure" if value.get("dataset") and value.get("name"):
            rest = {key: one for key, one in value.items() if key != "dataset"}
            return rest | {"name": f"{value['dataset']}.{value['name']}"}
        case "Filter" if "value" in value and not value.get("values"):
            rest = {key: one for key, one in value.items() if key != "value"}
            return rest | {"values": value["value"]}
    return value


def _column(value: Any) -> Any:
    """`orders.region` as a text, or the name alone, of which the catalog may have one only."""
    if isinstance(value, dict) and not value.get("dataset"):
        value = value.get("name", value)
    if not isinstance(value, str):
        return value
    dataset, _, name = value.rpartition(".")
    return {"dataset": dataset, "name": name}


def word_of(value: Any) -> str:
    """A name of the form, whatever its case and whatever stands between its words."""
    said = str(value).strip().casefold()
    return _WORDS.get(said, said.replace(" ", "_").replace("-", "_"))
