"""The names of a query, as the catalog has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz, process, utils

from bi.model.catalog import Catalog, ColumnRef
from bi.model.semantic import CountRows, NamedMeasure, Related, SemanticQuery
from llm.errors import ReplyUnusable

_NEAR = 65.0
_MOST_NAMED = 5


def named(part: Any, catalog: Catalog) -> Any:
    """The part by its catalog's own names, whatever their case. Raises ReplyUnusable."""
    match part:
        case ColumnRef():
            return _column(part, catalog)
        case NamedMeasure(name=name):
            return NamedMeasure(_measure(name, catalog))
        case CountRows(dataset=dataset):
            return CountRows(_dataset(dataset, catalog))
        case Related():
            dataset, other = _dataset(part.dataset, catalog), _dataset(part.other, catalog)
            return replace(part, dataset=dataset, other=other)
        case SemanticQuery(dataset=str() as dataset):
            return replace(part, dataset=_dataset(dataset, catalog))
        case _:
            return part


def _column(ref: ColumnRef, catalog: Catalog) -> ColumnRef:
    known = _columns(catalog)
    found = known.get(_key(str(ref)))
    if found is not None:
        return found
    alone = [one for one in known.values() if _key(one.name) == _key(ref.name)]
    if not ref.dataset and len(alone) == 1:
        return alone[0]
    written = str(ref) if ref.dataset else ref.name
    if ref.dataset == "" and alone:
        raise ReplyUnusable(f"`{written}` is a column of several datasets: {_listed(alone)}.")
    close = near(written, [str(one) for one in known.values()])
    raise ReplyUnusable(_unknown("column", written, close or [str(one) for one in alone]))


def _columns(catalog: Catalog) -> dict[str, ColumnRef]:
    """Dimensions, and measures: dimensions have precedence."""
    measures = (one.ref for dataset in catalog.datasets for one in dataset.measures)
    refs = (*measures, *(one.ref for one in catalog.dimensions()))
    return {_key(str(ref)): ref for ref in refs}


def _measure(name: str, catalog: Catalog) -> str:
    refs = {_key(str(one.ref)): one.name for each in catalog.datasets for one in each.measures}
    known = {_key(one): one for one in (*refs.values(), *(m.name for m in catalog.metrics))}
    found = known.get(_key(name)) or refs.get(_key(name))
    if found is None:
        raise ReplyUnusable(_unknown("measure or metric", name, near(name, known.values())))
    return found


def _dataset(name: str, catalog: Catalog) -> str:
    known = {_key(dataset.name): dataset.name for dataset in catalog.datasets}
    found = known.get(_key(name))
    if found is None:
        raise ReplyUnusable(_unknown("dataset", name, near(name, known.values())))
    return found


def _key(name: str) -> str:
    return name.strip().casefold()


def _unknown(what: str, name: str, close: list[str]) -> str:
    told = f"; near it: {_listed(close)}" if close else ""
    return f"There is no {what} `{name[:80]}`{told}."


def _listed(names: Iterable[object]) -> str:
    return ", ".join(f"`{name}`" for name in list(names)[:_MOST_NAMED])


def near(word: str, known: Iterable[str]) -> list[str]:
    """The known words that are most like it, the nearest first."""
    found = process.extract(
        word[:200],
        list(known),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=_NEAR,
        limit=_MOST_NAMED,
    )
    return [name for name, _, _ in found]
