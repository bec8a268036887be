"""The question before, as the sentence that follows it sees it."""

from __future__ import annotations

from dataclasses import dataclass

from bi.language.mentions import Spoken
from bi.language.reach import Reach
from bi.model.catalog import Aggregation, Catalog, ColumnRef
from bi.model.semantic import CountRows, NamedMeasure, SemanticQuery, Value


@dataclass(frozen=True, slots=True)
class Earlier:
    """`dataset` is the one whose rows it was about.

    `lists`: it listed rows; `counts`: it only counted them.
    """

    query: SemanticQuery
    dataset: str | None
    spoken_of: Spoken
    lists: bool
    counts: bool


def earlier_of(query: SemanticQuery, catalog: Catalog, reach: Reach) -> Earlier:
    dataset = subject_of(query, reach)
    columns = [*_shown(query), *(one.column for one in query.filters)]
    said = [dataset, *(ref.dataset for ref in columns)]
    if query.groups:
        said = [*said[1:], dataset]
    counts = not query.groups and bool(query.measures)
    return Earlier(
        query,
        dataset,
        Spoken(tuple(dict.fromkeys(name for name in said if name)), frozenset(columns)),
        lists=bool(query.columns),
        counts=counts and all(_counts_rows(one.value, catalog) for one in query.measures),
    )


def _shown(query: SemanticQuery) -> list[ColumnRef]:
    return [*query.columns, *(group.column for group in query.groups if group.column)]


def subject_of(query: SemanticQuery, reach: Reach) -> str | None:
    """The dataset whose rows a query lists or measures; None where there are several."""
    if query.dataset is not None:
        return query.dataset
    homes = {home for one in query.measures for home in reach.homes(one.value)}
    return next(iter(homes)) if len(homes) == 1 else None


def _counts_rows(value: Value, catalog: Catalog) -> bool:
    if isinstance(value, CountRows):
        return True
    measure = catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    return (
        measure is not None
        and measure.aggregation is Aggregation.COUNT
        and measure.expression == "*"
    )
