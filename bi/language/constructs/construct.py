"""How a construct is written down: patterns, and a function from a match to clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bi.language.clauses import Clause, Place
from bi.language.meanings import (
    DatasetName,
    DimensionName,
    FiscalName,
    Item,
    MeasureName,
    PartName,
    RateName,
    UnitName,
)
from bi.language.pattern import Element, Match, parse_pattern
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dimension,
    Grain,
    Measure,
)
from bi.model.profile import Profile
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DatePartGroup,
    DimensionGroup,
    Group,
    NamedMeasure,
    TimeGroup,
    Value,
)

Built = TypeVar("Built")
_FEW = 12
# What may be told of a row beside the one number it is about.
_HARDLY_MORE = 3


class Scope:
    """What a construct may know of the catalog."""

    def __init__(
        self,
        catalog: Catalog,
        profile: Profile = Profile(),
        day_words: frozenset[str] = frozenset(),
    ) -> None:
        """`day_words` are those for a day and its date."""
        self.catalog = catalog
        self._numbers = profile.numbers
        self._day_words = day_words

    def count_of(self, dataset: str) -> Value:
        """The catalog's own count of the dataset's rows, or a plain count."""
        for measure in self.catalog.dataset(dataset).measures:
            counts_rows = measure.aggregation is Aggregation.COUNT and measure.expression == "*"
            if counts_rows and measure.filter is None:
                return NamedMeasure(measure.name)
        return CountRows(dataset)

    def sum_of(self, dimension: Dimension) -> NamedMeasure | None:
        """The catalog's sum of a column: "how many tickets" of a column that holds numbers."""
        if not dimension.type.is_numeric or dimension.identifier:
            return None
        for measure in self.catalog.dataset(dimension.dataset).measures:
            same = measure.expression == dimension.expression and measure.filter is None
            if same and measure.aggregation is Aggregation.SUM:
                return NamedMeasure(measure.name)
        return None

    def rows_told_apart_by(self, dimension: Dimension) -> Value | None:
        """The count of the rows that a name tells apart: there are as many as different names.

        Numbers that identify rows are foreign keys as well, and it is not said whose are counted.
        """
        if dimension.identifier:
            return None
        key = (dimension.expression.strip('"`[]'),)
        is_key = self.catalog.dataset(dimension.dataset).key == key
        return self.count_of(dimension.dataset) if is_key else None

    def column_of(self, measure: Measure) -> ColumnRef | None:
        """The column that a measure aggregates."""
        for dimension in self.catalog.dataset(measure.dataset).dimensions:
            if dimension.expression == measure.expression:
                return dimension.ref
        return None

    def amount_of(self, dataset: str) -> Dimension | None:
        """The one number that its rows are about: the stars of a rating, what a payment comes to.

        Things that have names are no amounts, and neither are those of which much else is known:
        orders are not about their freight.
        """
        found = self.catalog.dataset(dataset)
        amounts = [one for one in found.dimensions if _is_amount(one)]
        told = [one for one in found.dimensions if not (one.identifier or one.is_time)]
        about = len(amounts) == 1 and len(told) <= _HARDLY_MORE
        return amounts[0] if about and found.display is None else None

    def amounts_meant(self, item: Item) -> tuple[ColumnRef, ...]:
        """What a noun says of an amount: "the lowest rating" is one of stars."""
        found = [self.amount_of(meaning.dataset) for meaning in item.of(DatasetName)]
        return tuple(one.ref for one in found if one is not None)

    def is_few(self, ref: ColumnRef) -> bool:
        """Whether its numbers are so few that they part the rows like names: cylinders, stars."""
        found = self._numbers.get(ref)
        return found is not None and found.distinct <= _FEW

    def number_of(self, dataset: str) -> Dimension | None:
        """The one whole number that identifies a row, if there is such a column."""
        found = self.catalog.dataset(dataset)
        keys = [
            one
            for one in found.dimensions
            if one.identifier
            and one.type is ColumnType.INTEGER
            and (one.expression.strip('"'),) == found.key
        ]
        return keys[0] if len(keys) == 1 else None

    def namer_of(self, dataset: str) -> Dimension | None:
        """The dimension that tells one row from another: its name, else its key."""
        found = self.catalog.dataset(dataset)
        return found.display or next((d for d in found.dimensions if d.identifier), None)

    def key_of(self, dataset: str) -> Dimension | None:
        """The dimension that has one value for each row: its key, else what names it."""
        found = self.catalog.dataset(dataset)
        keys = (d for d in found.dimensions if found.key == (d.expression.strip('"`[]'),))
        return next(keys, None) or self.namer_of(dataset)

    def keys(self, item: Item) -> tuple[DimensionGroup, ...]:
        """A group for each row of the datasets that an item names."""
        found = [self.key_of(meaning.dataset) for meaning in item.of(DatasetName)]
        return tuple(DimensionGroup(one.ref) for one in found if one is not None)

    def dates_of(self, dataset: str) -> tuple[ColumnRef, ...]:
        """What its rows are dated by: the catalog's choice, else every date they have."""
        found = self.catalog.dataset(dataset)
        if found.time is not None:
            return (found.time,)
        return tuple(dimension.ref for dimension in found.dimensions if dimension.is_time)

    def values(self, item: Item) -> tuple[Value, ...]:
        """What an item is as a measure: those so named, or a dataset's noun counted.

        A name that the catalog gives to a measure comes before a count that nobody defined.
        """
        named: list[Value] = [meaning.value for meaning in item.of(MeasureName)]
        counts = [self.count_of(meaning.dataset) for meaning in item.of(DatasetName)]
        named += [one for one in counts if not (named and isinstance(one, CountRows))]
        return tuple(dict.fromkeys(named))

    def is_noun(self, item: Item) -> bool:
        """Whether an item names a dataset, and as a measure at most the number of its rows."""
        counts = {self.count_of(meaning.dataset) for meaning in item.of(DatasetName)}
        return bool(counts) and counts.issuperset(m.value for m in item.of(MeasureName))

    def groups(self, item: Item) -> tuple[Group, ...]:
        """What an item is as a grouping."""
        grains = [unit.grain for unit in item.of(UnitName)] + [
            rate.grain for rate in item.of(RateName)
        ]
        if grains:
            return (TimeGroup(grains[0]),)
        if fiscal := item.of(FiscalName):
            return (TimeGroup(fiscal[0].grain, fiscal=True),)
        if parts := item.of(PartName):
            return (DatePartGroup(parts[0].part),)
        found: list[Group] = []
        for named in item.of(DimensionName):
            dimension = named.dimension
            if dimension.is_time:
                found.append(TimeGroup(self._grain(dimension, item), dimension.ref))
            else:
                found.append(DimensionGroup(dimension.ref))
        for dataset in item.of(DatasetName):
            namer = self.namer_of(dataset.dataset)
            if namer is not None:
                found.append(DimensionGroup(namer.ref))
        return tuple(dict.fromkeys(found))

    def _grain(self, dimension: Dimension, item: Item) -> Grain:
        """ "By order date" asks for days, even where the hours are known."""
        finest = dimension.grain or Grain.DAY
        words = {*item.norm.split(), *dimension.name.split("_")}
        said_day = not self._day_words.isdisjoint(words)
        return Grain.DAY if finest is Grain.HOUR and said_day else finest

    def amounts(self, item: Item) -> tuple[Value, ...]:
        """What is measured of a column of numbers by itself: the catalog's measure, or its mean.

        Empty for names, keys, dates and years.
        """
        named = [m.dimension for m in item.of(DimensionName)]
        if not named or item.of(DatasetName) or not all(map(_is_amount, named)):
            return ()
        return tuple(self._usual_measure(dimension) for dimension in named)

    def names_rows(self, item: Item) -> bool:
        """Whether a column's values tell one row from another: its key, or what it is called."""
        named = [m.dimension for m in item.of(DimensionName)]
        return bool(named) and all(map(self._tells_rows, named))

    def _tells_rows(self, dimension: Dimension) -> bool:
        key = self.catalog.dataset(dimension.dataset).key
        column = dimension.expression.strip('"`[]')
        return dimension.display or dimension.identifier or key == (column,)

    def has_few(self, item: Item) -> bool:
        named = item.of(DimensionName)
        return bool(named) and all(self.is_few(m.dimension.ref) for m in named)

    def _usual_measure(self, dimension: Dimension) -> Value:
        for measure in self.catalog.dataset(dimension.dataset).measures:
            if measure.expression == dimension.expression and measure.filter is None:
                return NamedMeasure(measure.name)
        return Aggregate(Aggregation.AVERAGE, dimension.ref)

    def columns(self, item: Item) -> tuple[ColumnRef, ...]:
        """The columns that an item names."""
        found = [meaning.dimension.ref for meaning in item.of(DimensionName)]
        for dataset in item.of(DatasetName):
            namer = self.namer_of(dataset.dataset)
            if namer is not None:
                found.append(namer.ref)
        return tuple(dict.fromkeys(found))


