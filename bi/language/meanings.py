"""What a word or phrase can mean before the sentence around it is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeVar

from bi.language.periods import Period
from bi.model.catalog import Aggregation, Dimension, Grain
from bi.model.chart import ChartType
from bi.model.semantic import DatePart, NamedMeasure, Operator, Scalar


class Degree(StrEnum):
    """The three forms of an adjective."""

    POSITIVE = "quality"
    COMPARATIVE = "comparative"
    SUPERLATIVE = "superlative"


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of the lexicon; constructs name cues in capitals."""

    name: str

    @property
    def tags(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Tagged:
    """Meanings with one fixed tag."""

    tag: ClassVar[str]

    @property
    def tags(self) -> tuple[str, ...]:
        return (self.tag,)


@dataclass(frozen=True, slots=True)
class MeasureName(Tagged):
    tag: ClassVar[str] = "measure"
    value: NamedMeasure


@dataclass(frozen=True, slots=True)
class VerbName(Tagged):
    """ "sold": said of what a measure counts up. `by_others`: we are not who does it."""

    tag: ClassVar[str] = "verb"
    value: NamedMeasure
    by_others: bool = False


@dataclass(frozen=True, slots=True)
class ActName(Tagged):
    """ "Climbs": what those do of whom a dataset has the rows, climbers. `done`: "climbed"."""

    tag: ClassVar[str] = "act"
    dataset: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class DatasetName(Tagged):
    tag: ClassVar[str] = "dataset"
    dataset: str


@dataclass(frozen=True, slots=True)
class DimensionName:
    """A dimension by name; `quantity`, `flag` or `moment` by the type of its values.

    `partial`: by a part of its name only ("code" for "template type code").
    """

    dimension: Dimension
    partial: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        type_ = self.dimension.type
        if self.dimension.is_time:
            return ("moment",)
        if type_.is_numeric and not self.dimension.identifier:
            return ("dimension", "quantity")
        return ("dimension", "flag") if type_ == "boolean" else ("dimension",)


@dataclass(frozen=True, slots=True)
class QualityName:
    """ "old", "older", "oldest": a word that stands for a quantity or moment of the catalog.

    `degree` is positive, comparative or superlative. `more`: the word asks for higher values
    of the dimension ("older" than an age, but an earlier date of birth).
    """

    dimension: Dimension
    degree: Degree
    more: bool

    @property
    def tags(self) -> tuple[str, ...]:
        return (self.degree.value,)


@dataclass(frozen=True, slots=True)
class ValueName(Tagged):
    """A value of a dimension. `partial`: the words are only a part of it."""

    tag: ClassVar[str] = "value"
    dimension: Dimension
    value: Scalar
    partial: bool = False


@dataclass(frozen=True, slots=True)
class TermName(Tagged):
    """Words that somebody taught, and the phrase that they stand for."""

    tag: ClassVar[str] = "term"
    means: str


@dataclass(frozen=True, slots=True)
class TextLiteral(Tagged):
    """The text of a quotation, as it was written."""

    tag: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True, slots=True)
class Number(Tagged):
    """`plain`: written as bare digits, so that 2024 may be a year."""

    tag: ClassVar[str] = "number"
    value: int | float
    percent: bool = False
    plain: bool = False
    currency: bool = False


@dataclass(frozen=True, slots=True)
class Ordinal(Tagged):
    """ "second", "3rd"."""

    tag: ClassVar[str] = "ordinal"
    value: int


@dataclass(frozen=True, slots=True)
class PercentileName(Tagged):
    """ "p90", "upper quartile": the fraction of values below it."""

    tag: ClassVar[str] = "percentile"
    fraction: float


@dataclass(frozen=True, slots=True)
class UnitName(Tagged):
    tag: ClassVar[str] = "unit"
    grain: Grain


@dataclass(frozen=True, slots=True)
class QuantityUnit(Tagged):
    """ "Square kilometres": the unit of an amount, in all its spellings."""

    tag: ClassVar[str] = "quantity_unit"
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RateName(Tagged):
    """ "monthly"."""

    tag: ClassVar[str] = "rate"
    grain: Grain


@dataclass(frozen=True, slots=True)
class OverName(Tagged):
    """ "year over year"."""

    tag: ClassVar[str] = "over"
    grain: Grain


@dataclass(frozen=True, slots=True)
class PartName(Tagged):
    tag: ClassVar[str] = "part"
    part: DatePart


@dataclass(frozen=True, slots=True)
class ChartName(Tagged):
    tag: ClassVar[str] = "chart"
    chart: ChartType


@dataclass(frozen=True, slots=True)
class AggregationName(Tagged):
    tag: ClassVar[str] = "aggregation"
    aggregation: Aggregation


