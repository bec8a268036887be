"""The typed question.

A `SemanticQuery` is what every author (the embedded language engine, a model, a
dashboard tile) produces and all that the compiler reads. It names catalog things
only, so whatever it holds is within the catalog by construction once compiled.

Values are JSON-safe through `pydantic.TypeAdapter(SemanticQuery)`; unions carry a
`kind` so that they read back as what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from bi.model.catalog import Aggregation, ColumnRef, Grain

# What a filter compares with: JSON values, so that they read back as they were written. A day
# or moment is an ISO 8601 string; the compiler makes it a date by the column's type.
Scalar = bool | int | float | str | None


class DatePart(StrEnum):
    """A recurring part of a date: "by weekday", "by month of year"."""

    WEEKDAY = "weekday"  # 1 Monday … 7 Sunday
    MONTH_OF_YEAR = "month_of_year"
    QUARTER_OF_YEAR = "quarter_of_year"
    HOUR_OF_DAY = "hour_of_day"
    DAY_OF_MONTH = "day_of_month"
    WEEK_OF_YEAR = "week_of_year"  # by ISO 8601, moved by the day that weeks begin with
    WEEKEND = "weekend"  # 1 on the days of a weekend, 0 on the others
    HOLIDAY = "holiday"  # the name of the catalog's holiday, NULL on other days


# --- where ------------------------------------------------------------------


class Operator(StrEnum):
    IN = "in"
    NOT_IN = "not_in"  # NULL counts as not being in
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    BETWEEN = "between"  # two values, both included
    CONTAINS = "contains"  # text in any case, or a number as it is written
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    IS_NULL = "is_null"
    IS_NOT_NULL = "is_not_null"


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on rows before they are grouped. Several are joined by AND."""

    column: ColumnRef
    operator: Operator
    values: tuple[Scalar, ...] = ()


# --- by what ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DimensionGroup:
    """One row for each value of a dimension; `bin_width` groups numbers in steps."""

    column: ColumnRef
    bin_width: float | None = None
    kind: Literal["dimension"] = "dimension"


@dataclass(frozen=True, slots=True)
class TimeGroup:
    """One row for each bucket of time.

    `column` None is the time each measure is dated by, so that measures of several
    datasets meet in the same buckets. `fiscal`: quarters and years of the fiscal calendar.
    """

    grain: Grain
    column: ColumnRef | None = None
    fiscal: bool = False
    kind: Literal["time"] = "time"


@dataclass(frozen=True, slots=True)
class DatePartGroup:
    """One row for each recurring part of a date; `column` as in `TimeGroup`."""

    part: DatePart
    column: ColumnRef | None = None
    kind: Literal["date_part"] = "date_part"


# --- what is measured -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure or metric of the catalog, as the catalog defines it."""

    name: str
    kind: Literal["named"] = "named"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregation asked for in the question: "average discount", "distinct cities".

    `column` is a dimension, or a measure whose row expression is aggregated another way.
    `fraction` is that of a percentile: 0.9 for the 90th.
    """

    aggregation: Aggregation
    column: ColumnRef
    fraction: float | None = None
    kind: Literal["aggregate"] = "aggregate"


@dataclass(frozen=True, slots=True)
class CountRows:
    """How many rows of a dataset: "how many customers"."""

    dataset: str
    kind: Literal["count_rows"] = "count_rows"


@dataclass(frozen=True, slots=True)
class Ratio:
    """One value divided by another: "revenue per customer". NULL where the divisor is 0."""

    numerator: NamedMeasure | Aggregate | CountRows
    denominator: NamedMeasure | Aggregate | CountRows
    kind: Literal["ratio"] = "ratio"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value less another, both in the same unit: "revenue minus cost"."""

    minuend: NamedMeasure | Aggregate | CountRows
    subtrahend: NamedMeasure | Aggregate | CountRows
    kind: Literal["difference"] = "difference"


@dataclass(frozen=True, slots=True)
class ShareOf:
    """What part of a value falls to rows that meet `filters`: "percentage of orders online".

    0 to 1; NULL where the whole is 0.
    """

    value: NamedMeasure | Aggregate | CountRows
    filters: tuple[Filter, ...]
    kind: Literal["share_of"] = "share_of"


