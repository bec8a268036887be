"""What one part of a sentence says of the others too: periods, conditions, "by region"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bi.language.breaking.sketch import Sketch
from bi.language.lexicon.load import Lexicon


@dataclass(frozen=True, slots=True)
class Carrying:
    """What a part takes over. `shared` is said of it by the sentence itself; of `measures` the
    first that it can be ranked by; `further` is done without where it cannot be had. `lead` is
    what the part begins with: "which region had" of "… the highest margin and the lowest cost".
    """

    lead: str = ""
    shared: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    further: tuple[str, ...] = ()


def shared(sketches: Sequence[Sketch], at: int, by: str) -> tuple[str, ...]:
    """What a measure of a list lacks that others say: "revenue and profit by region in 2024"."""
    mine = sketches[at]
    if not mine.has_head:
        return ()
    others = [*sketches[at + 1 :], *reversed(sketches[:at])]
    found: list[str] = []
    if not (mine.draft.groups or mine.draft.rank):
        found += _first(others, lambda one: () if one.draft.rank else one.groups(by))
    if not mine.dates:
        found += _first(others, Sketch.times)
    if not mine.is_conditioned:
        found += _first(others, Sketch.filters)
    return tuple(found)


def carrying(
    mine: Sketch, before: Sequence[Sketch], after: Sequence[Sketch], lexicon: Lexicon
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a part of a sentence lacks that other parts of it say: measures that it may be ranked
    by, and further words. `before` has the nearest first, `after` too.
    """
    listed = [] if any(one.opens for one in after) else after
    measures = tuple(_measures(mine, [*before, *listed], lexicon))
    further: list[str] = []
    if not mine.dates and not mine.draft.forecasts:
        further += _first(before, Sketch.times) or _last_period(listed)
    if not mine.is_conditioned and not mine.asks:
        further += _first(before, lambda one: one.filters() if _may_take(mine, one) else ())
    return measures, tuple(further)


def lead(mine: Sketch, before: Sequence[Sketch]) -> str:
    """What is ranked, where a part says by what only."""
    if mine.draft.rank is None or mine.draft.groups:
        return ""
    for one in before:
        rank = one.draft.rank
        named = rank and any(group.place.start < rank.place.start for group in one.draft.groups)
        if rank and named:
            return one.text[: rank.place.start].strip()
    return ""


def _last_period(listed: Sequence[Sketch]) -> list[str]:
    """What a list ends with is said of all its parts."""
    if not listed:
        return []
    last = listed[-1]
    return [" ".join(last.times())] if any(map(last.text.endswith, last.times())) else []


def _measures(mine: Sketch, others: Sequence[Sketch], lexicon: Lexicon) -> Iterator[str]:
    """ "The worst three categories": by what was spoken of."""
    rank = mine.draft.rank
    if mine.measures or rank is None or rank.values or rank.columns or rank.common:
        return
    for one in others:
        for clause in one.draft.measures:
            yield f"{lexicon.cue('BY')[0]} {clause.place.source}"


def _may_take(mine: Sketch, other: Sketch) -> bool:
    """A ranking of countries is not of the one country that was asked about before."""
    own = {group for one in mine.draft.groups for group in one.groups}
    columns = {column.column for clause in other.draft.filters for column in clause.choices}
    return not any(getattr(group, "column", None) in columns for group in own)


def _first(
    others: Sequence[Sketch], words: Callable[[Sketch], Iterator[str] | tuple[str, ...]]
) -> list[str]:
    for one in others:
        if found := [*words(one)]:
            return [" ".join(found)]
    return []
