"""What a datasource means: datasets, dimensions, measures, metrics, join paths.

These are plain frozen values. Reading them from YAML, checking them and writing
a first one from a live database is the work of `bi.catalog`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from bi.model.access import RowFilter, Security

if TYPE_CHECKING:  # that module names columns of this one
    from bi.model.knowledge import Term


class ColumnType(StrEnum):
    """The type of a column as a question sees it, whatever the engine calls it."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TIME = "time"

    @property
    def is_numeric(self) -> bool:
        return self in (ColumnType.INTEGER, ColumnType.NUMBER)

    @property
    def is_temporal(self) -> bool:
        return self in (ColumnType.DATE, ColumnType.TIMESTAMP)


class Grain(StrEnum):
    """A width of time buckets, from fine to coarse."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Aggregation(StrEnum):
    """How many values of a column become one."""

    SUM = "sum"
    AVERAGE = "average"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    STDDEV = "stddev"
    PERCENTILE = "percentile"  # with the fraction of values below it; of questions alone


class OverTime(StrEnum):
    """What a state (a stock, a balance) is in a period: states of one time add up, of several not.

    The last or first one known, or an aggregation of those of every time that has one.
    """

    LAST = "last"
    FIRST = "first"
    AVERAGE = "average"
    MIN = "min"
    MAX = "max"

    @property
    def picks(self) -> bool:
        """Whether it is a state of one time, so that it adds up over all else."""
        return self in (OverTime.LAST, OverTime.FIRST)


class NumberStyle(StrEnum):
    """How a number is shown."""

    NUMBER = "number"
    CURRENCY = "currency"
    PERCENT = "percent"  # the value 0.25 is shown as 25 %
    PLAIN = "plain"  # its digits as they are: a year is 2014, not 2,014


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a measure's value is written for a person.

    `unit` is a currency code (`USD`) for currencies, otherwise a word put after
    the number (`days`), or None. `decimals` None lets the size of the value decide.
    """

    style: NumberStyle = NumberStyle.NUMBER
    unit: str | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A dimension, time dimension or measure of a dataset, by their catalog names."""

    dataset: str
    name: str

    def __str__(self) -> str:
        return f"{self.dataset}.{self.name}"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column to group or filter by.

    `expression` is SQL over the dataset's own physical columns; most often one
    column's name. `values` are sample values, `value_aliases` maps a stored value to
    the other words people use for it (`United States` -> `US`, `USA`).
    """

    dataset: str
    name: str
    label: str
    expression: str
    type: ColumnType
    description: str = ""
    synonyms: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    value_aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    format: NumberFormat = NumberFormat()
    # The finest grain that has a meaning; set for time dimensions only.
    grain: Grain | None = None
    # Identifiers are listed and counted, never summed, binned or offered as a grouping.
    identifier: bool = False
    # The dataset's way of naming a row of itself (customers -> customer_name).
    display: bool = False
    # False keeps the values out of the index of filter values.
    indexed: bool = True
    # The dimension of another dataset that this one conforms to: both hold the same values.
    same_as: ColumnRef | None = None
    # Of a dataset in a role: the dimension of the dataset itself.
    in_role_of: ColumnRef | None = None

    @property
    def ref(self) -> ColumnRef:
        return ColumnRef(self.dataset, self.name)

    @property
    def is_time(self) -> bool:
        return self.type.is_temporal

    @property
    def has_known_values(self) -> bool:
        """Whether its distinct values are read, so that questions can name them."""
        return self.type is ColumnType.TEXT and self.indexed and not self.identifier

    @property
    def finest_grain(self) -> Grain:
        """Of a time dimension: what the catalog says, else days of dates and hours of moments."""
        return self.grain or (Grain.DAY if self.type is ColumnType.DATE else Grain.HOUR)

    @property
    def is_year(self) -> bool:
        """Whether its numbers are calendar years, by the custom of names: `birth_year`, `year`.

        Visits per year are none; whole numbers called a date, and written without a sign for
        thousands, are.
        """
        names = (self.name.replace("_", " ").split(), self.label.split())
        ends = [[word.casefold() for word in name[-2:]] for name in names]
        named = any(end[-1:] == ["year"] and end[:1] != ["per"] for end in ends)
        if self.type is ColumnType.INTEGER and self.format.style is NumberStyle.PLAIN:
            named = named or any(end[-1:] == ["date"] for end in ends)
        return named and self.type.is_numeric and not self.identifier


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregation of an expression over the rows of one dataset.

    `expression` is SQL over the dataset's own physical columns, `*` for a count of rows.
    `filter` is an SQL condition over the same columns that rows must meet to count.
    `time` is the time dimension this measure is dated by, when it is not the dataset's
    default one. `over_time` says that rows are states of a time. `series` are the physical
    columns of what has states at times of its own; without them all have theirs at the same.
    """

    dataset: str
    name: str
    label: str
    expression: str
    aggregation: Aggregation
    description: str = ""
    synonyms: tuple[str, ...] = ()
    format: NumberFormat = NumberFormat()
    filter: str | None = None
    time: ColumnRef | None = None
    # Whether more is better; findings are worded by it. None: neither.
    higher_is_better: bool | None = None
    over_time: OverTime | None = None
    series: tuple[str, ...] = ()

    @property
    def ref(self) -> ColumnRef:
        return ColumnRef(self.dataset, self.name)


@dataclass(frozen=True, slots=True)
class Metric:
    """A formula of measures.

    `formula` is arithmetic (+ - * / and parentheses) over names of measures, e.g.
    `profit / revenue`. A division by zero is NULL.
    """

    name: str
    label: str
    formula: str
    description: str = ""
    synonyms: tuple[str, ...] = ()
    format: NumberFormat = NumberFormat()
    higher_is_better: bool | None = None


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Dimensions from the coarsest to the finest: country, region, city.

    `dataset` is where it is written; its rows reach every level.
    """

    dataset: str
    name: str
    label: str
    levels: tuple[ColumnRef, ...]
    description: str = ""

    def below(self, level: ColumnRef) -> ColumnRef | None:
        """The next finer level; None below the finest, and for what is no level of it."""
        return self._beside(level, 1)

    def above(self, level: ColumnRef) -> ColumnRef | None:
        return self._beside(level, -1)

    def _beside(self, level: ColumnRef, step: int) -> ColumnRef | None:
        place = self.levels.index(level) + step if level in self.levels else -1
        return self.levels[place] if 0 <= place < len(self.levels) else None


