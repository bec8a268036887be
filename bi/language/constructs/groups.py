"""By what: dimensions and time, in the many ways to ask for a row for each."""

from __future__ import annotations

from bi.language.clauses import Clause, EntityClause, LimitClause, Manner, MarkClause
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.constructs.nouns import entity
from bi.language.meanings import DimensionName, MeasureName, Number, UnitName, YearNumber
from bi.language.pattern import Match
from bi.model.semantic import TimeGroup

groups = ClauseConstructs()
Clauses = tuple[Clause, ...]
_RANKS = frozenset({"TOP", "BOTTOM", "BEST", "WORST"})
_ENTITY = "dimension|dataset|unit|fiscal|part|moment|rate"


@groups.add(f"BY COMBINATION? things={_ENTITY}|measure+", f"BREAKDOWN DOWN? BY things={_ENTITY}+")
def by(match: Match, scope: Scope) -> Clauses | None:
    entities = entity(match, "things", Manner.BY, scope)
    if entities is None or not match.has("BREAKDOWN"):
        return entities
    return (MarkClause(item_place(match.item("BREAKDOWN")), "BREAKDOWN"), *entities)


@groups.add(f"EACH COMBINATION? things={_ENTITY}+", f"SINCE EACH things={_ENTITY}")
def each(match: Match, scope: Scope) -> Clauses | None:
    """ "Of each region", "trains starting from each station"."""
    return entity(match, "things", Manner.EACH, scope)


@groups.add(f"BY EACH things={_ENTITY}+")
def by_each(match: Match, scope: Scope) -> Clauses | None:
    """ "Grouping by each customer's city"."""
    return entity(match, "things", Manner.BY, scope)


@groups.add(f"COUNT_BY things={_ENTITY}+")
def counted_by(match: Match, scope: Scope) -> Clauses | None:
    """ "Group and count the names of the boats"."""
    found = entity(match, "things", Manner.BY, scope)
    mark = MarkClause(item_place(match.items[match.start]), "COUNT_ROWS")
    return (mark, *found) if found else None


@groups.add("things=dimension|dataset|unit WISE")
def so_wise(match: Match, scope: Scope) -> Clauses | None:
    """ "Revenue region wise"."""
    return entity(match, "things", Manner.BY, scope)


@groups.add("BY moment unit", "EACH moment unit", "BY unit OF moment", "EACH unit OF moment")
def by_named_time(match: Match, _: Scope) -> Clauses:
    """ "by month of ship date", "by ship date month"."""
    grain = match.one("unit", UnitName).grain
    found = tuple(TimeGroup(grain, m.dimension.ref) for m in match.all("moment", DimensionName))
    return (EntityClause(place(match), Manner.BY, found),)


@groups.add("EACH OF? VERSION|ANAPHORA?", "IN|FOR|OF EACH VERSION|ANAPHORA?")
def each_of_those(match: Match, _: Scope) -> Clauses | None:
    """ "And how many there are of each": each of what is named already."""
    if any("HOLLOW" in item.tags for item in match.items[match.end : match.end + 1]):
        return None  # "for each company", which the catalog does not know
    return (MarkClause(place(match), "EACH"),)


@groups.add("EACH OF? ANAPHORA things=dimension|dataset|moment")
def each_of_these_things(match: Match, scope: Scope) -> Clauses | None:
    """ "For each of these ids": the ids shown, if any were; else a row for each."""
    found = entity(match, "things", Manner.EACH, scope)
    return (MarkClause(place(match), "EACH"), *found) if found else None


@groups.add("things=rate")
def monthly(match: Match, scope: Scope) -> Clauses | None:
    return entity(match, "things", Manner.BY, scope)


@groups.add("TREND OF|IN|FOR?", "VARY|TREND IN|OF? TREND OF|IN|FOR?")
def trend(match: Match, _: Scope) -> Clauses:
    return (EntityClause(place(match), Manner.BY, auto=True),)


@groups.add(f"WHICH|WHAT number? things={_ENTITY}")
def which(match: Match, scope: Scope) -> Clauses | None:
    """ "which region", "which 5 products"."""
    entities = entity(match, "things", Manner.WHICH, scope)
    if entities is None or not match.has("number"):
        return entities
    count = match.one("number", Number).value
    if count != int(count) or count < 1:
        return None
    return (LimitClause(item_place(match.item("number")), int(count)), *entities)


@groups.add("number things=dimension|dataset|unit")
def so_many(match: Match, scope: Scope) -> Clauses | None:
    """ "The five countries with the most customers": how many the rank said later leaves."""
    item, number = match.item("things"), match.one("number", Number)
    ranked = any(later.tags & _RANKS for later in match.items[match.end :])
    if not ranked or not item.plural or number.value != int(number.value) or number.value < 1:
        return None
    if match.item("number").of(YearNumber) or number.percent or number.currency:
        return None
    limit = LimitClause(item_place(match.item("number")), int(number.value))
    return (limit, *(entity(match, "things", Manner.RANKED, scope) or ()))


@groups.add(f"COMPARE OF? things={_ENTITY}+")
def compare(match: Match, scope: Scope) -> Clauses | None:
    """ "comparing product categories by revenue"."""
    if any(item.of(MeasureName) and not item.of(DimensionName) for item in match.found["things"]):
        return None
    return entity(match, "things", Manner.COMPARED, scope)


@groups.add("LIST things=dataset")
def listed(match: Match, scope: Scope) -> Clauses | None:
    return entity(match, "things", Manner.LISTED, scope)
