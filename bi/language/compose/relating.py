"""Conditions on what belongs to a row: "who have a cat", "with more than 3 orders"."""

from __future__ import annotations

from dataclasses import dataclass, field

from bi.language.clauses import FilterClause, Manner, NumberClause, Place
from bi.language.compose.filtering import is_of_things
from bi.language.compose.related_times import range_of_head, take_times
from bi.language.compose.work import Work
from bi.language.reach import Distance
from bi.language.rows_wanted import counted_dataset
from bi.language.trouble import Trouble
from bi.model.semantic import Condition, Filter, Operator, Related, TimeRange
from bi.model.words import mid_sentence

_AT_LEAST_ONE = (Operator.GREATER_OR_EQUAL, 1)
_NONE = (Operator.IN, 0)
_REPLACING = frozenset({"WHAT_ABOUT", "INSTEAD"})


@dataclass(slots=True)
class _Head:
    """A noun, number or verb that something must belong to; `said`: the words name it."""

    dataset: str
    place: Place
    operator: Operator = _AT_LEAST_ONE[0]
    count: int = _AT_LEAST_ONE[1]
    filters: list[Filter] = field(default_factory=list)
    said: bool = True
    fixed: bool = False
    time: TimeRange | None = None

    @property
    def negated(self) -> bool:
        return (self.operator, self.count) == _NONE


def relate(work: Work, home: str, shown: frozenset[str] = frozenset()) -> None:
    """Turns what is said of datasets far from the rows of `home` into conditions on them.

    A dataset is far where a row of `home` may have several rows of it. `shown` are those that
    columns are shown of: their rows are the ones listed.
    """
    heads = _heads(work, home, shown)
    near: list[Filter] = []
    for one in work.query.filters:
        if not _is_far(work, home, one.column.dataset) or one.column.dataset in shown:
            near.append(one)
            continue
        _assign(one, heads, work, home)
    _require_counted(work, heads)
    heads += _put_times(work, home, heads)
    if not heads:
        return
    conditions = [_condition(head, work, home) for head in _useful(heads)]
    kept = _without_replaced(work, conditions)
    work.set(filters=tuple(near), conditions=(*kept, *conditions))


def _without_replaced(work: Work, new: list[Related]) -> list[Condition]:
    """ "What about those with dogs": in place of the condition that they have cats."""
    before = list(work.query.conditions)
    if not work.draft.marks & _REPLACING:
        return before
    said = [(one.dataset, one.other, {f.column for f in one.filters}) for one in new]
    return [
        old
        for old in before
        if not isinstance(old, Related)
        or (old.dataset, old.other, {f.column for f in old.filters}) not in said
    ]


def take_related_times(work: Work, home: str, shown: frozenset[str] = frozenset()) -> None:
    """The times of related rows, before the others become that of the question."""
    if not work.draft.times:
        return
    heads = [(head.place, head.dataset) for head in _heads(work, home, shown)]
    known = {place for place, _ in heads}
    own = [
        (verb.place, dataset)
        for verb in work.draft.verbs
        for value in verb.values
        for dataset in work.setting.reach.homes(value)
        if verb.place not in known and dataset not in shown
    ]
    take_times(work, home, [*heads, *own, *_negated(work, home, shown, heads)])


def _negated(
    work: Work, home: str, shown: frozenset[str], heads: list[tuple[Place, str]]
) -> list[tuple[Place, str]]:
    """ "Never bought Technology": what there must be none of, unless it is said after a head."""
    found = []
    first = min((place.start for place, _ in heads), default=10**6)
    for one in work.query.filters:
        dataset, place = one.column.dataset, work.origins.get(one)
        far = _is_far(work, home, dataset) and dataset not in shown
        if place is not None and one.operator is Operator.NOT_IN and far and place.start < first:
            found.append((place, dataset))
    return found


