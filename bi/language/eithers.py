"""Conditions that "or" joins: "in Canada or with a balance over 500"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bi.language.clauses import Clause, EitherClause, FilterClause, MarkClause, NumberClause, Place
from bi.language.meanings import ComparatorName, Cue, Item
from bi.model.semantic import Operator

_Part = FilterClause | NumberClause


def with_or_apart(items: Sequence[Item]) -> list[Item]:
    """ "Or more than 5" begins another condition, as "5 or more" does not."""
    found: list[Item] = []
    for item, after in zip(items, [*items[1:], None], strict=True):
        begins = after is not None and after.tags & {"THAN", "number"}
        if item.tags & _OPEN and begins and " " in item.text:
            found += _apart(item)
        elif not ("THAN" in item.tags and found and found[-1].tags == {"comparator"}):
            found.append(item)
    return found


_OPEN = frozenset({"OR_MORE", "OR_LESS"})


def _apart(item: Item) -> list[Item]:
    """The "or" and the comparison of such a phrase."""
    first, _, rest = item.text.partition(" ")
    operator = Operator.GREATER if "OR_MORE" in item.tags else Operator.LESS
    middle = item.start + len(first)
    return [
        replace(item, text=first, end=middle, meanings=(Cue("OR"),)),
        replace(item, text=rest, start=middle + 1, meanings=(ComparatorName(operator),)),
    ]


def with_eithers(
    clauses: Sequence[Clause], unknown: Sequence[Item]
) -> tuple[list[Clause], list[Item]]:
    """The clauses with those that an unexplained "or" stands between made one.

    Beside a further condition that "and" joins to them two readings are possible, so such an
    "or" stays unexplained.
    """
    found, left = list(clauses), list[Item]()
    for item in unknown:
        joined = _joined(found, item, unknown) if "OR" in item.tags else None
        if joined is None:
            left.append(item)
        else:
            found = joined
    return found, left


def _joined(clauses: list[Clause], item: Item, unknown: Sequence[Item]) -> list[Clause] | None:
    for at, (before, after) in enumerate(pairwise(clauses)):
        if not before.place.end <= item.start < after.place.start:
            continue
        between = (before.place.end, after.place.start)
        alone = all(one is item or not between[0] < one.start < between[1] for one in unknown)
        first, second = _parts(before), _parts(after)
        if not (alone and first and second):
            return None
        if _and_another(clauses[:at][::-1]) or _and_another(clauses[at + 2 :]):
            return None
        place = Place(
            before.place.start,
            after.place.end,
            f"{before.place.source} {item.text} {after.place.source}",
        )
        return [*clauses[:at], EitherClause(place, (*first, *second)), *clauses[at + 2 :]]
    return None


def _parts(clause: Clause) -> tuple[_Part, ...]:
    match clause:
        case EitherClause(parts=parts):
            return parts
        case FilterClause(contrast=False, part=False):
            return (clause,)
        case NumberClause(benchmark=None) if clause.columns:
            return (clause,)
    return ()


def _and_another(beside: Sequence[Clause]) -> bool:
    """Whether the nearest clauses are an "and" and a further condition."""
    match beside[:2]:
        case [MarkClause(mark="AND" | "BUT"), FilterClause() | NumberClause()]:
            return True
    return False
