"""What the parts of a sentence ask for, before they are put together.

Where the words leave several catalog things possible, a clause holds all as `choices`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bi.language.periods import Period
from bi.model.catalog import Aggregation, ColumnRef, Grain
from bi.model.chart import ChartSort, ChartType
from bi.model.semantic import (
    Aggregate,
    Calculation,
    DatePart,
    DimensionGroup,
    Filter,
    Group,
    Operator,
    Scalar,
    Value,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the sentence: characters, end excluded, and the words themselves."""

    start: int
    end: int
    source: str


@dataclass(frozen=True, slots=True)
class Window:
    """ "7 days" of a moving average."""

    count: int
    grain: Grain


@dataclass(frozen=True, slots=True)
class MeasureClause:
    """A value to measure. `joined`: it follows another one in a list of them.

    `columns` are those of the same name, which a list of rows would show instead. `counted`: the
    column whose different values are counted, as something to have a row for each of.
    `row_columns` are sums of which each row has its part. `meant`: the words name what it is
    about only, as "the lowest rating" does stars.
    """

    place: Place
    choices: tuple[Value, ...]
    calculation: Calculation | None = None
    joined: bool = False
    columns: tuple[ColumnRef, ...] = ()
    window: Window | None = None
    counted: EntityClause | None = None
    row_columns: tuple[ColumnRef, ...] = ()
    meant: bool = False

    @property
    def own_columns(self) -> tuple[ColumnRef, ...]:
        """The columns that are aggregated, of every choice that is an aggregation."""
        return tuple(one.column for one in self.choices if isinstance(one, Aggregate))


@dataclass(frozen=True, slots=True)
class VerbClause:
    """ "did we sell": a measure where no other is named, else what that one is said of.

    `asked`: the words ask for an amount of it, or rank by it.
    """

    place: Place
    values: tuple[Value, ...]
    asked: bool = False
    negated: bool = False


class Manner(StrEnum):
    """How a grouping was asked for."""

    BY = "by"
    EACH = "each"
    WHICH = "which"
    RANKED = "ranked"
    COMPARED = "compared"
    LISTED = "listed"
    NAMED = "named"  # merely mentioned
    WITHIN = "within"  # mentioned as what others belong to: "for customers in Canada"
    NONE = "none"  # "without orders": there must be none


@dataclass(frozen=True, slots=True)
class EntityClause:
    """Something to have a row for each of, or (a dataset's noun) to count.

    `values` are what it would be as a measure, `dataset` the dataset it names.
    `auto`: a time group whose grain is left to the range. `restricts`: a ranked one after "for"
    or "in", of which the rest of the sentence asks something. `distinct`: "different cities".
    `columns` are what it is as a column of rows; `key` has one value for each row of the dataset.
    `amounts`: what is measured of a column of numbers where nothing else is said; `few`: its
    numbers part the rows like names. `names_rows`: its values tell one row from
    another. `buckets`: dates are asked to be put into these.
    """

    place: Place
    manner: Manner
    groups: tuple[Group, ...] = ()
    values: tuple[Value, ...] = ()
    dataset: str | None = None
    plural: bool = True
    auto: bool = False
    restricts: bool = False
    distinct: bool = False
    columns: tuple[ColumnRef, ...] = ()
    key: tuple[DimensionGroup, ...] = ()
    identifies: bool = False
    amounts: tuple[Value, ...] = ()
    few: bool = False
    names_rows: bool = False
    buckets: bool = False


