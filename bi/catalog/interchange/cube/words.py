"""The words of Cube's data models."""

from __future__ import annotations

import re

META = "parley"
TYPES = {
    "text": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "date": "time",
    "timestamp": "time",
    "time": "string",
}
OURS = {
    "string": "text",
    "number": "number",
    "boolean": "boolean",
    "time": "timestamp",
    "switch": "text",
}
AGGREGATIONS = {
    "sum": "sum",
    "average": "avg",
    "min": "min",
    "max": "max",
    "count": "count",
    "count_distinct": "count_distinct",
}
AGGREGATED = {theirs: ours for ours, theirs in AGGREGATIONS.items()} | {
    "count_distinct_approx": "count_distinct"
}
RELATIONS = {
    "belongsTo": "many_to_one",
    "belongs_to": "many_to_one",
    "hasMany": "one_to_many",
    "has_many": "one_to_many",
    "hasOne": "one_to_one",
    "has_one": "one_to_one",
}
JINJA = re.compile(r"\{\{|\{%")
# `{CUBE}.column`, `{CUBE.member}`, `{member}`, `{cube.member}`; some write `${…}`.
REFERENCE = re.compile(r"\$?\{\s*([A-Za-z_]\w*)(?:\.(\w+))?\s*\}(?:\.([A-Za-z_]\w*|\"[^\"]+\"))?")
