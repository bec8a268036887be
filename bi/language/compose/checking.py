"""The last look: everything measured meets every column, and has the dates asked for."""

from __future__ import annotations

from typing import TypeVar

from bi.catalog.wording import enumerated, filter_phrase, label_of, value_name
from bi.language.compose.parts import require_known
from bi.language.compose.work import Work, is_timed
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Dimension, Grain
from bi.model.semantic import (
    DimensionGroup,
    Filter,
    NamedMeasure,
    OfGroups,
    Ratio,
    Related,
    ShareOf,
    TimeGroup,
    Value,
)
from bi.model.words import mid_sentence

P = TypeVar("P")


def check(work: Work) -> None:
    """Raises Trouble for what has no right SQL."""
    _remap(work)
    require_known(work)
    columns = _columns(work)
    values = [m.value for m in work.query.measures]
    values += [one.value for one in work.query.measure_filters]
    for value in values:
        _require_reach(value, [*columns, *_own_columns(value)], work)
        if _needs_date(work):
            _require_date(value, work)
        _require_company(value, work)
        _require_verbs(value, work)
    _say_shared(work)


def _require_company(value: Value, work: Work) -> None:
    """ "customers in surveys" would ask for some of the customers only."""
    homes = work.setting.reach.homes(value)
    related = {one.other for one in work.query.conditions if isinstance(one, Related)}
    shown = {group.column.dataset for group in work.query.groups if group.column}
    for dataset in work.draft.company:
        if dataset in related | shown:
            continue
        if work.setting.reach.dataset_distance(homes, dataset) not in (
            Distance.OWN,
            Distance.JOINED,
        ):
            label = mid_sentence(work.catalog.dataset(dataset).label)
            name = value_name(value, work.catalog)
            raise Trouble(f"{name} cannot be limited to those with {label} yet.", unknown=(label,))


def _require_verbs(value: Value, work: Work) -> None:
    """ "units sold" are counted in the rows of what was sold; "customers sold to" are not."""
    reach = work.setting.reach
    for clause in work.draft.verbs:
        homes = {home for verb in clause.values for home in reach.homes(verb)}
        if any(isinstance(one, Related) and one.other in homes for one in work.query.conditions):
            continue
        if not clause.negated and _is_grouped_by(homes, value, work):
            continue
        if clause.negated or not homes & reach.homes(value):
            source, name = clause.place.source, mid_sentence(value_name(value, work.catalog))
            raise Trouble(f"“{source}” cannot be said of {name} yet.", unknown=(source,))


def _is_grouped_by(homes: set[str], value: Value, work: Work) -> bool:
    """ "How many products did each region sell": both meet in the rows that were sold."""
    reach = work.setting.reach
    far = {
        group.column.dataset
        for group in work.query.groups
        if group.column and reach.distance(reach.homes(value), group.column) is Distance.SHARED
    }
    bases = {reach.base(home, far) for home in reach.homes(value)} if far else set()
    base = next(iter(bases)) if len(bases) == 1 else None
    near = (Distance.OWN, Distance.JOINED)
    return base is not None and all(reach.dataset_distance([base], h) in near for h in homes)


def _columns(work: Work) -> list[ColumnRef]:
    found = [group.column for group in work.query.groups]
    found += [one.column for one in work.query.filters]
    found += [one.column for one in work.query.part_filters]
    if work.query.time is not None:
        found.append(work.query.time.column)
    return [ref for ref in found if ref is not None]


def _remap(work: Work) -> None:
    """After a change of measure: columns of the same name that the new measure can meet."""
    homes = frozenset(h for m in work.query.measures for h in work.setting.reach.homes(m.value))
    filters = [
        Filter(_same(one.column, homes, work), one.operator, one.values)
        for one in work.query.filters
    ]
    work.set(
        filters=tuple(
            _moved(work, old, new) for old, new in zip(work.query.filters, filters, strict=True)
        )
    )
    groups = []
    for group in work.query.groups:
        new = group
        if isinstance(group, DimensionGroup):
            new = DimensionGroup(_same(group.column, homes, work), group.bin_width)
        groups.append(_moved(work, group, new))
    work.set(groups=tuple(groups))


def _moved(work: Work, old: P, new: P) -> P:
    if old != new and old in work.origins:
        work.origins[new] = work.origins[old]
    return new