@dataclass(frozen=True)
class Dataset:
    """A table or view of the datasource.

    `table` is its physical name (`schema.table` where a schema is needed), `key` the
    physical columns that identify a row. `time` is the time dimension its rows are dated
    by; it may stand on a dataset this one joins to (order lines by the order's date).
    `role_of` names the dataset whose rows these are in a role: the losers of matches are
    players. Its dimensions are seen from what joins it; it is not asked for by itself.
    `rows`: the only ones there are for the viewer whose catalog this is.
    `rows`: the only ones that the viewer may see for whom the catalog was made out.
    """

    name: str
    label: str
    table: str
    key: tuple[str, ...] = ()
    description: str = ""
    synonyms: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    time: ColumnRef | None = None
    role_of: str | None = None
    hierarchies: tuple[Hierarchy, ...] = ()
    rows: RowFilter | None = None

    @cached_property
    def _by_name(self) -> dict[str, Dimension]:
        return {dimension.name: dimension for dimension in self.dimensions}

    def dimension(self, name: str) -> Dimension | None:
        return self._by_name.get(name)

    @property
    def display(self) -> Dimension | None:
        """The dimension that names one row to a person, if the catalog says which."""
        return next((d for d in self.dimensions if d.display), None)


class Cardinality(StrEnum):
    """How many rows of the left dataset meet how many of the right."""

    MANY_TO_ONE = "many_to_one"
    ONE_TO_ONE = "one_to_one"


@dataclass(frozen=True, slots=True)
class Join:
    """A join path's one step: `left` rows each have at most one `right` row.

    Columns are physical names and pair up by position. `role` names the road where
    several lead from `left` to `right` (order date, ship date).
    """

    left: str
    left_columns: tuple[str, ...]
    right: str
    right_columns: tuple[str, ...]
    cardinality: Cardinality = Cardinality.MANY_TO_ONE
    role: str | None = None


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A year that begins in month `start`, 1 to 12, and is named by the year it ends in.

    `by_end` False names it by the year it begins in.
    """

    start: int = 1
    by_end: bool = True

    def number(self, day: date) -> int:
        """The fiscal year that holds a day."""
        begun = day.year if day.month >= self.start else day.year - 1
        return begun + self.ahead

    def quarter(self, day: date) -> int:
        """The fiscal quarter that holds a day, 1 to 4."""
        return (day.month - self.start) % 12 // 3 + 1

    def first_day(self, number: int) -> date:
        """The day on which the fiscal year of that number begins."""
        return date(number - self.ahead, self.start, 1)

    @property
    def ahead(self) -> int:
        """By how much its number is ahead of the calendar year it begins in: 0 or 1."""
        return 1 if self.by_end and self.start > 1 else 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days with a name; each span is its first and its last day."""

    name: str
    spans: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """`week_start` 0 is Monday, as in `weekend`, whose days are the others than working days.

    `time_zone` is where days begin and end; moments are stored in `database_time_zone`.
    `day_first` tells how 3/5/2025 is meant; None leaves it to the language.
    """

    week_start: int = 0
    weekend: tuple[int, ...] = (5, 6)
    fiscal_year: FiscalYear = FiscalYear()
    time_zone: str = "UTC"
    database_time_zone: str = "UTC"
    day_first: bool | None = None
    holidays: tuple[Holiday, ...] = ()

    def holiday(self, name: str) -> Holiday | None:
        return next((one for one in self.holidays if one.name == name), None)


