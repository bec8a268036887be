"""Charts, calculations on what is there, and how a sentence relates to the one before."""

from __future__ import annotations

from bi.language.clauses import (
    CalculationClause,
    ChartClause,
    Clause,
    ColumnsClause,
    DrillClause,
    Manner,
    MarkClause,
    Part,
    Refusal,
    RefusalClause,
    RemoveClause,
)
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.constructs.nouns import entity
from bi.language.meanings import ChartName, ValueName
from bi.language.pattern import Match
from bi.language.sentences import RETURN
from bi.model.semantic import Calculation

conversation = ClauseConstructs()
Clauses = tuple[Clause, ...]
_MARKS = frozenset(
    {
        "ANAPHORA",
        "NOW",
        "ONLY",
        "FILTER",
        "INSTEAD",
        "ALSO",
        "WHAT_ABOUT",
        "BREAKDOWN",
        "CHANGE",
        "DRAW",
        "COMPARE",
        "AND",
        "COMMA",
        "SHOW",
        "LIST",
        "WHO",
        "DETAILS",
        "BOTH",
        "TIES",
        RETURN,
    }
)
_MEASURED = frozenset({"quantity", "measure", "dataset"})
_SMALL = frozenset(
    {"WORD", "AND", "WHAT", "WHAT_ABOUT", "NOW", "ANAPHORA", "COMMA", "OF", "FOR", "IS"}
)
_NOUN_PARTS = {
    "FILTER_NOUN": Part.FILTERS,
    "LIMIT_NOUN": Part.LIMIT,
    "COMPARISON_NOUN": Part.COMPARISON,
    "COMPARE": Part.COMPARISON,
    "TIME_NOUN": Part.TIME,
    "GROUP_NOUN": Part.GROUPS,
    "SORT_NOUN": Part.ORDER,
    "FORECAST": Part.FORECAST,
}


@conversation.add("AS? chart CHARTWORD|VERSION?")
def chart(match: Match, _: Scope) -> Clauses:
    return (ChartClause(place(match), match.one("chart", ChartName).chart),)


@conversation.add("chart CHARTWORD? TO|INSTEAD_OF other=chart CHARTWORD?")
def chart_to_chart(match: Match, _: Scope) -> Clauses:
    """ "the pie chart to a bar chart": the second; "a bar chart instead of a pie": the first."""
    swapped = any("INSTEAD_OF" in item.tags for item in match.covered)
    name = "chart" if swapped else "other"
    return (ChartClause(place(match), match.one(name, ChartName).chart),)


@conversation.add("AS_SHARE", "SHARE", "SHARE OF? TOTAL")
def as_share(match: Match, _: Scope) -> Clauses | None:
    after = next((one for one in match.items[match.end :] if not one.filler), None)
    if match.has("TOTAL") and after is not None and after.tags & _MEASURED:
        return None  # "the proportion of the total enrolment": of the sum
    return (CalculationClause(place(match), Calculation.SHARE_OF_TOTAL),)


@conversation.add("RUNNING")
def as_running_total(match: Match, _: Scope) -> Clauses:
    return (CalculationClause(place(match), Calculation.RUNNING_TOTAL),)


@conversation.add("WRITE things=dataset|DATA_NOUN+")
def write(match: Match, _: Scope) -> Clauses:
    return (RefusalClause(place(match), Refusal.WRITE),)


@conversation.add(f"REMOVE|WITHOUT noun={'|'.join(_NOUN_PARTS)}")
def remove_part(match: Match, _: Scope) -> Clauses:
    tags = match.item("noun").tags
    part = next(part for tag, part in _NOUN_PARTS.items() if tag in tags)
    return (RemoveClause(place(match), part),)


_THINGS = "things=dimension|dataset|measure|unit|part|moment+"


@conversation.add(
    f"REMOVE noun=BY? {_THINGS}",
    f"REMOVE {_THINGS} noun=FILTER_NOUN|GROUP_NOUN",
    f"REMOVE|WITHOUT noun=GROUP_NOUN BY|OF|IN|FOR {_THINGS}",
    f"REMOVE|WITHOUT noun=FILTER|FILTER_NOUN BY|OF|IN|FOR|TO? {_THINGS}",
    "REMOVE values=value noun=FILTER_NOUN",
    "REMOVE|WITHOUT noun=FILTER|FILTER_NOUN BY|OF|IN|FOR|TO? values=value",
)
def remove_thing(match: Match, scope: Scope) -> Clauses:
    """ "Remove the region": a filter on it, else what is split by it; either where that is said."""
    items = match.found.get("things", ())
    columns = [column for item in items for column in scope.columns(item)]
    columns += [meaning.dimension.ref for meaning in match.all("values", ValueName)]
    values = tuple(value for item in items for value in scope.values(item))
    units = any(item.tags & {"unit", "part"} for item in items)
    noun = match.item("noun").tags if match.has("noun") else frozenset[str]()
    part = Part.COLUMNS if columns else Part.VALUES
    if noun & {"FILTER", "FILTER_NOUN"}:
        part = Part.FILTERS
    elif units or noun:
        part = Part.GROUPS
    groups = tuple(group for item in items for group in scope.groups(item)) if units else ()
    return (RemoveClause(place(match), part, tuple(columns), values, groups),)


