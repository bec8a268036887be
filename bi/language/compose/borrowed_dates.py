"""Dates of things that have none: those of what they belong to."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import label_of
from bi.language.compose.work import Work, is_timed
from bi.language.reach import Distance
from bi.model.catalog import ColumnRef
from bi.model.semantic import DatePartGroup, Group, NamedMeasure, TimeGroup
from bi.model.words import mid_sentence


def borrow_dates(work: Work) -> None:
    """ "Lines of orders in each month", of which only the orders have a date: that of their order.

    Only where one date is nearest; the person is told which it is. The dates of what a thing may
    have several of are not its own: products are not dated by their orders.
    """
    undated = [group for group in work.query.groups if is_timed(group) and group.column is None]
    home = _home_without_date(work) if undated else None
    column = _nearest_date(home, work) if home else None
    if home is None or column is None:
        return
    work.set(groups=tuple(_dated(group, column, work) for group in work.query.groups))
    label = work.catalog.dataset(home).label
    work.assume(f"{label}: dated by {mid_sentence(label_of(column, work.catalog))}.")


def _home_without_date(work: Work) -> str | None:
    """The one dataset whose rows are measured, if nothing dates them."""
    homes = {home for one in work.query.measures for home in work.setting.reach.homes(one.value)}
    if len(homes) != 1 or any(_is_dated(one.value, work) for one in work.query.measures):
        return None
    home = next(iter(homes))
    return None if work.catalog.dataset(home).time else home


def _is_dated(value: object, work: Work) -> bool:
    measure = work.catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    return measure is not None and work.catalog.time_of(measure) is not None


def _nearest_date(home: str, work: Work) -> ColumnRef | None:
    reach = work.setting.reach
    dates = {one.time for one in work.catalog.datasets if one.time is not None}
    near = [ref for ref in dates if reach.distance([home], ref) is Distance.JOINED]
    fewest = min((reach.steps(home, ref) for ref in near), default=None)
    nearest = [ref for ref in near if reach.steps(home, ref) == fewest]
    return nearest[0] if len(nearest) == 1 else None


def _dated(group: Group, column: ColumnRef, work: Work) -> Group:
    if not isinstance(group, TimeGroup | DatePartGroup) or group.column is not None:
        return group
    new = replace(group, column=column)
    if group in work.origins:
        work.origins[new] = work.origins[group]
    return new
