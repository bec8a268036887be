"""The parts of a catalog in lines of JSON, as a model is shown them.

Only what the viewer's own catalog holds; never what limits their rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog, Dataset, Dimension, Join, Measure, Metric
from llm.prompt.data import as_json, plain

# Values that are shown of a dimension that has not many more; a few of others say what they are.
_FEW, _SAMPLES = 12, 3
_MOST_SYNONYMS = 6
# Characters of a description, and of SQL.
_DESCRIPTION, _SQL = 160, 200


def dataset_line(
    dataset: Dataset, engine: LanguageEngine, names: Collection[str] | None = None
) -> str:
    """With all of its columns, or those of these names; how many are missing is said."""
    dimensions = [d for d in dataset.dimensions if names is None or d.name in names]
    measures = [m for m in dataset.measures if names is None or m.name in names]
    left_out = len(dataset.dimensions) + len(dataset.measures) - len(dimensions) - len(measures)
    line = {
        "dataset": dataset.name,
        **_named(dataset),
        "table": dataset.table,
        "time": str(dataset.time) if dataset.time else None,
        "dimensions": [_dimension(one, engine) for one in dimensions],
        "measures": [_measure(one) for one in measures],
        "columns_left_out": left_out,
    }
    return as_json(_said(line))


def metric_line(metric: Metric) -> str:
    return as_json(_said({"metric": metric.name, **_named(metric), "formula": metric.formula}))


def join_line(join: Join) -> str:
    """Each row of the left one has at most one of the right one."""
    on = [
        f"{left} = {right}"
        for left, right in zip(join.left_columns, join.right_columns, strict=True)
    ]
    line = {"join": [join.left, join.right], "on": on, "role": join.role}
    return as_json(_said(line))


def calendar_line(catalog: Catalog) -> str:
    calendar = catalog.calendar
    line = {
        "default_measure": catalog.default_measure,
        "fiscal_year_starts_in_month": calendar.fiscal_year.start,
        "week_starts_on_day": calendar.week_start + 1,
        "language": catalog.language,
    }
    return as_json(_said(line))


def _named(part: Dataset | Dimension | Measure | Metric) -> dict[str, Any]:
    return {
        "label": plain(part.label) if part.label.casefold() != part.name.casefold() else None,
        "description": plain(part.description, _DESCRIPTION),
        "synonyms": [plain(one, 60) for one in part.synonyms[:_MOST_SYNONYMS]],
    }


def _dimension(dimension: Dimension, engine: LanguageEngine) -> dict[str, Any]:
    expression = dimension.expression
    span = engine.profile.spans.get(dimension.ref)
    numbers = engine.profile.numbers.get(dimension.ref)
    return _said(
        {
            "name": dimension.name,
            "type": dimension.type.value,
            **_named(dimension),
            "sql": plain(expression, _SQL) if expression != dimension.name else None,
            "grain": dimension.grain.value if dimension.grain else None,
            "identifier": dimension.identifier,
            "names_a_row": dimension.display,
            "same_as": str(dimension.same_as) if dimension.same_as else None,
            "first_and_last": [day.isoformat() for day in span] if span else None,
            "lowest_and_highest": [numbers.lowest, numbers.highest] if numbers else None,
            **_values(dimension, engine),
        }
    )


def _values(dimension: Dimension, engine: LanguageEngine) -> dict[str, Any]:
    if not dimension.has_known_values:
        return {}
    known = engine.profile.values.get(dimension.ref, ())
    if not known:
        return {}
    if len(known) <= _FEW and dimension.ref not in engine.profile.incomplete:
        return {"values": [plain(str(one), 80) for one in known]}
    return {"some_values": [plain(str(one), 80) for one in known[:_SAMPLES]]}


def _measure(measure: Measure) -> dict[str, Any]:
    expression = measure.expression
    return _said(
        {
            "name": measure.name,
            **_named(measure),
            "aggregation": measure.aggregation.value,
            "sql": plain(expression, _SQL) if expression != measure.name else None,
            "only_where": plain(measure.filter, _SQL) if measure.filter else None,
            "unit": measure.format.unit,
            "style": measure.format.style.value,
            "dated_by": str(measure.time) if measure.time else None,
        }
    )


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing."""
    return {name: value for name, value in values.items() if value not in (None, "", [], False, 0)}