@dataclass(frozen=True, slots=True)
class OfGroups:
    """An aggregation of a value over groups: "median orders per customer", "average daily sales".

    Groups without a row do not count. A query's `measure_filters` are conditions on these groups:
    COUNT is how many meet them, as in "how many orders were worth more than 500".
    """

    aggregation: Aggregation
    value: NamedMeasure | Aggregate | CountRows | Ratio | Difference
    per: DimensionGroup | TimeGroup
    fraction: float | None = None
    kind: Literal["of_groups"] = "of_groups"


Value = Annotated[
    NamedMeasure | Aggregate | CountRows | Ratio | Difference | ShareOf | OfGroups,
    Field(discriminator="kind"),
]


class Calculation(StrEnum):
    """What is done with a value after grouping."""

    SHARE_OF_TOTAL = "share_of_total"  # 0 to 1, of the same value over all groups of the answer
    SHARE_OF_GROUP = "share_of_group"  # 0 to 1, over all that differ in the query's last group only
    RUNNING_TOTAL = "running_total"  # along the query's time group
    # Over as many buckets of the query's time group as the measured column's window has.
    MOVING_AVERAGE = "moving_average"
    ROLLING_SUM = "rolling_sum"

    @property
    def is_share(self) -> bool:
        return self in (Calculation.SHARE_OF_TOTAL, Calculation.SHARE_OF_GROUP)

    @property
    def is_rolling(self) -> bool:
        return self in (Calculation.MOVING_AVERAGE, Calculation.ROLLING_SUM)


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured column of the answer. `window` counts the buckets of a rolling calculation.

    `restart`, of a running total: it begins anew with each of these buckets ("year to date"); its
    `column` has no meaning.
    """

    value: Value
    calculation: Calculation | None = None
    window: int | None = None
    restart: TimeGroup | None = None


# --- when, and further conditions --------------------------------------------


class Span(StrEnum):
    """How a moving period lies to today."""

    THIS = "this"  # the unit that today is in, whole
    TO_DATE = "to_date"  # from the start of that unit to today, which is included
    PREVIOUS = "previous"  # so many whole units before that one
    TRAILING = "trailing"  # so many units back from today, which is included


class Side(StrEnum):
    """Which days are meant, seen from a period."""

    IN = "in"
    SINCE = "since"  # its own and those after it
    UNTIL = "until"  # its own and those before it
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class MovingPeriod:
    """A period that moves with the calendar: "last month" is another one each month.

    In days or longer units. `skip`, of previous ones: so many units lie between it and the unit
    that today is in ("two months ago" skips one). `fiscal`: units of the fiscal calendar.
    """

    span: Span
    grain: Grain
    count: int = 1
    skip: int = 0
    fiscal: bool = False
    side: Side = Side.IN


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Days from `start` (included) to `end` (excluded); None is open.

    `label` is what a person would call it: "2024", "last month", "Q4 2025".
    """

    start: date | None
    end: date | None
    label: str
    # Whole units of this grain cover the range ("2024" -> year, "Q4" -> quarter), if any do:
    # it is what "the previous period" means.
    grain: Grain | None = None
    # The time dimension meant; None is the one each measure is dated by.
    column: ColumnRef | None = None
    # The words counted from today ("last month"): these days are what they meant then.
    moving: MovingPeriod | None = None


@dataclass(frozen=True, slots=True)
class ColumnComparison:
    """Two columns of the same row: "orders shipped after they were due"."""

    column: ColumnRef
    operator: Operator  # IN is "equal to", NOT_IN "other than"
    other: ColumnRef
    kind: Literal["columns"] = "columns"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A column beside an aggregation of the same column over all its rows: "above average"."""

    column: ColumnRef
    operator: Operator
    aggregation: Aggregation
    kind: Literal["benchmark"] = "benchmark"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of several conditions on columns: "in Canada or over 500"."""

    filters: tuple[Filter, ...]
    kind: Literal["either"] = "either"


