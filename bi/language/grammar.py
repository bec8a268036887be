"""From items to clauses: at each place the construct that explains the most words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Generic

from bi.language.clauses import Clause, EntityClause, SortClause
from bi.language.constructs.amounts import amounts
from bi.language.constructs.attaining import attaining
from bi.language.constructs.axes import axes
from bi.language.constructs.benchmarks import benchmarks
from bi.language.constructs.bins import bins
from bi.language.constructs.calendar import calendar
from bi.language.constructs.construct import Built, Construct, Scope
from bi.language.constructs.conversation import conversation
from bi.language.constructs.dates import dates
from bi.language.constructs.days import days
from bi.language.constructs.drawing import drawing
from bi.language.constructs.ends import ends
from bi.language.constructs.filters import filters
from bi.language.constructs.firsts import firsts
from bi.language.constructs.fiscal import fiscal
from bi.language.constructs.forecasting import forecasting
from bi.language.constructs.groups import groups
from bi.language.constructs.measures import measures
from bi.language.constructs.moving import moving
from bi.language.constructs.nouns import nouns
from bi.language.constructs.numbers import numbers
from bi.language.constructs.orders import orders
from bi.language.constructs.parts_of import parts_of
from bi.language.constructs.qualities import qualities
from bi.language.constructs.ranking import ranking
from bi.language.constructs.ratios import ratios
from bi.language.constructs.recurring import recurring
from bi.language.constructs.rows import rows
from bi.language.constructs.swaps import swaps
from bi.language.constructs.times import times
from bi.language.constructs.totals import totals
from bi.language.constructs.units import units
from bi.language.constructs.verbs import verbs
from bi.language.constructs.years import years
from bi.language.eithers import with_eithers, with_or_apart
from bi.language.meanings import Cue, Item, PeriodName
from bi.language.mentions import NOTHING, Mentions, Spoken, attached
from bi.language.ordinals import with_ordinals
from bi.language.pattern import Element, Match, match_at, needed_tags
from bi.language.periods import Period
from bi.language.pointing import needs_antecedent, points_back, without_their_number
from bi.language.vocabulary import WORD


class _Index(Generic[Built]):
    """Constructs by the tags that their patterns can begin with."""

    def __init__(self, *constructs: Construct[Built]) -> None:
        self._patterns: list[tuple[Construct[Built], tuple[Element, ...]]] = []
        self._needed: list[tuple[frozenset[str], ...]] = []
        self._by_tag: dict[str, list[int]] = {}
        for construct in constructs:
            for pattern in construct.patterns:
                for tag in _first_tags(pattern):
                    self._by_tag.setdefault(tag, []).append(len(self._patterns))
                self._patterns.append((construct, pattern))
                self._needed.append(needed_tags(pattern))

    def matches(self, items: Sequence[Item], at: int) -> list[tuple[Construct[Built], Match]]:
        """Longest first; at equal length in the order of the constructs."""
        tags = items[at].tags
        numbers = sorted({n for tag in tags for n in self._by_tag.get(tag, ())})
        ahead = tags.union(*(item.tags for item in items[at + 1 :]))
        found = []
        for number in numbers:
            if any(needed.isdisjoint(ahead) for needed in self._needed[number]):
                continue
            construct, pattern = self._patterns[number]
            match = match_at(pattern, items, at)
            if match is not None:
                found.append((construct, match))
        return sorted(found, key=lambda pair: -pair[1].end)


def _first_tags(pattern: Sequence[Element]) -> frozenset[str]:
    tags: frozenset[str] = frozenset()
    for element in pattern:
        tags |= element.tags
        if not element.optional:
            break
    return tags


_CLAUSES = _Index(
    *bins.all,
    *drawing.all,
    *axes.all,
    *forecasting.all,
    *times.all,
    *recurring.all,
    *moving.all,
    *dates.all,
    *years.all,
    *totals.all,
    *parts_of.all,
    *measures.all,
    *nouns.all,
    *orders.all,
    *ratios.all,
    *units.all,
    *verbs.all,
    *groups.all,
    *filters.all,
    *numbers.all,
    *qualities.all,
    *rows.all,
    *benchmarks.all,
    *amounts.all,
    *firsts.all,
    *attaining.all,
    *ranking.all,
    *swaps.all,
    *conversation.all,
)
_THINGS = frozenset({"dataset", "dimension", "value", "moment", "measure", "text", "ANAPHORA"})
# What is said of a drawing: "use a log scale".
_DRAWN = frozenset({"chart", "LOG_SCALE", "LINEAR_SCALE", "STACKED", "SIDE_BY_SIDE", "PANELS"})
_TWO = 2
_CALENDAR = _Index(*calendar.all, *ends.all, *days.all, *fiscal.all)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`unknown` are the items that nothing explains, in their order; `items` what the clauses were
    found in, and `apart` what those were before the words around them narrowed their meanings.

    `points_back`: words like "those" are about the question before; `needs_antecedent`: they have
    no meaning without one.
    """

    clauses: tuple[Clause, ...]
    unknown: tuple[Item, ...]
    mentions: Mentions
    points_back: bool = False
    needs_antecedent: bool = False
    says_all: bool = False
    # Where what follows a colon begins, in characters.
    colons: frozenset[int] = frozenset()
    items: tuple[Item, ...] = ()
    apart: tuple[Item, ...] = ()


def parse(
    items: list[Item], scope: Scope, soft: frozenset[str], before: Spoken = NOTHING
) -> Parsed:
    """Every clause of the sentence, and what is left over.

    `before` is what the question before spoke of.
    """
    apart = with_or_apart(with_ordinals(_with_periods(items, scope)))
    return _parsed(
        attached(without_their_number(apart, before), before), apart, scope, soft, before
    )


