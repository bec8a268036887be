"""What a catalog means, and how that is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.matih.responses import Shape
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Join,
    Measure,
    Metric,
    NumberFormat,
    NumberStyle,
)
from bi.model.profile import Profile
from runs.model import SeenCatalog

_SAMPLES = 8

_Type = Literal["text", "integer", "number", "boolean", "date", "timestamp", "time"]
_Style = Literal["number", "currency", "percent", "plain"]


class Named(Shape):
    name: str
    label: str
    description: str
    synonyms: list[str] = Field(description="Other words that questions may call it by.")


class DimensionBody(Named):
    type: _Type
    style: _Style
    grains: list[Literal["hour", "day", "week", "month", "quarter", "year"]] | None = Field(
        description="Of a date or moment, the fine ones first; null for what is none."
    )
    samples: list[str] = Field(
        description="Values of the rows that the caller sees: the most common ones where there "
        "are few, else the first by the alphabet. None of numbers, dates and keys, nor of what "
        "the catalog keeps out of the values that questions may name."
    )


class MeasureBody(Named):
    expression: str = Field(description="SQL over the dataset's own columns; `*` counts rows.")
    filter: str | None = Field(description="SQL that rows must meet to count.")
    aggregation: str
    style: _Style
    unit: str | None = Field(description="A currency's code, or a word put after the number.")


class JoinBody(Shape):
    dataset: str
    label: str = Field(description="The dataset's own, or that of the role it plays.")


class DatasetBody(Named):
    table: str
    rows: int | None = Field(description="How many; null where nobody has counted them.")
    dimensions: list[DimensionBody]
    measures: list[MeasureBody]
    joins: list[JoinBody]
    questions: list[str] = Field(description="Sentences about it that are answered.")


class MetricBody(Named):
    expression: str = Field(description="Arithmetic over names of measures and metrics.")
    style: _Style
    unit: str | None


class CatalogBody(Shape):
    datasource_id: str
    title: str
    description: str
    language: str
    dialect: str
    version: str
    as_of: str | None = Field(
        description='The day that is "today" to questions; null: the real one.'
    )
    datasets: list[DatasetBody]
    metrics: list[MetricBody]


def catalog_body(seen: SeenCatalog) -> dict[str, Any]:
    catalog = seen.catalog
    about = catalog.datasource
    # What plays a role only is seen from the datasets that join it.
    datasets = (dataset for dataset in catalog.datasets if not dataset.role_of)
    return {
        "datasource_id": about.id,
        "title": about.title,
        "description": about.description,
        "language": catalog.language,
        "dialect": seen.dialect,
        "version": catalog.version,
        "as_of": seen.as_of.isoformat() if seen.as_of else None,
        "datasets": [_dataset(dataset, seen) for dataset in datasets],
        "metrics": [_metric(metric) for metric in catalog.metrics],
    }


def _named(one: Dataset | Dimension | Measure | Metric) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "description": one.description,
        "synonyms": list(one.synonyms),
    }


def _dataset(dataset: Dataset, seen: SeenCatalog) -> dict[str, Any]:
    joined = dict.fromkeys(_joined(dataset, seen.catalog))
    return _named(dataset) | {
        "table": dataset.table,
        "rows": None,
        "dimensions": [_dimension(one, seen) for one in dataset.dimensions],
        "measures": [_measure(one) for one in dataset.measures],
        "joins": [{"dataset": name, "label": label} for name, label in joined],
        "questions": list(seen.questions.get(dataset.name, ())),
    }


def _dimension(dimension: Dimension, seen: SeenCatalog) -> dict[str, Any]:
    return _named(dimension) | {
        "type": dimension.type,
        "style": dimension.format.style,
        "grains": _grains(dimension),
        "samples": list(_samples(dimension, seen)),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return _named(measure) | {
        "expression": measure.expression,
        "filter": measure.filter,
        "aggregation": measure.aggregation,
        "style": measure.format.style,
        "unit": measure.format.unit,
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return _named(metric) | {
        "expression": metric.formula,
        "style": metric.format.style,
        "unit": metric.format.unit,
    }


def _grains(dimension: Dimension) -> list[str] | None:
    if not dimension.is_time:
        return None
    grains = list(Grain)
    return [grain.value for grain in grains[grains.index(dimension.finest_grain) :]]


def _samples(dimension: Dimension, seen: SeenCatalog) -> tuple[str, ...]:
    """What was read of the viewer's rows, else what the catalog says of them."""
    if not dimension.has_known_values:
        return ()
    profile = seen.profile
    common = profile.common.get(dimension.ref)
    values = common or profile.values.get(dimension.ref) or dimension.values
    return tuple(values[:_SAMPLES])


def _joined(dataset: Dataset, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The datasets whose rows meet this one's, by their names and what they are here."""
    for join in catalog.joins:
        if join.left == dataset.name:
            other = catalog.dataset(join.right)
        elif join.right == dataset.name:
            other = catalog.dataset(join.left)
        else:
            continue
        yield other.role_of or other.name, other.label


def catalog_example() -> dict[str, Any]:
    region = Dimension(
        "orders", "region", "Region", "region", ColumnType.TEXT, synonyms=("area", "territory")
    )
    day = Dimension("orders", "order_date", "Order date", "order_date", ColumnType.DATE)
    name = Dimension("customers", "name", "Customer", "name", ColumnType.TEXT, display=True)
    currency = NumberFormat(NumberStyle.CURRENCY, "USD")
    revenue = Measure(
        "orders",
        "revenue",
        "Revenue",
        "amount",
        Aggregation.SUM,
        description="What customers were charged.",
        synonyms=("sales", "turnover"),
        format=currency,
    )
    count = Measure("orders", "orders", "Orders", "*", Aggregation.COUNT)
    orders = Dataset(
        "orders",
        "Orders",
        "orders",
        description="One row for each order.",
        dimensions=(region, day),
        measures=(revenue, count),
    )
    customers = Dataset("customers", "Customers", "customers", dimensions=(name,))
    catalog = Catalog(
        version="4f1a6c0d2b7e9a35",
        datasource=Datasource("demo", "Demo shop", ""),
        datasets=(orders, customers),
        joins=(Join("orders", ("customer_id",), "customers", ("customer_id",)),),
        metrics=(
            Metric(
                "average_order_value", "Average order value", "revenue / orders", format=currency
            ),
        ),
    )
    profile = Profile(
        values={name.ref: ("Ada", "Ben")},
        common={region.ref: ("East", "West", "North", "South")},
    )
    asked = {"orders": ("Revenue by month", "Top 5 customers by revenue")}
    return catalog_body(SeenCatalog(catalog, profile, "duckdb", date(2025, 12, 31), asked))
