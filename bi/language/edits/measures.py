"""What is measured: another measure in the place of one, one more, or one less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bi.catalog.wording import value_name
from bi.language.edits.edit import Edit, Ground
from bi.model.semantic import Measured, NamedMeasure, OrderTarget, SemanticQuery

_OF_MEASURES = (OrderTarget.MEASURE, OrderTarget.CHANGE)


def measure_removed(one: Measured, ground: Ground) -> Edit | None:
    query = ground.query
    if len(query.measures) < 2:
        return None
    meant = _without(one, query)
    if query.limit is not None and not meant.order:
        return None  # the first rows by what is gone
    return Edit("", meant, ground.ways("remove_measure", old=value_name(one.value, ground.catalog)))


def _without(one: Measured, query: SemanticQuery) -> SemanticQuery:
    gone = query.measures.index(one)
    order = tuple(
        replace(by, index=by.index - 1) if by.target in _OF_MEASURES and by.index > gone else by
        for by in query.order
        if by.target not in _OF_MEASURES or by.index != gone
    )
    kept = tuple(other for other in query.measures if other != one)
    return replace(query, measures=kept, order=order)


def other_measures(one: Measured, ground: Ground) -> Iterator[Edit]:
    query, old = ground.query, value_name(one.value, ground.catalog)
    for new in _others(ground):
        name = value_name(new, ground.catalog)
        measures = tuple(
            replace(one, value=new) if measured == one else measured for measured in query.measures
        )
        meant = replace(query, measures=measures)
        yield Edit(name, meant, ground.ways("measure", new=name, old=old))


def more_measures(ground: Ground) -> Iterator[Edit]:
    query = ground.query
    if not query.measures:
        return
    for new in _others(ground):
        name = value_name(new, ground.catalog)
        meant = replace(query, measures=(*query.measures, Measured(new)))
        yield Edit(name, meant, ground.ways("also_measure", new=name))


def _others(ground: Ground) -> Iterator[NamedMeasure]:
    """The other measures of the datasets that are measured, and metrics made of these."""
    reach, catalog = ground.engine.reach, ground.catalog
    shown = {one.value for one in ground.query.measures}
    homes = {home for value in shown for home in reach.homes(value)}
    own = (m.name for d in catalog.datasets if d.name in homes for m in d.measures)
    metrics = (m.name for m in catalog.metrics if reach.homes(NamedMeasure(m.name)) & homes)
    for name in (*own, *metrics):
        if NamedMeasure(name) not in shown:
            yield NamedMeasure(name)
