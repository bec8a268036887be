"""Whether a query speaks of nothing that its catalog lacks.

A query is kept from turn to turn; meanwhile the catalog may have changed, or what of it its
viewer may see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from bi.model.catalog import Catalog, ColumnRef
from bi.model.semantic import CountRows, NamedMeasure, Related, SemanticQuery


def is_within(query: SemanticQuery, catalog: Catalog) -> bool:
    known = {dataset.name for dataset in catalog.datasets}
    return all(_is_known(part, catalog, known) for part in _parts(query))


def _is_known(part: object, catalog: Catalog, datasets: set[str]) -> bool:
    match part:
        case ColumnRef():
            return _has_column(part, catalog, datasets)
        case NamedMeasure(name):
            return (catalog.measure(name) or catalog.metric(name)) is not None
        case CountRows(dataset):
            return dataset in datasets
        case Related():
            return part.dataset in datasets and part.other in datasets
        case SemanticQuery():
            return part.dataset is None or part.dataset in datasets
        case _:
            return True


def _has_column(ref: ColumnRef, catalog: Catalog, datasets: set[str]) -> bool:
    if ref.dataset not in datasets:
        return False
    dataset = catalog.dataset(ref.dataset)
    named = any(measure.name == ref.name for measure in dataset.measures)
    return named or dataset.dimension(ref.name) is not None


def _parts(value: object) -> Iterator[object]:
    """The value and all that it is made of."""
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _parts(getattr(value, one.name))
