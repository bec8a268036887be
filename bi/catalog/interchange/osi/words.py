"""The words of Open Semantic Interchange (Apache Ossie)."""

from __future__ import annotations

VERSION = "0.2.0.dev0"
VENDOR = "PARLEY"
ANSI = "ANSI_SQL"
DIALECTS = {"snowflake": "SNOWFLAKE", "databricks": "DATABRICKS", "bigquery": "BIGQUERY"}
TYPES = {
    "text": "String",
    "integer": "Integer",
    "number": "Decimal",
    "boolean": "Boolean",
    "date": "Date",
    "timestamp": "DateTime",
    "time": "Time",
}
OURS = {
    **{theirs: ours for ours, theirs in TYPES.items()},
    "Float": "number",
    "DateTimeTz": "timestamp",
}
TIMES = ("date", "timestamp")
