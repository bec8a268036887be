"""Where: conditions on values and on yes and no."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice, product

from bi.language.clauses import Clause, FilterClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place, place_of
from bi.language.meanings import (
    DatasetName,
    DimensionName,
    Item,
    ValueName,
)
from bi.language.pattern import Match
from bi.model.catalog import ColumnRef
from bi.model.semantic import Filter, Operator, Scalar

filters = ClauseConstructs()
Clauses = tuple[Clause, ...]
# Of one column; three are offered.
_READINGS = 4


def conditions(
    match: Match, operator: Operator, of: tuple[ColumnRef, ...] | None = None
) -> tuple[Filter, ...]:
    """Filters for each dimension that has every value named; of those in `of` if given.

    More than one for a dimension that has several values called so.
    """
    named = [_by_column(item) for item in match.found["values"]]
    found: list[Filter] = []
    for column in named[0]:
        if (of is None or column in of) and all(column in others for others in named):
            readings = product(*(others[column] for others in named))
            found += [
                Filter(column, operator, tuple(dict.fromkeys(chain(*values))))
                for values in islice(readings, _READINGS)
            ]
    return tuple(found)


def _by_column(item: Item) -> dict[ColumnRef, list[tuple[Scalar, ...]]]:
    """By column, the values that an item may be; those that differ by case only are one."""
    found: dict[ColumnRef, dict[str, tuple[Scalar, ...]]] = {}
    for named in item.of(ValueName):
        alike = found.setdefault(named.dimension.ref, {})
        key = str(named.value).casefold()
        alike[key] = (*alike.get(key, ()), named.value)
    return {column: list(alike.values()) for column, alike in found.items()}


def _conjoined(match: Match) -> bool:
    return any("AND" in item.tags for item in match.covered)


def _clause(
    match: Match,
    operator: Operator,
    of: tuple[ColumnRef, ...] | None = None,
    *,
    contrast: bool = False,
    at: tuple[Item, ...] = (),
) -> Clauses | None:
    choices = conditions(match, operator, of)
    if not choices:
        return None
    where = place_of(at) if at else place(match)
    return (FilterClause(where, choices, contrast=contrast, conjoined=_conjoined(match)),)


def adjectives(match: Match) -> Clauses:
    """The conditions that words before a noun make: "US customers", "returned orders"."""
    clauses: Clauses = ()
    if match.has("values"):
        clauses = _clause(match, Operator.IN, at=match.found["values"]) or ()
    if match.has("more"):
        more = match.found["more"]
        alone = Match(match.items, match.start, match.end, {"values": more})
        clauses = (*clauses, *(_clause(alone, Operator.IN, at=more) or ()))
    if match.has("flag"):
        clauses = (*clauses, *_flag(match, value=not match.has("NOT")))
    return tuple(_of_thing(one, match) for one in clauses)


def _of_thing(clause: Clause, match: Match) -> Clause:
    """ "Active merchants": the merchants are, where they can be."""
    datasets = {
        meaning.dataset for name in ("thing", "things") for meaning in match.all(name, DatasetName)
    }
    if not isinstance(clause, FilterClause):
        return clause
    own = tuple(one for one in clause.choices if one.column.dataset in datasets)
    return replace(clause, choices=own) if own else clause


@filters.add("OR? values=value+", "RELATION|LINKS BY values=value+")
def values(match: Match, _: Scope) -> Clauses | None:
    if _goes_on(match):
        return None
    return _clause(match, Operator.IN) or _one_by_one(match)


def _goes_on(match: Match) -> bool:
    """ "Over 500 or East": an "or" between two conditions is no "either … or"."""
    first, *rest = match.covered
    return "OR" in first.tags and not any("OR" in item.tags for item in rest)


def _one_by_one(match: Match) -> Clauses | None:
    """ "Canada and Technology": conditions on different columns; with "or" they are refused."""
    if any("OR" in item.tags for item in match.covered):
        return None
    clauses: Clauses = ()
    for item in match.found["values"]:
        alone = Match(match.items, match.start, match.end, {"values": (item,)})
        clauses += _clause(alone, Operator.IN, at=(item,)) or ()
    return clauses


@filters.add("NOT IN|FROM|FOR|WITH|RELATION|BY? IN|FROM|FOR|WITH|RELATION|BY|TO? values=value+")
def not_values(match: Match, _: Scope) -> Clauses | None:
    return _clause(match, Operator.NOT_IN)


@filters.add("values=value+ NOT others=value+")
def one_but_not_the_other(match: Match, _: Scope) -> Clauses | None:
    """ "Chai but not Chang"."""
    kept = _clause(match, Operator.IN, at=match.found["values"])
    others = match.found["others"]
    alone = Match(match.items, match.start, match.end, {"values": others})
    left = _clause(alone, Operator.NOT_IN, at=others)
    return (*kept, *left) if kept and left else None


@filters.add("COMPARE values=value+")
def contrasted(match: Match, _: Scope) -> Clauses | None:
    return _clause(match, Operator.IN, contrast=True)


@filters.add(
    "COMPARE? first=value VERSUS|TO second=value",
    "COMPARE first=value WITH second=value",
    "first=value VERSUS second=value",
)
def versus(match: Match, _: Scope) -> Clauses | None:
    """ "East vs West": both, side by side."""
    both = Match(
        match.items, match.start, match.end, {"values": (match.item("first"), match.item("second"))}
    )
    return _clause(both, Operator.IN, contrast=True)


@filters.add(
    "WITH|WHERE|IN|FOR|OF? dimension IS|CALLED|OF? OR? values=value+", "values=value+ dimension"
)
def named_values(match: Match, _: Scope) -> Clauses | None:
    """ "region East", "region is East or West", "the Corporate segment"."""
    return _named(match, Operator.IN)


@filters.add(
    "NOT WITH? dimension IS|OF|CALLED? values=value+",
    "dimension IS? NOT IN? values=value+",
    "NOT IN|FROM|FOR? values=value+ dimension",
)
def named_not_values(match: Match, _: Scope) -> Clauses | None:
    return _named(match, Operator.NOT_IN)


def _named(match: Match, operator: Operator) -> Clauses | None:
    """Values of the dimension that is named; in a role, of what it is in that role."""
    found = _clause(match, operator, _dimensions(match))
    if found:
        return found
    # "The manager of Jane" is not Jane herself.
    of = any("OF" in item.tags for item in match.covered)
    roles = {
        own: meaning.dimension.ref
        for meaning in match.all("dimension", DimensionName)
        if not of and (own := meaning.dimension.in_role_of) is not None
    }
    played = (_clause(match, operator, tuple(roles)) if roles else None) or ()
    return (
        tuple(
            replace(
                one,
                choices=tuple(
                    replace(c, column=roles.get(c.column, c.column)) for c in one.choices
                ),
            )
            for one in played
            if isinstance(one, FilterClause)
        )
        or None
    )


def _dimensions(match: Match) -> tuple[ColumnRef, ...]:
    return tuple(meaning.dimension.ref for meaning in match.all("dimension", DimensionName))


@filters.add("flag", "WITH flag")
def flag(match: Match, _: Scope) -> Clauses:
    return _flag(match, value=True)


@filters.add("NOT flag", "WITHOUT flag")
def not_flag(match: Match, _: Scope) -> Clauses:
    return _flag(match, value=False)


def _flag(match: Match, *, value: bool) -> Clauses:
    found = [m.dimension for m in match.all("flag", DimensionName) if m.dimension.type == "boolean"]
    choices = tuple(Filter(dimension.ref, Operator.IN, (value,)) for dimension in found)
    return (FilterClause(place(match), choices),)
