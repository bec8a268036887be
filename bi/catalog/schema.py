"""The shape of a catalog file. docs/catalog.md describes each key.

Names are the keys of mappings. The short forms (`region:`, `order_date: date`,
`orders: count`, `margin: profit / revenue`) are widened here, so that the rest of the
package sees one form.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from bi.model.catalog import (
    Aggregation,
    AsOf,
    Cardinality,
    ColumnType,
    Grain,
    NumberStyle,
    OverTime,
)

AGGREGATIONS = tuple(one.value for one in Aggregation if one is not Aggregation.PERCENTILE)

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_empty(value: Any) -> Any:
    return {} if value is None else value


def _is_aggregation(value: Any) -> bool:
    return isinstance(value, str) and value in AGGREGATIONS


def _widened_measures(value: Any) -> Any:
    """`orders: count` counts rows; `revenue: sum` sums the column of that name."""
    if not isinstance(value, dict):
        return _as_empty(value)
    return {
        name: {given: "*" if given == "count" else name} if _is_aggregation(given) else given
        for name, given in value.items()
    }


def _as_text(value: Any) -> Any:
    """A number or a date where a word is meant (a value 2024, a synonym 360)."""
    return str(value) if isinstance(value, int | float | date) else value


Word = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_as_list)]
# A name without spaces, so that it can be written in formulas and as `dataset.name`.
Name = Annotated[str, Field(pattern=r"^[^\W\d]\w*$")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FormatSection(_Section):
    style: NumberStyle = NumberStyle.NUMBER
    unit: str | None = None
    decimals: int | None = Field(default=None, ge=0, le=10)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"style": value} if isinstance(value, str) else value


class DimensionSection(_Section):
    label: str | None = None
    description: str = ""
    synonyms: Words = ()
    type: ColumnType = ColumnType.TEXT
    column: str | None = None
    expression: str | None = None
    # Stored value -> the other words for it.
    values: dict[str, Words] = {}
    format: FormatSection = FormatSection()
    grain: Grain | None = None
    identifier: bool = False
    display: bool = False
    indexed: bool = True
    same_as: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"type": value}
        return _as_empty(value)

    @field_validator("values", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        if isinstance(value, list):
            return {_as_text(item): () for item in value}
        if isinstance(value, dict):
            return {_as_text(key): aliases or () for key, aliases in value.items()}
        return value


class MeasureSection(_Section):
    """Exactly one of the aggregations, holding the expression it aggregates."""

    label: str | None = None
    description: str = ""
    synonyms: Words = ()
    sum: str | None = None
    average: str | None = None
    median: str | None = None
    min: str | None = None
    max: str | None = None
    count: str | None = None
    count_distinct: str | None = None
    stddev: str | None = None
    filter: str | None = None
    format: FormatSection = FormatSection()
    time: str | None = None
    over_time: OverTime | None = None
    series: Words = ()
    higher_is_better: bool | None = None

    @property
    def aggregations(self) -> dict[Aggregation, str]:
        """The aggregations that are written, with their expressions."""
        written = {name: getattr(self, name) for name in AGGREGATIONS}
        return {Aggregation(name): text for name, text in written.items() if text is not None}


class MetricSection(_Section):
    label: str | None = None
    description: str = ""
    synonyms: Words = ()
    formula: str
    format: FormatSection = FormatSection()
    higher_is_better: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"formula": value} if isinstance(value, str) else value


class JoinSection(_Section):
    """`columns`: names that both sides share, or ours -> theirs."""

    dataset: str | None = None
    columns: dict[str, str]
    cardinality: Cardinality = Cardinality.MANY_TO_ONE

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"columns": value} if isinstance(value, str | list) else value

    @field_validator("columns", mode="before")
    @classmethod
    def _shared(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {value: value}
        if isinstance(value, list):
            return {name: name for name in value}
        return value


class HierarchySection(_Section):
    """`levels` lead from the coarsest to the finest: country, region, city."""

    label: str | None = None
    description: str = ""
    levels: tuple[Word, ...] = Field(min_length=2)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"levels": value} if isinstance(value, list) else value


class DatasetSection(_Section):
    label: str | None = None
    description: str = ""
    synonyms: Words = ()
    table: str | None = None
    key: Words = ()
    time: str | None = None
    joins: Annotated[dict[Name, JoinSection], BeforeValidator(_as_empty)] = {}
    dimensions: Annotated[dict[Name, DimensionSection], BeforeValidator(_as_empty)] = {}
    measures: Annotated[dict[Name, MeasureSection], BeforeValidator(_widened_measures)] = {}
    hierarchies: Annotated[dict[Name, HierarchySection], BeforeValidator(_as_empty)] = {}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return _as_empty(value)


class DatasourceSection(_Section):
    id: str = Field(pattern=r"^[\w.-]+$")
    title: str | None = None
    description: str = ""
    url: str
    cluster_id: Word | None = None
    database: Word | None = None
    tenants: Words = ()


_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})")


def _as_span(value: Any) -> Any:
    """`2024-12-24 to 2024-12-26` and a single day as first and last day."""
    if isinstance(value, str) and (ends := _SPAN.fullmatch(value.strip())):
        return ends.groups()
    return (value, value) if isinstance(value, str | date) else value


def _as_spans(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Span = Annotated[tuple[date, date], BeforeValidator(_as_span)]
Spans = Annotated[tuple[Span, ...], BeforeValidator(_as_spans), Field(min_length=1)]


class CalendarSection(_Section):
    week_start: Weekday = "monday"
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    fiscal_year_named_by: Literal["end", "start"] = "end"
    time_zone: str = "UTC"
    database_time_zone: str = "UTC"
    date_order: Literal["day_first", "month_first"] | None = None
    # Name -> its days, or first and last ones.
    holidays: Annotated[dict[Word, Spans], BeforeValidator(_as_empty)] = {}


class VerifiedQuerySection(_Section):
    """Exactly one of `means` (a question in words that are understood) and `sql`."""

    question: Word
    also: Words = ()
    means: str | None = None
    sql: str | None = None
    verified_by: str | None = None
    verified_on: date | None = None


class TermSection(_Section):
    """Words of people's own, and what they mean: a name of the catalog, or a phrase."""

    words: Words = Field(min_length=1)
    means: str = ""