@dataclass(frozen=True, slots=True)
class ComparatorName(Tagged):
    tag: ClassVar[str] = "comparator"
    operator: Operator


@dataclass(frozen=True, slots=True)
class MonthName(Tagged):
    tag: ClassVar[str] = "month"
    month: int


@dataclass(frozen=True, slots=True)
class QuarterName(Tagged):
    tag: ClassVar[str] = "quarter"
    quarter: int


@dataclass(frozen=True, slots=True)
class HalfName(Tagged):
    tag: ClassVar[str] = "half"
    half: int


@dataclass(frozen=True, slots=True)
class YearNumber(Tagged):
    tag: ClassVar[str] = "year"
    year: int


@dataclass(frozen=True, slots=True)
class MonthsName(Tagged):
    """ "Decembers": the month of every year."""

    tag: ClassVar[str] = "months"
    month: int


@dataclass(frozen=True, slots=True)
class WeekdayName(Tagged):
    """1 Monday to 7 Sunday."""

    tag: ClassVar[str] = "weekday"
    weekday: int


@dataclass(frozen=True, slots=True)
class WeekdaysName(Tagged):
    """ "Mondays": the weekday of every week."""

    tag: ClassVar[str] = "weekdays"
    weekday: int


class DayKind(StrEnum):
    WEEKEND = "weekend"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class DaysName(Tagged):
    """ "weekends", "working days"."""

    tag: ClassVar[str] = "days"
    kind: DayKind


@dataclass(frozen=True, slots=True)
class HoursName(Tagged):
    """ "morning": from hour `start` to `end`, which may lie after midnight."""

    tag: ClassVar[str] = "hours"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClockTime(Tagged):
    """ "17:00"."""

    tag: ClassVar[str] = "clock"
    hour: int
    minute: int = 0


@dataclass(frozen=True, slots=True)
class WrittenDay(Tagged):
    """ "3/5/2025"; `day_first` is how the language has it."""

    tag: ClassVar[str] = "written"
    first: int
    second: int
    year: int
    text: str
    day_first: bool


@dataclass(frozen=True, slots=True)
class WeekNumber(Tagged):
    """ "W23"."""

    tag: ClassVar[str] = "week"
    week: int


@dataclass(frozen=True, slots=True)
class FiscalName(Tagged):
    """ "fiscal quarter"."""

    tag: ClassVar[str] = "fiscal"
    grain: Grain


@dataclass(frozen=True, slots=True)
class FiscalYearNumber(Tagged):
    """ "FY25"."""

    tag: ClassVar[str] = "fiscal_year"
    year: int


@dataclass(frozen=True, slots=True)
class HolidayName(Tagged):
    """A holiday of the catalog."""

    tag: ClassVar[str] = "holiday"
    name: str


@dataclass(frozen=True, slots=True)
class PeriodName(Tagged):
    """A whole period ("2024", "last month", "Q4")."""

    tag: ClassVar[str] = "period"
    period: Period


Meaning = (
    Cue
    | MeasureName
    | VerbName
    | ActName
    | DatasetName
    | DimensionName
    | QualityName
    | ValueName
    | TermName
    | TextLiteral
    | Number
    | Ordinal
    | PercentileName
    | UnitName
    | QuantityUnit
    | RateName
    | OverName
    | PartName
    | ChartName
    | AggregationName
    | ComparatorName
    | MonthName
    | QuarterName
    | HalfName
    | YearNumber
    | MonthsName
    | WeekdayName
    | WeekdaysName
    | DaysName
    | HoursName
    | ClockTime
    | WrittenDay
    | WeekNumber
    | FiscalName
    | FiscalYearNumber
    | HolidayName
    | PeriodName
)
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Item:
    """Some words of the sentence with all they can mean.

    `start` and `end` are characters of the sentence. `filler`: a small word that a construct
    may step over. `corrected` is the word as it was taken where it had been misspelt, or the
    value that it is a part of; `doubtful`: it is better asked than taken so. `colon`: it follows
    one. `norm` is the text in lower case and without endings that only say whose it is.
    """

    text: str
    start: int
    end: int
    meanings: tuple[Meaning, ...] = ()
    filler: bool = False
    plural: bool = False
    corrected: str | None = None
    doubtful: bool = False
    colon: bool = False
    norm: str = ""
    tags: frozenset[str] = field(init=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        tags = frozenset(tag for meaning in self.meanings for tag in meaning.tags)
        object.__setattr__(self, "tags", tags)

    def of(self, kind: type[M]) -> tuple[M, ...]:
        return tuple(meaning for meaning in self.meanings if isinstance(meaning, kind))