def _put_times(work: Work, home: str, heads: list[_Head]) -> list[_Head]:
    """Gives each time to what it is said of; the further ones are of rows like these."""
    further: list[_Head] = []
    for (place, dataset), clause in work.head_times:
        time = range_of_head(clause, dataset, home, work)
        found = [head for head in heads if head.place == place and head.time is None]
        if found and not clause.negated:
            found[0].time = time
            for head in heads:
                # "Bought technology but no furniture in 2025": none in 2025.
                said_between = place.start < head.place.start < clause.place.start
                if head.negated and not head.said and said_between and head.time is None:
                    head.time = range_of_head(clause, head.dataset, home, work)
            continue
        operator, count = _NONE if clause.negated else _AT_LEAST_ONE
        like = next((head for head in heads if head.place == place), None)
        filters = list(like.filters) if like and clause.negated else []
        further.append(_Head(dataset, clause.place, operator, count, filters, time=time))
    return further


def _require_counted(work: Work, heads: list[_Head]) -> None:
    """No number is passed over: "channels that have more than 2 channels" has no answer."""
    counted = {head.place for head in heads}
    for number in work.draft.numbers:
        dataset = counted_dataset(number)
        if dataset is not None and number.place not in counted and not work.query.groups:
            label = mid_sentence(work.catalog.dataset(dataset).label)
            said = number.place.source
            own = any(dataset in work.setting.reach.homes(m.value) for m in work.query.measures)
            raise Trouble(
                f"“{said}”: of what? Name the amount that {label} are compared by, please."
                if own
                else f"“{said}”: what is asked for has no {label} of its own to count.",
                unknown=(said,),
            )


def require_related(work: Work, home: str, shown: frozenset[str]) -> None:
    """No noun is passed over. Raises Trouble for one that rows of `home` have nothing to do with,
    and for one that there must be none of but each row has."""
    related = {one.other for one in work.query.conditions if isinstance(one, Related)}
    for noun in work.draft.others:
        dataset = noun.dataset
        known = related if noun.manner is Manner.NONE else related | shown | {home}
        if dataset is None or dataset in known:
            continue
        label = mid_sentence(work.catalog.dataset(dataset).label)
        own = mid_sentence(work.catalog.dataset(home).label)
        if noun.manner is Manner.NONE:
            raise Trouble(
                f"Each of the {own} belongs to one of the {label}, so none is without.",
                unknown=(noun.place.source,),
            )
        if work.setting.reach.dataset_distance([home], dataset) is None:
            raise Trouble(
                f"{work.catalog.dataset(home).label} have nothing to do with {label}: the catalog "
                "joins them by no path.",
                unknown=(noun.place.source,),
            )


def _is_far(work: Work, home: str, dataset: str) -> bool:
    return work.setting.reach.dataset_distance([home], dataset) is Distance.SHARED


def _heads(work: Work, home: str, shown: frozenset[str]) -> list[_Head]:
    draft, heads = work.draft, list[_Head]()
    for one in draft.others:
        dataset = one.dataset
        if dataset is None or dataset in shown or not _is_far_from_any(work, home, dataset):
            continue
        if dataset == home and one.manner is not Manner.NONE:
            continue
        head = _Head(dataset, one.place)
        if one.manner is Manner.NONE:
            head.operator, head.count = _NONE
        heads.append(head)
    for number in draft.numbers:
        if not work.query.groups or is_of_things(number, work):
            heads += _counting(number, work, home)
    for verb in draft.verbs:
        homes = {name for value in verb.values for name in work.setting.reach.homes(value)}
        dataset = next(iter(homes)) if len(homes) == 1 else None
        if dataset is not None and _is_far_from_any(work, home, dataset) and dataset not in shown:
            operator, count = _NONE if verb.negated else _AT_LEAST_ONE
            heads.append(_Head(dataset, verb.place, operator, count))
    return sorted(heads, key=lambda head: head.place.start)


