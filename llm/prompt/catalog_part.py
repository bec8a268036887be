"""As much of a catalog as fits: all of a small one, of a large one what the question may need."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog, Dataset, Dimension, Measure
from llm.asked import Asked
from llm.prompt.catalog_lines import calendar_line, dataset_line, join_line, metric_line
from llm.prompt.data import as_data, as_json
from llm.prompt.relevance import Relevance, relevance_of
from llm.prompt.tokens import tokens_of

# Columns of a dataset of a large catalog that are shown besides those that the question names.
_MOST_COLUMNS = 12
# So many more are looked at that might be small enough for the room that is left.
_MOST_MISFITS = 3
# Of a large catalog so much is for datasets; the rest is for joins and metrics.
_FOR_DATASETS = 0.8


@dataclass(frozen=True, slots=True)
class _Whole:
    """Of a catalog: all of its lines, in its order, and how long they are."""

    text: str
    tokens: int


_wholes: WeakKeyDictionary[LanguageEngine, _Whole] = WeakKeyDictionary()


def catalog_part(asked: Asked, tokens: int) -> str:
    """The same for every question, where the catalog is not too large."""
    whole = _whole(asked.engine)
    if whole.tokens <= tokens:
        return whole.text
    return _chosen(asked, relevance_of(asked), tokens)


def _whole(engine: LanguageEngine) -> _Whole:
    found = _wholes.get(engine)
    if found is None:
        catalog = engine.catalog
        lines = [calendar_line(catalog)]
        lines += [dataset_line(one, engine) for one in catalog.datasets]
        lines += [join_line(one) for one in catalog.joins]
        lines += [metric_line(one) for one in catalog.metrics]
        text = as_data(lines)
        found = _wholes[engine] = _Whole(text, tokens_of(text))
    return found


def _chosen(asked: Asked, relevance: Relevance, tokens: int) -> str:
    engine, catalog = asked.engine, asked.engine.catalog
    head = calendar_line(catalog)
    left = tokens - tokens_of(head) - 60  # for what is said of the rest
    room = int(left * _FOR_DATASETS)
    shown: dict[str, str] = {}
    misfits = 0
    for dataset in _ranked(catalog, relevance):
        if misfits > _MOST_MISFITS:
            break
        line = dataset_line(dataset, engine, _columns(dataset, relevance))
        if tokens_of(line) <= room:
            shown[dataset.name] = line
            room -= tokens_of(line) + 1
        else:
            misfits += 1
    left -= sum(tokens_of(line) + 1 for line in shown.values())
    lines = [head, *(shown[one.name] for one in catalog.datasets if one.name in shown)]
    for line in _rest(catalog, relevance, shown):
        if tokens_of(line) < left:
            lines.append(line)
            left -= tokens_of(line) + 1
    lines.append(as_json({"datasets_left_out": len(catalog.datasets) - len(shown)}))
    return as_data(lines)


def _ranked(catalog: Catalog, relevance: Relevance) -> list[Dataset]:
    """Those that have nothing to do with the question come last, as far as there is room."""
    order = {dataset.name: place for place, dataset in enumerate(catalog.datasets)}
    return sorted(catalog.datasets, key=lambda one: (-relevance.of(one.name), order[one.name]))


def _columns(dataset: Dataset, relevance: Relevance) -> frozenset[str] | None:
    parts: list[Dimension | Measure] = [*dataset.dimensions, *dataset.measures]
    if len(parts) <= _MOST_COLUMNS:
        return None
    needed = {one.name for one in dataset.dimensions if one.display or one.ref == dataset.time}
    ranked = sorted(parts, key=lambda one: -relevance.of(dataset.name, one.name))
    best = [one.name for one in ranked if relevance.of(dataset.name, one.name) > 0]
    others = [one.name for one in ranked if one.name not in best]
    return frozenset([*needed, *best[: 2 * _MOST_COLUMNS], *others[: _MOST_COLUMNS - len(best)]])


def _rest(catalog: Catalog, relevance: Relevance, shown: dict[str, str]) -> list[str]:
    joins = [join_line(one) for one in catalog.joins if {one.left, one.right} <= shown.keys()]
    named = sorted(catalog.metrics, key=lambda one: -relevance.of("", one.name))
    return [*joins, *map(metric_line, named)]