def _is_amount(dimension: Dimension) -> bool:
    return dimension.type.is_numeric and not dimension.identifier and not dimension.is_year


@dataclass(frozen=True, slots=True)
class Construct(Generic[Built]):
    """`build` returns None to decline: then a shorter or later construct may take the words."""

    name: str
    patterns: tuple[tuple[Element, ...], ...]
    build: Callable[[Match, Scope], Built | None]


class Constructs(Generic[Built]):
    """The constructs of one module, in the order in which they are tried."""

    def __init__(self) -> None:
        self.all: list[Construct[Built]] = []

    def add(
        self, *patterns: str
    ) -> Callable[[Callable[[Match, Scope], Built | None]], Callable[[Match, Scope], Built | None]]:
        """A decorator that makes a function a construct with these patterns."""

        def register(
            build: Callable[[Match, Scope], Built | None],
        ) -> Callable[[Match, Scope], Built | None]:
            parsed = tuple(parse_pattern(pattern) for pattern in patterns)
            self.all.append(Construct(build.__name__, parsed, build))
            return build

        return register


ClauseConstructs = Constructs[tuple[Clause, ...]]


def place_of(items: Sequence[Item]) -> Place:
    return Place(items[0].start, items[-1].end, " ".join(item.text for item in items))


def place(match: Match) -> Place:
    return place_of(match.covered)


def item_place(item: Item) -> Place:
    return place_of([item])