def _same(ref: ColumnRef, homes: frozenset[str], work: Work) -> ColumnRef:
    reach = work.setting.reach
    if reach.distance(homes, ref) is not None:
        return ref
    own = work.catalog.dimension(ref)
    others = [
        d.ref
        for d in work.catalog.dimensions()
        if own is not None
        and (d.name, d.type) == (own.name, own.type)
        and reach.distance(homes, d.ref) is not None
    ]
    return others[0] if len(others) == 1 else ref


def _own_columns(value: Value) -> list[ColumnRef]:
    """The columns that a value itself is measured by."""
    if isinstance(value, ShareOf):
        return [one.column for one in value.filters]
    if isinstance(value, OfGroups) and value.per.column is not None:
        return [value.per.column]
    return []


def _require_reach(value: Value, columns: list[ColumnRef], work: Work) -> None:
    reach = work.setting.reach
    for home in reach.homes(value):
        missing = [ref for ref in columns if reach.distance([home], ref) is None]
        if missing:
            raise out_of_reach(value, missing[0], work)
        if not reach.meets(home, columns):
            names = enumerated(
                [mid_sentence(label_of(ref, work.catalog)) for ref in dict.fromkeys(columns)]
            )
            raise Trouble(f"{value_name(value, work.catalog)} cannot be seen by {names} at once.")


def out_of_reach(value: Value, ref: ColumnRef, work: Work) -> Trouble:
    """Says what is not connected; the engine adds what could be asked."""
    name = value_name(value, work.catalog)
    label = mid_sentence(label_of(ref, work.catalog))
    dataset = mid_sentence(work.catalog.dataset(ref.dataset).label)
    return Trouble(
        f"{name} cannot be seen by {label}: no join path leads from it to {dataset}.",
        unknown=(label,),
    )


def _needs_date(work: Work) -> bool:
    if work.query.time is not None and work.query.time.column is None:
        return True
    nested = [one.value for one in work.query.measures if isinstance(one.value, OfGroups)]
    if any(is_timed(value.per) and value.per.column is None for value in nested):
        return True
    parts = any(one.column is None for one in work.query.part_filters)
    return parts or any(is_timed(g) and g.column is None for g in work.query.groups)


def _require_date(value: Value, work: Work) -> None:
    for home in work.setting.reach.homes(value):
        dataset = work.catalog.dataset(home)
        measure = work.catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
        time = work.catalog.time_of(measure) if measure else None
        if time is None and dataset.time is not None:
            time = work.catalog.dimension(dataset.time)
        if time is None:
            raise Trouble(
                f"{dataset.label} have no date, so {mid_sentence(value_name(value, work.catalog))} "
                f"cannot be seen over time."
            )
        _require_grain(value, time, work)
        _say_date(value, time.ref, work)


def _require_grain(value: Value, time: Dimension, work: Work) -> None:
    """Values known by month cannot be seen by week."""
    finest = time.finest_grain
    fineness = list(Grain)
    for group in work.query.groups:
        if isinstance(group, TimeGroup) and fineness.index(group.grain) < fineness.index(finest):
            name = value_name(value, work.catalog)
            raise Trouble(f"{name} is known by {finest.value} only, not by {group.grain.value}.")


def _say_date(value: Value, ref: ColumnRef, work: Work) -> None:
    """Which date is meant, where it is another than that of the default measure."""
    default = work.catalog.measure(work.catalog.default_measure or "")
    usual = work.catalog.time_of(default) if default else None
    if usual is not None and usual.ref != ref:
        name = value_name(value, work.catalog)
        work.assume(f"{name}: dated by {mid_sentence(label_of(ref, work.catalog))}.")


def _say_shared(work: Work) -> None:
    """One that has several values of a column counts for each of them."""
    for measured in work.query.measures:
        if isinstance(measured.value, Ratio | OfGroups):
            continue
        for group in work.query.groups:
            if group.column and _is_shared(measured.value, group.column, work):
                label = mid_sentence(label_of(group.column, work.catalog))
                name = value_name(measured.value, work.catalog)
                work.assume(f"{name}: what has several values of {label} counts for each.")
        for one in work.query.filters:
            if _is_shared(measured.value, one.column, work):
                name = value_name(measured.value, work.catalog)
                phrase = filter_phrase(one, work.catalog).removeprefix("only ")
                work.assume(f"{name}: counted where at least one part has {phrase}.")


def _is_shared(value: Value, ref: ColumnRef, work: Work) -> bool:
    homes = work.setting.reach.homes(value)
    return work.setting.reach.distance(homes, ref) is Distance.SHARED
