"""Numbers in steps and dates in buckets: "in bins of 50", "20 bins", "bin the date by month"."""

from __future__ import annotations

from bi.language.clauses import BinClause, Clause, EntityClause, Manner
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.meanings import DimensionName, Item, Number, PartName, RateName, UnitName
from bi.language.pattern import Match
from bi.model.catalog import ColumnRef, Grain
from bi.model.semantic import DatePartGroup, DimensionGroup, Group, TimeGroup

bins = ClauseConstructs()
Clauses = tuple[Clause, ...]
_UNIT = "unit|part|rate"
_MOST_BINS = 100


@bins.add(
    f"BIN moment BY|TO|IN|FOR? EACH? unit={_UNIT} BIN?",
    f"BIN moment BY|TO|IN? unit={_UNIT} BIN?",
    f"BIN moment OF of=dataset BY|TO|IN? unit={_UNIT} BIN?",
    f"BY|EACH moment BY|IN EACH? unit={_UNIT} BIN?",
    "BY|EACH moment unit=part",
)
def dates_in_buckets(match: Match, _: Scope) -> Clauses:
    """ "bin the booking date by weekday"."""
    item = match.item("unit")
    columns = [m.dimension.ref for m in match.all("moment", DimensionName)]
    groups = tuple(_bucket(item, column) for column in columns)
    return (EntityClause(place(match), Manner.BY, groups, buckets=True),)


@bins.add(
    "BIN year=quantity BY|TO|IN? unit=unit BIN?", "BY year=quantity BIN BY|TO|IN? unit=unit BIN?"
)
def years_as_they_are(match: Match, _: Scope) -> Clauses | None:
    """ "bin the year into year intervals": one for each."""
    columns = [m.dimension for m in match.all("year", DimensionName)]
    years = match.one("unit", UnitName).grain is Grain.YEAR and all(c.is_year for c in columns)
    groups: tuple[Group, ...] = tuple(DimensionGroup(column.ref) for column in columns)
    if match.item("year").of(UnitName):
        groups = (TimeGroup(Grain.YEAR),)
    return (EntityClause(place(match), Manner.BY, groups, buckets=True),) if years else None


@bins.add("EACH BIN")
def each_of_them(match: Match, _: Scope) -> Clauses | None:
    """ "The sum of each bin", of the bins said before."""
    said = any("BIN" in item.tags for item in match.items[: match.start])
    return () if said else None


@bins.add(
    f"BIN BY|TO|IN? EACH? unit={_UNIT} BIN?",
    f"IN? unit={_UNIT} BIN",
    f"BIN day=unit BY|TO|IN unit={_UNIT} BIN?",
)
def in_buckets(match: Match, _: Scope) -> Clauses | None:
    """ "binned by year", "in month intervals", "bin the date by year"."""
    if match.has("day") and match.one("day", UnitName).grain is not Grain.DAY:
        return None
    groups = (_bucket(match.item("unit"), None),)
    return (EntityClause(place(match), Manner.BY, groups, buckets=True),)


def _bucket(item: Item, column: ColumnRef | None) -> Group:
    if parts := item.of(PartName):
        return DatePartGroup(parts[0].part, column)
    grains = [m.grain for m in item.of(UnitName)] + [m.grain for m in item.of(RateName)]
    return TimeGroup(grains[0], column)


@bins.add("BIN thing=quantity BY|TO|IN|WITH|FOR? number BIN|BIN_WIDTH?")
def numbers_in_steps(match: Match, _: Scope) -> Clauses | None:
    """ "bin the weight by 500"."""
    return _steps(match, width=True, columns=_columns(match))


@bins.add(
    "BY|IN|WITH|TO|OF? BIN_WIDTH IS|OF? number",
    "BY|IN|WITH|TO|OF? number BIN_WIDTH",
    "BIN IN|BY|TO? number BIN_WIDTH?",
)
def in_steps(match: Match, _: Scope) -> Clauses | None:
    """ "in steps of 10", "bin size 500"."""
    return _steps(match, width=True)


@bins.add("BY|IN|WITH|TO? number BIN", "BY|IN|WITH|TO? BIN_COUNT IS|OF? number")
def in_so_many(match: Match, _: Scope) -> Clauses | None:
    """ "20 bins", "into 8 buckets"; "500 intervals" are as wide as that."""
    many = match.one("number", Number).value > _MOST_BINS
    return _steps(match, width=many)


@bins.add("BIN thing=quantity", "BY|IN|TO? BIN OF thing=quantity")
def in_some_steps(match: Match, _: Scope) -> Clauses | None:
    """ "bin the ages"."""
    return (*_whole(match), BinClause(place(match), columns=_columns(match)))


@bins.add("BY|IN|TO|WITH? BIN")
def in_bins(match: Match, _: Scope) -> Clauses:
    """ "in bins"."""
    return (BinClause(place(match)),)


def _columns(match: Match) -> tuple[ColumnRef, ...]:
    return tuple(m.dimension.ref for m in match.all("thing", DimensionName))


def _whole(match: Match) -> Clauses:
    columns = _columns(match)
    groups = tuple(DimensionGroup(ref) for ref in columns)
    return (EntityClause(place(match), Manner.BY, groups, columns=columns),)


def _steps(match: Match, *, width: bool, columns: tuple[ColumnRef, ...] = ()) -> Clauses | None:
    number = match.one("number", Number)
    if number.percent or number.value <= 0:
        return None
    if not width and number.value != int(number.value):
        return None
    clause = (
        BinClause(place(match), width=float(number.value), columns=columns)
        if width
        else BinClause(place(match), count=int(number.value), columns=columns)
    )
    return (*(_whole(match) if columns else ()), clause)
