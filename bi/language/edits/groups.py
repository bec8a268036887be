"""By what: another dimension or width of time, one more, or one less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bi.catalog.wording import capital, group_name, label_of
from bi.language.edits.edit import Edit, Ground
from bi.model.catalog import Dimension, Grain
from bi.model.semantic import (
    DimensionGroup,
    Group,
    Limit,
    Order,
    OrderTarget,
    PeriodGroup,
    SemanticQuery,
    TimeGroup,
)

_GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


def group_removed(one: Group, ground: Ground) -> Edit | None:
    if isinstance(one, TimeGroup) and ground.query.forecast is not None:
        return None  # it is of these buckets
    ways = ("remove_time",) if isinstance(one, PeriodGroup) else ("remove_group",)
    return Edit("", _without(one, ground.query), ground.ways(*ways, old=_name(one, ground)))


def _without(one: Group, query: SemanticQuery) -> SemanticQuery:
    """With the order by it; a single row has no order, and is all there is."""
    gone = query.groups.index(one)
    groups = tuple(group for group in query.groups if group != one)
    if not groups:
        return replace(query, groups=(), order=(), limit=None)
    order = tuple(
        _after(by, gone)
        for by in query.order
        if by.target is not OrderTarget.GROUP or by.index != gone
    )
    limit = query.limit and _limit_after(query.limit, gone)
    return replace(query, groups=groups, order=order, limit=limit)


def _after(by: Order, gone: int) -> Order:
    moves = by.target is OrderTarget.GROUP and by.index > gone
    return replace(by, index=by.index - 1) if moves else by


def _limit_after(limit: Limit, gone: int) -> Limit:
    within = (index for index in limit.within if index != gone)
    return replace(limit, within=tuple(index - (index > gone) for index in within))


def other_groups(one: Group, ground: Ground) -> Iterator[Edit]:
    """Other widths of a bucket of time, other dimensions in the place of one."""
    if isinstance(one, PeriodGroup) or (isinstance(one, TimeGroup) and one.fiscal):
        return
    old = _name(one, ground)
    others = _grains(one) if isinstance(one, TimeGroup) else _dimensions(ground)
    for new in others:
        name = _name(new, ground)
        groups = tuple(new if group == one else group for group in ground.query.groups)
        meant = replace(ground.query, groups=groups)
        yield Edit(capital(name), meant, ground.ways("group", new=name, old=old))


def more_groups(ground: Ground) -> Iterator[Edit]:
    for new in _dimensions(ground):
        yield _added(new, ground)


def more_times(ground: Ground) -> Iterator[Edit]:
    """By month, where nothing is by time yet."""
    timed = any(isinstance(group, TimeGroup | PeriodGroup) for group in ground.query.groups)
    if ground.query.measures and not timed:
        yield _added(TimeGroup(Grain.MONTH), ground)


def _added(new: Group, ground: Ground) -> Edit:
    name, query = _name(new, ground), ground.query
    meant = replace(query, groups=(*query.groups, new))
    first = ground.ways("by", new=name)
    ways = ground.ways("also_by", new=name) if query.groups else first
    return Edit(first[0] if first else capital(name), meant, ways)


def _grains(one: TimeGroup) -> Iterator[TimeGroup]:
    return (replace(one, grain=grain) for grain in _GRAINS if grain is not one.grain)


def _dimensions(ground: Ground) -> Iterator[DimensionGroup]:
    """Texts that everything measured can be split by, those not in the question yet."""
    query = ground.query
    if not query.measures:
        return
    taken = {group.column for group in query.groups} | {one.column for one in query.filters}
    for dimension in text_dimensions(ground):
        if dimension.ref not in taken:
            yield DimensionGroup(dimension.ref)


def text_dimensions(ground: Ground) -> list[Dimension]:
    """Those that name things last: there are as many of them as there are things."""
    found = [d for d in ground.engine.reach.dimensions(ground.query.measures) if d.type == "text"]
    return sorted(found, key=lambda dimension: dimension.display)


def _name(group: Group, ground: Ground) -> str:
    """As the language says it: a bucket of time by its word there."""
    if isinstance(group, DimensionGroup):
        return label_of(group.column, ground.catalog)
    if isinstance(group, TimeGroup) and not group.fiscal:
        words = ground.engine.lexicon.phrases["grains"].get(group.grain, ())
        return capital(words[0] if words else group.grain.value)
    return group_name(group, ground.catalog)