@dataclass(frozen=True, slots=True)
class Related:
    """How many rows of `other` belong to a row of `dataset`, counting those that meet `filters`.

    "Customers with more than 3 orders", "products never sold" (IN with count 0), "students who
    have a cat" (at least 1). `other` has many rows to one of `dataset`, or shares rows of a third
    dataset with it. `filters` are on columns that rows of `other`, or those shared rows, have one
    value of; `time` limits them by their own date.
    """

    dataset: str
    other: str
    operator: Operator = Operator.GREATER_OR_EQUAL
    count: int = 1
    filters: tuple[Filter, ...] = ()
    time: TimeRange | None = None
    kind: Literal["related"] = "related"

    @property
    def negated(self) -> bool:
        """Whether there must be none."""
        return self.operator is Operator.IN and self.count == 0


Condition = Annotated[ColumnComparison | Benchmark | Either | Related, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class DatePartFilter:
    """A condition on a recurring part of a date: on Mondays, in December, from 9 to 17 o'clock.

    `values` are those of the part that rows may have; None among them is no value (of
    `HOLIDAY`: no holiday). `column` as in `TimeGroup`.
    """

    part: DatePart
    values: tuple[int | str | None, ...]
    column: ColumnRef | None = None


@dataclass(frozen=True, slots=True)
class PeriodGroup:
    """One row for each of some periods that do not overlap; other days do not count.

    The periods have both ends; `column` as in `TimeGroup`.
    """

    periods: tuple[TimeRange, ...]
    column: ColumnRef | None = None
    kind: Literal["periods"] = "periods"


Group = Annotated[
    DimensionGroup | TimeGroup | DatePartGroup | PeriodGroup, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True)
class MeasureFilter:
    """A condition on a measured value after grouping ("regions with more than 100 orders").

    `benchmark`, in place of values: that aggregation of the same value over all groups ("that
    earned less than the average region").
    """

    value: Value
    operator: Operator
    values: tuple[Scalar, ...] = ()
    benchmark: Aggregation | None = None


# --- and then ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same question over an earlier period, beside it.

    Each measure gets two further columns: its value `count` x `grain` earlier and the
    relative change (0.1 is +10 %). Buckets of time are matched shifted.
    """

    grain: Grain
    count: int = 1


class OrderTarget(StrEnum):
    MEASURE = "measure"
    GROUP = "group"
    COLUMN = "column"  # of a row list
    CHANGE = "change"  # a comparison's relative change of measure `index`


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by the query's `index`-th measure, group or column; NULL last."""

    target: OrderTarget
    index: int = 0
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The first `count` rows in the query's order.

    `within` holds indexes of groups (of a row list, of its columns): then it is the first
    `count` within each combination of them ("top 3 products in each region"). `skip` are left
    out before them ("the second best"). `ties`: also those level with the last one.
    """

    count: int
    within: tuple[int, ...] = ()
    skip: int = 0
    ties: bool = False


@dataclass(frozen=True, slots=True)
class ForecastWish:
    """So many buckets of the query's time group that have not begun; no part of the SQL.

    The one that is under way is forecast besides, as a whole.
    """

    periods: int


@dataclass(frozen=True, slots=True)
class SemanticQuery:
    """A question over one datasource.

    With `columns` it is a list of rows of `dataset` (or of datasets joined to it), each once; a
    column is a dimension, or a sum whose part of each row is shown;
    `distinct` leaves out rows that look alike. Otherwise one row for each combination of
    `groups`, with `measures` measured. All of `filters` and `conditions` must be met.
    `forecast` asks what comes after the rows; no SQL says it. `regardless` are columns by which
    nothing is left out, whatever people have taught.
    """

    measures: tuple[Measured, ...] = ()
    groups: tuple[Group, ...] = ()
    filters: tuple[Filter, ...] = ()
    conditions: tuple[Condition, ...] = ()
    time: TimeRange | None = None
    part_filters: tuple[DatePartFilter, ...] = ()
    measure_filters: tuple[MeasureFilter, ...] = ()
    comparison: Comparison | None = None
    order: tuple[Order, ...] = ()
    limit: Limit | None = None
    columns: tuple[ColumnRef, ...] = ()
    dataset: str | None = None
    distinct: bool = False
    forecast: ForecastWish | None = None
    regardless: tuple[ColumnRef, ...] = ()