class AsOf(StrEnum):
    """What "today" means to a question when the catalog gives no fixed day."""

    TODAY = "today"
    LATEST = "latest"  # the last day that the default time dimension holds


@dataclass(frozen=True, slots=True)
class Datasource:
    """A database the user connected. `url` may refer to the environment and to files of secrets.

    `tenants` may use it; none named are all. `cluster_id` and `database` are what clients of
    Chat2Query call it by: None is in any cluster, and "" is called as its id.
    """

    id: str
    title: str
    url: str
    description: str = ""
    tenants: tuple[str, ...] = ()
    cluster_id: str | None = None
    database: str = ""

    @property
    def called(self) -> tuple[str | None, str]:
        """The cluster and the database that it is called by."""
        return (self.cluster_id, self.database or self.id)

    def is_open_to(self, tenant_id: str) -> bool:
        return not self.tenants or tenant_id in self.tenants


@dataclass(frozen=True, slots=True)
class VerifiedQuery:
    """A question whose right answer a person has checked.

    Either `means` says the same in words that are understood, or `sql` is what answers it.
    `also` are other ways to ask it.
    """

    question: str
    also: tuple[str, ...] = ()
    means: str | None = None
    sql: str | None = None
    verified_by: str | None = None
    verified_on: date | None = None


def asked_as(question: str) -> str:
    """A question without what makes no difference: capitals, spaces, the sign at its end."""
    return " ".join(question.casefold().split()).rstrip("?!. ")


@dataclass(frozen=True)
class Catalog:
    """Everything a question may speak of. Immutable; `version` is a hash of its text, and tells
    apart what was taught besides.

    With `security`, a viewer's questions are read and answered over what
    `bi.guard.access.seen_by` leaves of it, whose `rights` tell it from that of others.
    """

    version: str
    datasource: Datasource
    datasets: tuple[Dataset, ...]
    joins: tuple[Join, ...] = ()
    metrics: tuple[Metric, ...] = ()
    calendar: Calendar = Calendar()
    as_of: AsOf | date = AsOf.TODAY
    # The name of the measure or metric meant when a question names none.
    default_measure: str | None = None
    # Questions shown to a person who does not know where to begin.
    examples: tuple[str, ...] = ()
    verified_queries: tuple[VerifiedQuery, ...] = ()
    # What people mean by words of their own, and rules in words: read by the language engine.
    terms: tuple[Term, ...] = ()
    instructions: tuple[str, ...] = ()
    # ISO 639 code of the language that its names are in, and questions.
    language: str = "en"
    security: Security | None = None
    rights: str = ""

    @property
    def is_described(self) -> bool:
        """False: somebody connected the database, and nobody has said yet what it means."""
        return bool(self.datasets)

    @cached_property
    def _datasets(self) -> dict[str, Dataset]:
        return {dataset.name: dataset for dataset in self.datasets}

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        return {m.name: m for dataset in self.datasets for m in dataset.measures}

    @cached_property
    def _metrics(self) -> dict[str, Metric]:
        return {metric.name: metric for metric in self.metrics}

    @cached_property
    def _conformed(self) -> dict[ColumnRef, tuple[ColumnRef, ...]]:
        groups: dict[ColumnRef, list[ColumnRef]] = {}
        for dimension in self.dimensions():
            if dimension.same_as is not None:
                groups.setdefault(dimension.same_as, [dimension.same_as]).append(dimension.ref)
        return {ref: tuple(group) for group in groups.values() for ref in group}

    @cached_property
    def _verified(self) -> dict[str, VerifiedQuery]:
        return {
            asked_as(wording): one
            for one in self.verified_queries
            for wording in (one.question, *one.also)
        }

    def dataset(self, name: str) -> Dataset:
        """Raises KeyError for an unknown name."""
        return self._datasets[name]

    def measure(self, name: str) -> Measure | None:
        """Measures and metrics share one namespace across the catalog."""
        return self._measures.get(name)

    def metric(self, name: str) -> Metric | None:
        return self._metrics.get(name)

    def verified_query(self, question: str) -> VerifiedQuery | None:
        """The verified query that is asked by exactly these words."""
        return self._verified.get(asked_as(question))

    def hierarchies(self) -> Iterator[Hierarchy]:
        for dataset in self.datasets:
            yield from dataset.hierarchies

    def dimension(self, ref: ColumnRef) -> Dimension | None:
        dataset = self._datasets.get(ref.dataset)
        return dataset.dimension(ref.name) if dataset else None

    def conformed(self, ref: ColumnRef) -> tuple[ColumnRef, ...]:
        """All that hold the same values as `ref`, itself among them; first the one referred to."""
        return self._conformed.get(ref, (ref,))

    def dimensions(self) -> Iterator[Dimension]:
        for dataset in self.datasets:
            yield from dataset.dimensions

    def time_of(self, measure: Measure) -> Dimension | None:
        """The time dimension a measure is dated by, if it has one."""
        ref = measure.time or self.dataset(measure.dataset).time
        return self.dimension(ref) if ref else None