@conversation.add("NOT|REMOVE|WITHOUT|INSTEAD_OF what=RUNNING|AS_SHARE|SHARE")
def not_so(match: Match, _: Scope) -> Clauses:
    """ "not cumulative"."""
    return (RemoveClause(place(match), Part.CALCULATION),)


@conversation.add("IN|FOR|OF things=dimension")
def for_all(match: Match, scope: Scope) -> Clauses | None:
    """ "For all categories", where nothing else is said: without what limits them."""
    others = [*match.items[: match.start], *match.items[match.end :]]
    if not any("EVERY" in item.tags for item in match.covered):
        return None
    if not all(item.filler or item.tags & _SMALL for item in others):
        return None
    return (RemoveClause(place(match), Part.COLUMNS, scope.columns(match.item("things"))),)


@conversation.add("DISTINCT ROWS?", "WITHOUT|REMOVE|NOT|FILTER DOWN? DUPLICATES")
def no_doubles(match: Match, _: Scope) -> Clauses:
    """ "Show the distinct values": each of what was shown once."""
    return (MarkClause(place(match), "DISTINCT"),)


@conversation.add("WHY")
def why(match: Match, _: Scope) -> Clauses | None:
    """ "Why did it fall in March?"."""
    said = {tag for item in match.items for tag in item.tags}
    if not said & {"FELL", "ROSE", "CHANGED"}:
        return None
    falls = None if "CHANGED" in said else "FELL" in said
    return (DrillClause(place(match), falls),)


@conversation.add("FELL|ROSE|CHANGED")
def changed(match: Match, _: Scope) -> Clauses | None:
    """Part of the question why."""
    return () if any("WHY" in item.tags for item in match.items) else None


@conversation.add("COUNT_NOUN VARY")
def number_varies(match: Match, _: Scope) -> Clauses:
    """ "How the number varies over the years": what was measured before."""
    return (MarkClause(place(match), "ANAPHORA"),)


@conversation.add("WITH columns=dimension|moment+")
def with_columns(match: Match, scope: Scope) -> Clauses | None:
    """ "With name and age": of rows. "A chart with age and height" is of these."""
    items = match.found["columns"]
    before = match.items[match.start - 1].tags if match.start else frozenset[str]()
    if before & {"CHARTWORD", "chart", "DRAW"}:
        return entity(match, "columns", Manner.NAMED, scope)
    if all("flag" in item.tags for item in items):
        return None  # "with garden" says which rows
    return (ColumnsClause(place(match), tuple(scope.columns(item) for item in items)),)


@conversation.add("BREAKDOWN ANAPHORA DOWN", "BREAKDOWN DOWN")
def break_down(match: Match, _: Scope) -> Clauses:
    """ "break this down"."""
    marks = ("BREAKDOWN", "ANAPHORA") if len(match.covered) > 2 else ("BREAKDOWN",)
    return tuple(MarkClause(place(match), name) for name in marks)


@conversation.add(
    "mark=ANAPHORA|NOW|ONLY|FILTER|INSTEAD|ALSO|WHAT_ABOUT|BREAKDOWN|CHANGE|DRAW|COMPARE|AND|COMMA"
    f"|SHOW|LIST|WHO|DETAILS|BOTH|TIES|{RETURN}"
)
def mark(match: Match, _: Scope) -> Clauses:
    found = sorted(match.item("mark").tags & _MARKS)
    return tuple(MarkClause(place(match), name) for name in found)


@conversation.add("TOTAL|IN_TOTAL", "TOTAL IN_TOTAL")
def total(match: Match, _: Scope) -> Clauses | None:
    """ "how much in total?", said of what was shown before."""
    others = [*match.items[: match.start], *match.items[match.end :]]
    if not all(item.filler or item.tags & _SMALL for item in others):
        return None
    return (RemoveClause(place(match), Part.DETAIL),)
