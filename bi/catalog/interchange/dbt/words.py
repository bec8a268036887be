"""The words of dbt's semantic models."""

from __future__ import annotations

import re

META = "parley"
AGGREGATIONS = {
    "sum": "sum",
    "average": "average",
    "median": "median",
    "min": "min",
    "max": "max",
    "count": "count",
    "count_distinct": "count_distinct",
}
TIMES = ("date", "timestamp")
# Names that are theirs.
RESERVED = frozenset(
    {"nanosecond", "microsecond", "millisecond", "second", "minute", "metric_time"}
    | {"hour", "day", "week", "month", "quarter", "year"}
)
GRAINS = ("hour", "day", "week", "month", "quarter", "year")
NAME = re.compile(r"(?!.*__)[a-z][a-z0-9_]*[a-z0-9]")
MODEL = re.compile(r"""^\s*(?:ref|source)\((.*)\)\s*$""")
DIMENSION = re.compile(r"\{\{\s*Dimension\(\s*['\"](\w+?)__(\w+)['\"]\s*\)\s*\}\}")
