"""Whether a query names what is there, and what is near to a name that is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from rapidfuzz import fuzz, process

from bi.model.catalog import Catalog, ColumnRef
from bi.model.semantic import CountRows, NamedMeasure, Related, SemanticQuery
from llm.errors import ReplyUnusable

_MOST_NEAR = 4
_NEAR_SCORE = 55


def check_names(query: SemanticQuery, catalog: Catalog) -> None:
    """Raises ReplyUnusable for what the catalog does not have."""
    for part in parts_of(query):
        match part:
            case ColumnRef(dataset, name):
                _check_dataset(dataset, catalog)
                _check_column(part, name, catalog)
            case NamedMeasure(name):
                if catalog.measure(name) is None and catalog.metric(name) is None:
                    raise _unknown("measure or metric", name, _measures(catalog))
            case CountRows(dataset):
                _check_dataset(dataset, catalog)
            case Related(dataset, other):
                _check_dataset(dataset, catalog)
                _check_dataset(other, catalog)
            case SemanticQuery():
                if part.dataset is not None:
                    _check_dataset(part.dataset, catalog)


def parts_of(value: object) -> Iterator[object]:
    """The value and all that it is made of."""
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from parts_of(getattr(value, one.name))


def near(name: str, known: Iterable[str]) -> list[str]:
    scored = process.extract(
        name, list(known), scorer=fuzz.WRatio, score_cutoff=_NEAR_SCORE, limit=_MOST_NEAR
    )
    return [found for found, _, _ in scored]


def _check_dataset(name: str, catalog: Catalog) -> None:
    known = [dataset.name for dataset in catalog.datasets]
    if name not in known:
        raise _unknown("dataset", name, known)


def _check_column(ref: ColumnRef, name: str, catalog: Catalog) -> None:
    dataset = catalog.dataset(ref.dataset)
    known = [one.name for one in dataset.dimensions] + [one.name for one in dataset.measures]
    if name not in known:
        raise _unknown("column", str(ref), [f"{ref.dataset}.{one}" for one in known])


def _measures(catalog: Catalog) -> list[str]:
    measures = [one.name for dataset in catalog.datasets for one in dataset.measures]
    return [*measures, *(one.name for one in catalog.metrics)]


def _unknown(what: str, name: str, known: Iterable[str]) -> ReplyUnusable:
    close = near(name, known)
    hint = f"; near it: {', '.join(close)}" if close else ""
    return ReplyUnusable(f"The catalog has no {what} {name!r}{hint}.")
