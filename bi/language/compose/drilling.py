"""Why something changed: a period beside the one before, part by part."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import label_of, value_name
from bi.language.clauses import AgainstClause
from bi.language.compose.work import Work, is_timed
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Dimension
from bi.model.semantic import (
    DimensionGroup,
    Group,
    Measured,
    Order,
    OrderTarget,
    SemanticQuery,
)
from bi.model.words import mid_sentence

# So many values of a dimension can be taken in at a glance.
_FEW, _MANY = 2, 12


def drill(work: Work) -> None:
    """ "Why did it fall in March?": the measure in March beside February, by what parts it.

    The parts that changed most in the direction asked about come first.
    """
    clause = work.draft.drill
    if clause is None:
        return
    query = work.query
    if not query.measures:
        raise Trouble(f"“{clause.place.source}”: of what? Name a measure, please.")
    if query.time is None:
        raise Trouble(
            f"“{clause.place.source}”: in which period? Name one, like “in March”.",
            unknown=(clause.place.source,),
        )
    measured = Measured(query.measures[0].value)
    bare = replace(query, measures=(measured,), measure_filters=(), limit=None)
    groups = tuple(group for group in query.groups if not is_timed(group)) or _parts(bare, work)
    order = (Order(OrderTarget.CHANGE, 0, descending=clause.falls is False),) if groups else ()
    work.query = replace(bare, groups=groups, order=order)
    if work.draft.against is None:
        work.draft.against = AgainstClause(clause.place)
    if groups:
        _say(groups, measured, work)


def _parts(query: SemanticQuery, work: Work) -> tuple[Group, ...]:
    """The first dimension of the catalog with a few values that the question leaves open; without
    one the answer is the change as a whole."""
    taken = {one.column for one in query.filters}
    found = [
        dimension.ref
        for dimension in work.setting.reach.dimensions(query.measures)
        if dimension.type == "text" and dimension.ref not in taken and _is_telling(dimension, work)
    ]
    return (DimensionGroup(found[0]),) if found else ()


def _is_telling(dimension: Dimension, work: Work) -> bool:
    values = work.setting.profile.values.get(dimension.ref, dimension.values)
    return _FEW <= len(values) <= _MANY


def _say(groups: tuple[Group, ...], measured: Measured, work: Work) -> None:
    columns: list[ColumnRef] = [group.column for group in groups if group.column is not None]
    label = mid_sentence(label_of(columns[0], work.catalog)) if columns else "part"
    name = mid_sentence(value_name(measured.value, work.catalog))
    work.assume(
        f"The reason is looked for by {label}: {name} beside the period before. Name another "
        f"dimension to look for it there."
    )