def parse_after(parsed: Parsed, scope: Scope, soft: frozenset[str], before: Spoken) -> Parsed:
    """The same sentence, in the company of a question that spoke of `before`."""
    apart = list(parsed.apart)
    items = attached(without_their_number(apart, before), before)
    if tuple(items) == parsed.items:
        return replace(parsed, mentions=Mentions(items, before))
    return _parsed(items, apart, scope, soft, before)


def _parsed(
    items: list[Item], apart: list[Item], scope: Scope, soft: frozenset[str], before: Spoken
) -> Parsed:
    clauses: list[Clause] = []
    unknown: list[Item] = []
    at = 0
    while at < len(items):
        found = _longest(items, at, scope)
        if found is not None:
            built, at = found
            clauses.extend(built)
            continue
        passed = _is_soft(items[at], soft) and not _is_listed(items, at)
        if not (passed or _is_of_rows(items, at)):
            unknown.append(items[at])
        at += 1
    clauses, unknown = with_eithers(clauses, unknown)
    unknown = _without_asked(_without_sort(unknown, clauses, items), clauses, items)
    unknown = _without_total(unknown, items)
    unknown += [item for item in items if _relates_nothing(item, items)]
    return Parsed(
        tuple(clauses),
        tuple(unknown),
        Mentions(items, before),
        points_back(items),
        needs_antecedent(items),
        any("EVERY" in item.tags for item in items),
        colons=frozenset(item.start for item in items if item.colon),
        items=tuple(items),
        apart=tuple(apart),
    )


def _without_total(unknown: list[Item], items: Sequence[Item]) -> list[Item]:
    """ "The total number of", "the total average": before what is aggregated it adds nothing."""
    said = [item for item in items if not item.filler]
    twice = [
        one
        for one, after in pairwise(said)
        if "TOTAL" in one.tags and after.tags & {"aggregation", "COUNT"} and after not in unknown
    ]
    return [one for one in unknown if one not in twice]


def _without_asked(unknown: list[Item], clauses: list[Clause], items: Sequence[Item]) -> list[Item]:
    """ "How much" is explained where a quality follows it: "how much does the dog weigh"."""
    asked = any(
        isinstance(clause, EntityClause) and item.start == clause.place.start
        for item in items
        if "quality" in item.tags
        for clause in clauses
    )
    return [one for one in unknown if not (asked and one.tags == {"aggregation"})]


def _relates_nothing(item: Item, items: Sequence[Item]) -> bool:
    """A verb says that two things belong together; with one thing or none it says more.

    Before what is said of a drawing it says how to draw: "using a pie chart", "use 20 bins".
    """
    if item.tags != {"RELATION"} or _is_drawn(items[items.index(item) + 1 :]):
        return False
    return sum(bool(one.tags & _THINGS) for one in items) < _TWO


def _is_drawn(after: Sequence[Item]) -> bool:
    said = [one for one in after if not one.filler][:_TWO]
    counted = len(said) == _TWO and "number" in said[0].tags and "BIN" in said[1].tags
    return counted or bool(said and said[0].tags & _DRAWN)


def _without_sort(unknown: list[Item], clauses: list[Clause], items: Sequence[Item]) -> list[Item]:
    """ "Sort" right before what it is by is said twice: "sort them, ordered by age"."""
    sorts = {clause.place.start for clause in clauses if isinstance(clause, SortClause)}
    said = [item for item in items if not (item.filler or "COMMA" in item.tags)]
    twice = [one for one, after in pairwise(said) if after.start in sorts and "SORT" in one.tags]
    return [one for one in unknown if one not in twice]


def _is_soft(item: Item, soft: frozenset[str]) -> bool:
    cues = [meaning.name for meaning in item.meanings if isinstance(meaning, Cue)]
    return item.filler or any(cue == WORD or cue in soft for cue in cues)


def _is_listed(items: Sequence[Item], at: int) -> bool:
    """ "The name and level": in a list a word that else adds nothing is something asked for."""
    before = [item for item in items[:at] if not item.filler][-1:]
    return "HOLLOW" in items[at].tags and any("AND" in item.tags for item in before)


def _is_of_rows(items: Sequence[Item], at: int) -> bool:
    """ "Daily price records": the rows of what was just named."""
    return "ROWS" in items[at].tags and at > 0 and "dataset" in items[at - 1].tags


def _longest(items: Sequence[Item], at: int, scope: Scope) -> tuple[tuple[Clause, ...], int] | None:
    matches = _CLAUSES.matches(items, at)
    for construct, match in matches:
        built = construct.build(match, scope)
        if built is not None:
            return built, match.end
    return None


def _with_periods(items: list[Item], scope: Scope) -> list[Item]:
    """The items with each run of calendar words joined into one; other meanings are kept."""
    joined: list[Item] = []
    at = 0
    while at < len(items):
        found = _period(items, at, scope)
        if found is None:
            joined.append(items[at])
            at += 1
            continue
        period, end = found
        joined.append(_period_item(items[at:end], period))
        at = end
    return joined


def _period(items: Sequence[Item], at: int, scope: Scope) -> tuple[Period, int] | None:
    matches = _CALENDAR.matches(items, at)
    for construct, match in matches:
        period = construct.build(match, scope)
        if period is not None:
            return period, match.end
    return None


def _period_item(items: Sequence[Item], period: Period) -> Item:
    kept = items[0].meanings if len(items) == 1 else ()
    return Item(
        text=" ".join(item.text for item in items),
        start=items[0].start,
        end=items[-1].end,
        meanings=(PeriodName(period), *kept),
    )
