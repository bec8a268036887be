"""One thing along another: "price against size", "weight over the years", "by number of rooms"."""

from __future__ import annotations

from bi.language.clauses import Clause, Manner
from bi.language.constructs.construct import ClauseConstructs, Scope
from bi.language.constructs.measures import entity
from bi.language.meanings import DimensionName, Item, UnitName
from bi.language.pattern import Match

axes = ClauseConstructs()
Clauses = tuple[Clause, ...]
_ALONG = "dimension|unit|moment|part|rate"
_AGGREGATED = frozenset({"aggregation", "COUNT", "COUNT_NOUN"})


@axes.add(f"VERSUS things={_ALONG}")
def against(match: Match, scope: Scope) -> Clauses | None:
    """ "average price against rating"."""
    return entity(match, "things", Manner.BY, scope)


@axes.add(f"along=comparator EACH|ALL_TIME|DISTINCT? things={_ALONG}")
def over(match: Match, scope: Scope) -> Clauses | None:
    """ "weight over the years": not more than them."""
    item = match.item("things")
    if "DURING" not in match.item("along").tags or not _parts_rows(item):
        return None
    return entity(match, "things", Manner.BY, scope)


def _parts_rows(item: Item) -> bool:
    """Names, years and units of time; of numbers "over" is said of more than them."""
    if item.of(UnitName):
        return True
    named = [m.dimension for m in item.of(DimensionName)]
    return all(not one.type.is_numeric or one.is_year for one in named)


@axes.add("BY|EACH|VERSUS COUNT|COUNT_NOUN OF? things=quantity")
def by_number_of(match: Match, scope: Scope) -> Clauses | None:
    """ "by number of rooms", of which a column tells the number."""
    item = match.item("things")
    if "dataset" in item.tags:
        return None
    return entity(match, "things", Manner.BY, scope)


@axes.add("BY|VERSUS|AND|comparator")
def along_what_is_measured(match: Match, _: Scope) -> Clauses | None:
    """ "cities by average price": what is measured follows, in its own words."""
    first, rest = match.items[match.start], match.items[match.end :]
    rest = [item for item in rest if not item.filler]
    if first.tags & {"AND"} or ("comparator" in first.tags and "DURING" not in first.tags):
        return None
    return () if rest and rest[0].tags & _AGGREGATED else None


@axes.add("axis=X_AXIS|Y_AXIS", "IN|WITH|FOR|BY|TO axis=X_AXIS|Y_AXIS|AXES IS|IN|OF|DEPICT?")
def on_axis(_: Match, __: Scope) -> Clauses:
    """ "with the x axis representing …": where a thing is drawn changes no answer."""
    return ()
