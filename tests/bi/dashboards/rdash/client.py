"""A client in small: what a renderer of the document model computes for a widget, on DuckDB.

Made from the description of the model alone, so that it proves what we write from outside.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

Json = dict[str, Any]
Row = tuple[Any, ...]

_GROUPED_BY = ("Rows", "Category", "Columns", "Label")
_MEASURED = ("Values", "Value", "XAxis", "YAxis", "Radius")
_AGGREGATIONS = {
    "Sum": "sum({})",
    "Avg": "avg({})",
    "Min": "min({})",
    "Max": "max({})",
    "CountNonEmpty": "count({})",
    "CountDistinct": "count(DISTINCT {})",
    "CountRows": "count(*)",
    "StDev": "stddev_samp({})",
}
_RULES = {
    "AboveValue": "{} > {}",
    "AboveEqualsValue": "{} >= {}",
    "BelowValue": "{} < {}",
    "BelowEqualsValue": "{} <= {}",
    "Contains": "contains(lower({}), lower({}))",
    "StartsWith": "starts_with(lower({}), lower({}))",
    "EndsWith": "ends_with(lower({}), lower({}))",
}


def rows_of(widget: Json, connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """One row for each of what the widget draws: what it is grouped by, then its values."""
    spec, data = widget["VisualizationDataSpec"], widget["DataSpec"]
    properties = data["DataSourceItem"]["Properties"]
    source = (
        f'"{properties["Table"]}"' if "Table" in properties else f"({properties['CustomQuery']})"
    )
    where = [condition for one in data["Fields"] if (condition := _condition(one))]
    conditions = f" WHERE {' AND '.join(where)}" if where else ""
    if spec["_type"] == "GridVisualizationDataSpecType":
        shown = ", ".join(f'"{one["FieldName"]}"' for one in spec["Columns"])
        return connection.execute(f"SELECT {shown} FROM {source} AS s{conditions}").fetchall()
    groups = [_group(one["SummarizationField"]) for one in _columns(spec, _GROUPED_BY)]
    fields = [one["SummarizationField"] for one in _columns(spec, _MEASURED)]
    values = [_value(field) for field in fields]
    sql = f"SELECT {', '.join([*groups, *values])} FROM {source} AS s{conditions}"
    if groups:
        sql += f" GROUP BY {', '.join(groups)}"
    for field, value in zip(fields, values, strict=True):
        if rule := field.get("Filter"):
            way = "DESC" if rule["RuleType"] == "TopItems" else "ASC"
            order = ", ".join([f"{value} {way} NULLS LAST", *groups])
            sql += f" ORDER BY {order} LIMIT {int(rule['Value'])}"
    return connection.execute(sql).fetchall()


def comparable(rows: list[Row]) -> list[str]:
    """Rows without the order of their columns and of themselves."""
    return sorted(str(sorted(map(_cell, row))) for row in rows)


def _columns(spec: Json, slots: tuple[str, ...]) -> list[Json]:
    found = [spec[slot] for slot in slots if slot in spec]
    return [one for slot in found for one in (slot if isinstance(slot, list) else [slot])]


def _group(field: Json) -> str:
    name = f'"{field["FieldName"]}"'
    grain = field.get("DateAggregationType")
    return f"date_trunc('{grain}', {name})" if grain else name


def _value(field: Json) -> str:
    return _AGGREGATIONS[field["AggregationType"]].format(f'"{field["FieldName"]}"')


def _condition(field: Json) -> str | None:
    rule, name = field.get("Filter"), f'"{field["FieldName"]}"'
    if rule is None:
        return None
    if rule["FilterType"] == "SelectedValues":
        chosen = ", ".join(_literal(one["Value"]) for one in rule["SelectedValues"])
        return f"CAST({name} AS VARCHAR) IN ({chosen})"
    if rule["RuleType"] == "CustomRange":
        ends = {end: day["value"] for end, day in rule["CustomDateRange"].items()}
        signs = {"From": ">= DATE", "To": "< INTERVAL 1 DAY + DATE"}
        parts = [f"{name} {signs[end]} '{day[:10]}'" for end, day in ends.items()]
        return " AND ".join(parts)
    return _RULES[rule["RuleType"]].format(name, _literal(rule["Value"], quoted=False))


def _literal(value: Any, *, quoted: bool = True) -> str:
    if isinstance(value, int | float) and not quoted:
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _cell(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return f"{float(cell):.6g}"
    return str(cell)
