"""Shares and running totals."""

from __future__ import annotations

import re
from dataclasses import replace

from bi.catalog.wording import enumerated, filter_phrase, group_name, value_name
from bi.language.clauses import Manner
from bi.language.compose.grouping import sensible_grain
from bi.language.compose.work import Work
from bi.language.reach import Distance
from bi.language.trouble import Alternative, Trouble
from bi.model.catalog import Aggregation
from bi.model.chart import ChartType
from bi.model.semantic import (
    Aggregate,
    Calculation,
    CountRows,
    DimensionGroup,
    Measured,
    NamedMeasure,
    TimeGroup,
    Value,
)
from bi.model.words import mid_sentence


def put_calculation(work: Work) -> None:
    clause = work.draft.calculation
    if clause is not None:
        window = clause.window.count if clause.window else None
        measures = tuple(
            replace(m, calculation=clause.calculation, window=window) for m in work.query.measures
        )
        for measured in measures:
            work.origins.setdefault(measured, clause.place)
        work.origins[clause.calculation] = clause.place
        work.set(measures=measures)
    _drop_shares_of_averages(work)
    for measured in work.query.measures:
        if measured.calculation not in (None, Calculation.MOVING_AVERAGE):
            _require_sum(measured, work)
    _say_whole(work)
    calculations = {measured.calculation for measured in work.query.measures}
    if calculations & {Calculation.SHARE_OF_TOTAL, Calculation.SHARE_OF_GROUP}:
        if not work.query.groups:
            raise _share_of_what(work)
        _share_within(work)
    if Calculation.RUNNING_TOTAL in calculations:
        _along_time(work)


def _drop_shares_of_averages(work: Work) -> None:
    """ "The proportion of the average price, as a pie": what has no share is drawn as it is."""
    wish = work.draft.chart
    if wish is None or wish.chart not in (ChartType.PIE, ChartType.DONUT):
        return
    plain = {
        one: replace(one, calculation=None)
        for one in work.query.measures
        if one.calculation is Calculation.SHARE_OF_TOTAL and not adds_up(one.value, work)
    }
    for old, new in plain.items():
        work.origins[new] = work.origins.get(old, wish.place)
    work.set(measures=tuple(plain.get(one, one) for one in work.query.measures))


def _share_within(work: Work) -> None:
    """ "What share of its orders comes from each channel": the last thing parts each of the others.

    With one thing only, its whole is that of all.
    """
    _put_each_first(work)
    if len(work.query.groups) > 1:
        whole = enumerated([group_name(one, work.catalog) for one in work.query.groups[:-1]])
        if any(m.calculation is Calculation.SHARE_OF_GROUP for m in work.query.measures):
            work.assume(f"Each share is of the total of its {whole}.")
        return
    measures = tuple(
        replace(one, calculation=Calculation.SHARE_OF_TOTAL)
        if one.calculation is Calculation.SHARE_OF_GROUP
        else one
        for one in work.query.measures
    )
    for old, new in zip(work.query.measures, measures, strict=True):
        if old in work.origins:
            work.origins[new] = work.origins[old]
    work.set(measures=measures)


def _put_each_first(work: Work) -> None:
    """ "Share of revenue by channel in each region": of the region's, so that it comes first."""
    each = {g for one in work.draft.groups if one.manner is Manner.EACH for g in one.groups}
    by = {g for one in work.draft.groups if one.manner is Manner.BY for g in one.groups}
    groups = work.query.groups
    outer = [group for group in groups if group in each]
    inner = [group for group in groups if group in by and group not in each]
    if not outer or len(inner) != 1 or len(outer) + 1 != len(groups):
        return
    measures = tuple(
        replace(one, calculation=Calculation.SHARE_OF_GROUP)
        if one.calculation is Calculation.SHARE_OF_TOTAL
        else one
        for one in work.query.measures
    )
    for old, new in zip(work.query.measures, measures, strict=True):
        if old in work.origins:
            work.origins[new] = work.origins[old]
    work.set(groups=(*outer, *inner), measures=measures)


def _say_whole(work: Work) -> None:
    """Of what a share is one, where conditions leave only a part."""
    shares = [m for m in work.query.measures if m.calculation is Calculation.SHARE_OF_TOTAL]
    if shares and work.query.filters:
        parts = ", ".join(filter_phrase(one, work.catalog) for one in work.query.filters)
        work.assume(f"Each share is of the total of what is shown: {parts}.")


def _require_sum(measured: Measured, work: Work) -> None:
    if not adds_up(measured.value, work):
        name = value_name(measured.value, work.catalog)
        is_share = measured.calculation is not None and measured.calculation.is_share
        rolling = measured.calculation is Calculation.ROLLING_SUM
        what = "share" if is_share else "rolling sum" if rolling else "running total"
        raise Trouble(f"{name} does not add up over groups, so it has no {what}.")


def adds_up(value: Value, work: Work) -> bool:
    """Whether values of parts add up to that of the whole, with the groups there are."""
    homes = work.setting.reach.homes(value)
    for group in work.query.groups:
        column = group.column
        if column and work.setting.reach.distance(homes, column) is Distance.SHARED:
            return False
    if isinstance(value, CountRows):
        return True
    if isinstance(value, Aggregate):
        return value.aggregation is Aggregation.SUM
    if not isinstance(value, NamedMeasure):
        return False
    measure, metric = work.catalog.measure(value.name), work.catalog.metric(value.name)
    if measure is not None:
        return measure.aggregation in (Aggregation.SUM, Aggregation.COUNT)
    return metric is not None and not re.search(r"[*/]", metric.formula)


def _share_of_what(work: Work) -> Trouble:
    """A share needs parts; three ways to part the whole are offered."""
    from bi.language.compose.alternatives import alternative

    queries: list[Alternative] = []
    filtered = [one.column for one in work.query.filters]
    columns = [
        d.ref for d in work.setting.reach.dimensions(work.query.measures) if d.type == "text"
    ]
    for column in dict.fromkeys((*filtered, *columns)):
        filters = tuple(one for one in work.query.filters if one.column != column)
        group = DimensionGroup(column)
        queries.append(alternative(replace(work.query, groups=(group,), filters=filters), work))
    name = mid_sentence(value_name(work.query.measures[0].value, work.catalog))
    return Trouble(f"A share of {name} by what?", queries=tuple(queries[:3]))


def _along_time(work: Work) -> None:
    if any(isinstance(group, TimeGroup) for group in work.query.groups):
        return
    grain = sensible_grain(work)
    work.set(groups=(TimeGroup(grain), *work.query.groups))
    work.assume(f"The running total goes from {grain.value} to {grain.value}.")