def _as_roles(value: Any) -> Any:
    """`finance` and `[finance, audit]` are roles."""
    return {"roles": value} if isinstance(value, str | list) else value


def _as_entries(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class AudienceSection(_Section):
    roles: Words | None = None
    tenants: Words | None = None


class AccessSection(AudienceSection):
    rows: str | None = None
    hide: Words = ()
    show: Words | None = None


class DatasetSecuritySection(_Section):
    """`rows_with` names joins of the dataset."""

    rows: str | None = None
    rows_with: Words = ()
    # A column's name -> who sees it.
    columns: dict[str, Annotated[AudienceSection, BeforeValidator(_as_roles)]] = {}
    access: Annotated[tuple[AccessSection, ...] | None, BeforeValidator(_as_entries)] = None


class SecuritySection(_Section):
    others: Literal["visible", "hidden"] = "visible"
    datasets: Annotated[dict[Name, DatasetSecuritySection], BeforeValidator(_as_empty)] = {}


class CatalogSection(_Section):
    """The whole file. Without `datasets` it connects a database that nobody has described yet."""

    datasource: DatasourceSection
    language: str = "en"
    calendar: CalendarSection = CalendarSection()
    as_of: AsOf | date = AsOf.TODAY
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    default_measure: str | None = None
    datasets: dict[Name, DatasetSection] = {}
    metrics: Annotated[dict[Name, MetricSection], BeforeValidator(_as_empty)] = {}
    examples: Words = ()
    verified_queries: tuple[VerifiedQuerySection, ...] = ()
    terms: tuple[TermSection, ...] = ()
    instructions: Words = ()
    security: SecuritySection | None = None

    @property
    def is_described(self) -> bool:
        return "datasets" in self.model_fields_set