@dataclass(frozen=True, slots=True)
class FilterClause:
    """A condition on rows. `contrast`: its values are set side by side.

    `conjoined`: the values were joined by "and". `named`: the words name the column, too.
    `part`: a share of the rows that meet it is asked for.
    """

    place: Place
    choices: tuple[Filter, ...]
    contrast: bool = False
    conjoined: bool = False
    named: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class NumberClause:
    """A comparison with a number, of a measured value or of a column of rows.

    `benchmark`, in place of numbers: that aggregation of the value over all groups, which `of` may
    name. `bare`: what is compared was not said.
    """

    place: Place
    operator: Operator
    numbers: tuple[Scalar, ...]
    values: tuple[Value, ...] = ()
    columns: tuple[ColumnRef, ...] = ()
    percent: bool = False
    currency: bool = False
    # The dataset that a noun among the words names: what is counted.
    dataset: str | None = None
    benchmark: Aggregation | None = None
    of: tuple[Group, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class EitherClause:
    """Conditions on rows of which one has to be met: "in Canada or over 500"."""

    place: Place
    parts: tuple[FilterClause | NumberClause, ...]


@dataclass(frozen=True, slots=True)
class BenchmarkClause:
    """A column beside an aggregation of itself: "above average"; empty `columns`: of what?"""

    place: Place
    operator: Operator
    aggregation: Aggregation
    columns: tuple[ColumnRef, ...] = ()


@dataclass(frozen=True, slots=True)
class BesideClause:
    """Two columns of one row compared."""

    place: Place
    operator: Operator
    columns: tuple[ColumnRef, ...]
    others: tuple[ColumnRef, ...]


class Bound(StrEnum):
    IN = "in"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class TimeClause:
    """When. `last` is the other end of a range; `columns` the time dimensions named.

    `others` are further periods that are set beside the first; `either`: joined by "or".
    `negated`: not then.
    """

    place: Place
    period: Period
    bound: Bound = Bound.IN
    last: Period | None = None
    columns: tuple[ColumnRef, ...] = ()
    others: tuple[Period, ...] = ()
    either: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class PartClause:
    """On Mondays, in the morning: recurring parts of a date. `columns` as of a time.

    `said` tells the person what the words were taken for, where they leave it open.
    """

    place: Place
    part: DatePart
    values: tuple[int | str | None, ...]
    columns: tuple[ColumnRef, ...] = ()
    said: str | None = None


@dataclass(frozen=True, slots=True)
class AgainstClause:
    """Beside an earlier period: one named, or one `grain` earlier, or simply the one before.

    `mutual`: the period named and the question's own may have been said in either order.
    """

    place: Place
    period: Period | None = None
    grain: Grain | None = None
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class RankClause:
    """Best or worst first. `judged`: "best" or "worst", which depend on the measure.

    `values` and `columns` are what it may be by, where the words name it: "the highest age".
    `common`: by how often it occurs. `nth`: that one alone, "the second best".
    `each`: of rows, within each of these. `own`: of each thing said before, "their lowest price".
    `meant` as of a measure.
    """

    place: Place
    descending: bool = True
    count: int | None = None
    judged: bool = False
    values: tuple[Value, ...] = ()
    columns: tuple[ColumnRef, ...] = ()
    common: bool = False
    plural: bool = False
    nth: int | None = None
    each: EntityClause | None = None
    own: bool = False
    meant: bool = False


class Axis(StrEnum):
    """Of a drawing: what it has a place for each of, and what is measured there."""

    X = "x"
    Y = "y"


@dataclass(frozen=True, slots=True)
class AxisClause:
    """What is said beside it lies along this axis."""

    place: Place
    axis: Axis


@dataclass(frozen=True, slots=True)
class SortClause:
    """`timed` True: by the time group, False: by the first other one, None: as named.

    `axis`: by what lies along it, where nothing named is in the answer. `by_name`: by what the
    things shown are called, whatever that is. `along`: what is named as something to have a row
    for each of. `aged`: the direction is one of time, "oldest first". `sized`: it is one of
    amounts, "lowest first", whatever the rows were in order of before.
    """

    place: Place
    values: tuple[Value, ...] = ()
    groups: tuple[Group, ...] = ()
    descending: bool | None = None
    timed: bool | None = None
    columns: tuple[ColumnRef, ...] = ()
    axis: Axis | None = None
    by_name: bool = False
    along: EntityClause | None = None
    aged: bool = False
    sized: bool = False


@dataclass(frozen=True, slots=True)
class BinClause:
    """Numbers in steps: of one width, or so many of them; of `columns`, or of what there is."""

    place: Place
    width: float | None = None
    count: int | None = None
    columns: tuple[ColumnRef, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitClause:
    place: Place
    count: int


@dataclass(frozen=True, slots=True)
class CalculationClause:
    place: Place
    calculation: Calculation
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class ColumnsClause:
    """Columns of a row list ("with date and city"); each item of `choices` is one column."""

    place: Place
    choices: tuple[tuple[ColumnRef, ...], ...]


@dataclass(frozen=True, slots=True)
class UnitClause:
    """The unit that quantities are wanted in; without `spellings` it is one that no catalog has."""

    place: Place
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartClause:
    """A chart wished for. `laid` says only how its parts lie: "stacked", whatever is stacked.

    `beside`: words that also say no more than that things are compared, "side by side": then it is
    the chart `otherwise`, if one is named.
    """

    place: Place
    chart: ChartType
    laid: bool = False
    beside: bool = False
    otherwise: ChartType | None = None


@dataclass(frozen=True, slots=True)
class DrawingClause:
    """How a chart is to be drawn; None: not said.

    `panels`: one for each of something; `by` is what, where it is said.
    """

    place: Place
    log: bool | None = None
    sort: ChartSort | None = None
    panels: bool = False
    by: EntityClause | None = None


class Part(StrEnum):
    """A part of a query that can be taken away."""

    FILTERS = "filters"
    TIME = "time"
    LIMIT = "limit"
    GROUPS = "groups"
    COMPARISON = "comparison"
    ORDER = "order"
    COLUMNS = "columns"  # the catalog things in `columns`
    VALUES = "values"  # the measures in `values`
    DETAIL = "detail"  # whatever the total is split by
    CALCULATION = "calculation"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class RemoveClause:
    """`columns`, `values` and `groups` say which of that part; without any it is all of it."""

    place: Place
    part: Part
    columns: tuple[ColumnRef, ...] = ()
    values: tuple[Value, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.columns or self.values or self.groups)


@dataclass(frozen=True, slots=True)
class MarkClause:
    """A cue that says how a sentence relates to the one before ("instead", "also", "now")."""

    place: Place
    mark: str


@dataclass(frozen=True, slots=True)
class InsteadClause:
    """What something else takes the place of: "by category instead of region"."""

    place: Place
    groups: tuple[Group, ...] = ()
    values: tuple[Value, ...] = ()
    columns: tuple[ColumnRef, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaggregateClause:
    """What was measured, aggregated in another way: "show the median"."""

    place: Place
    aggregation: Aggregation


@dataclass(frozen=True, slots=True)
class DrillClause:
    """ "Why did it fall in March": what part of it changed most. `falls` None: either way."""

    place: Place
    falls: bool | None = None


@dataclass(frozen=True, slots=True)
class ForecastClause:
    """What comes next; `period` is how far ahead, where the words that ask for it say so."""

    place: Place
    period: Period | None = None


class Refusal(StrEnum):
    """What is understood well enough to say that it is not done."""

    WRITE = "write"
    NESTED = "nested"
    TWO_RANKS = "two_ranks"


@dataclass(frozen=True, slots=True)
class RefusalClause:
    place: Place
    reason: Refusal


Clause = (
    MeasureClause
    | VerbClause
    | EntityClause
    | FilterClause
    | NumberClause
    | EitherClause
    | BenchmarkClause
    | BesideClause
    | TimeClause
    | PartClause
    | AgainstClause
    | RankClause
    | SortClause
    | BinClause
    | LimitClause
    | CalculationClause
    | ColumnsClause
    | ChartClause
    | DrawingClause
    | AxisClause
    | UnitClause
    | RemoveClause
    | MarkClause
    | InsteadClause
    | ReaggregateClause
    | DrillClause
    | ForecastClause
    | RefusalClause
)
