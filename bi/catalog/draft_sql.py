"""The expressions of a draft in the words of an engine that standard SQL means nothing to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sqlglot

from bi.catalog.draft_measures import DraftMeasure
from bi.catalog.yaml_text import Value
from bi.model.catalog import Aggregation

# Drafts are written in the SQL of these: names in double quotes, || between texts.
_STANDARD = ("duckdb", "postgres", "sqlite")
_EXPRESSIONS = frozenset({"expression", *(aggregation.value for aggregation in Aggregation)})


def dimensions_in(dialect: str, dimensions: Mapping[str, Value]) -> dict[str, Value]:
    if dialect in _STANDARD:
        return dict(dimensions)
    return {
        name: _written(dialect, spec) if isinstance(spec, dict) else spec
        for name, spec in dimensions.items()
    }


def measures_in(dialect: str, measures: tuple[DraftMeasure, ...]) -> tuple[DraftMeasure, ...]:
    if dialect in _STANDARD:
        return measures
    return tuple(replace(measure, spec=_written(dialect, measure.spec)) for measure in measures)


def _written(dialect: str, spec: Mapping[str, Value]) -> dict[str, Value]:
    return {key: _sql(dialect, key, value) for key, value in spec.items()}


def _sql(dialect: str, key: str, value: Value) -> Value:
    if key not in _EXPRESSIONS or not isinstance(value, str) or value == "*":
        return value
    return sqlglot.parse_one(value, dialect="postgres").sql(dialect)