def _counting(number: NumberClause, work: Work, home: str) -> list[_Head]:
    dataset = counted_dataset(number)
    if dataset is None or not _is_far_from_any(work, home, dataset) or not number.numbers:
        return []
    bounds = [(number.operator, number.numbers[0])]
    if number.operator is Operator.BETWEEN:
        low, high = number.numbers
        bounds = [(Operator.GREATER_OR_EQUAL, low), (Operator.LESS_OR_EQUAL, high)]
    return [
        _Head(dataset, number.place, operator, count, fixed=True)
        for operator, count in bounds
        if isinstance(count, int)
    ]


def _is_far_from_any(work: Work, home: str, dataset: str) -> bool:
    return _is_far(work, home, dataset) or _owner(work, home, dataset, 10**6) != home


def _owner(work: Work, home: str, dataset: str, before: int) -> str:
    """The thing said last before a place that may have several rows of `dataset`."""
    reach = work.setting.reach
    if reach.dataset_distance([home], dataset) is Distance.SHARED:
        return home
    for other in work.draft.mentions.near(before):
        joined = reach.dataset_distance([home], other) in (Distance.OWN, Distance.JOINED)
        if joined and reach.dataset_distance([other], dataset) is Distance.SHARED:
            return other
    return home


def _assign(one: Filter, heads: list[_Head], work: Work, home: str) -> None:
    """Gives a far condition to the head that it is said of, or makes it one of its own."""
    place = work.origins.get(one)
    start = place.start if place is not None else 0
    where = place or Place(0, 0, "")
    if one.operator is Operator.NOT_IN:
        negated = Filter(one.column, Operator.IN, one.values)
        work.origins[negated] = where
        before = [h for h in heads if h.negated and h.place.start <= start]
        bare = [h for h in heads if h.place.end + 1 == start and not h.filters and not h.fixed]
        if bare and not bare[-1].negated:
            # "Bought no technology": it is what was done that there must be none of.
            bare[-1].operator, bare[-1].count = _NONE
            bare[-1].filters.append(negated)
        elif before:
            before[-1].filters.append(negated)
        else:
            heads.append(_Head(one.column.dataset, where, *_NONE, [negated], said=False))
        return
    clause = _clause_of(one, work)
    if clause is not None and clause.conjoined and len(one.values) > 1:
        for value in one.values:
            single = Filter(one.column, one.operator, (value,))
            work.origins[single] = where
            heads.append(_Head(one.column.dataset, where, filters=[single], said=False))
        return
    before = [h for h in heads if h.place.start <= start and _takes(h, one, work, home)]
    after = [h for h in heads if h.place.start > start and _takes(h, one, work, home)]
    found = before[-1:] or [
        h for h in after[:1] if not h.negated or h.dataset == one.column.dataset
    ]
    if found and not any(f.column == one.column for f in found[0].filters):
        found[0].filters.append(one)
    else:
        heads.append(_Head(one.column.dataset, where, filters=[one], said=False))


def _clause_of(one: Filter, work: Work) -> FilterClause | None:
    return next((clause for clause in work.draft.filters if one in clause.choices), None)


def _takes(head: _Head, one: Filter, work: Work, home: str) -> bool:
    """Whether the rows that `head` looks among have the column of a condition."""
    reach = work.setting.reach
    if head.dataset == one.column.dataset:
        return True
    distance = reach.dataset_distance([head.dataset], one.column.dataset)
    if distance is Distance.JOINED:
        return True
    return (
        reach.meets(home, [one.column])
        and distance is not None
        and bool(reach.meet_all((home, head.dataset, one.column.dataset)))
    )


def _useful(heads: list[_Head]) -> list[_Head]:
    """Without heads that others say already: "who have pets, a cat"."""
    kept = []
    for head in heads:
        plain = not (head.filters or head.negated or head.fixed or head.time)
        if plain and any(other is not head and other.dataset == head.dataset for other in heads):
            continue
        kept.append(head)
    return kept


def _condition(head: _Head, work: Work, home: str) -> Related:
    owner = _owner(work, home, head.dataset, head.place.start)
    one = Related(
        owner,
        head.dataset,
        head.operator,
        head.count,
        tuple(dict.fromkeys(head.filters)),
        head.time,
    )
    work.origins[one] = head.place
    return one
