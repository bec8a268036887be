"""What a viewer sees of a catalog: its datasets, columns and rows, and nothing of the others.

Whatever reads questions, writes SQL or describes the data for a viewer works on the catalog that
`seen_by` makes out, so nothing else can be named to them. Its datasets carry the filter of
their rows (`Dataset.rows`), which the guard puts into every reference to their tables.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import sqlglot
from sqlglot import exp

from bi.guard.physical import columns_in, named_columns
from bi.model.access import (
    ClaimValue,
    DatasetSecurity,
    Link,
    RowFilter,
    Security,
    Viewer,
    claims_in,
)
from bi.model.catalog import (
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Dimension,
    Join,
    Measure,
    Metric,
)

# Catalogs of so many viewers are kept; those with the same rights share one.
_KEPT = 128


def seen_by(catalog: Catalog, viewer: Viewer, dialect: str) -> Catalog:
    """The catalog as it is for a viewer; the same object for the same rights, while it is kept.

    `dialect` is sqlglot's name of the one that the catalog's expressions are written in.
    """
    if catalog.security is None:
        return catalog
    return _seen(_Look(catalog, catalog.security, viewer, dialect))


class _Look:
    """A cache key: a catalog, by identity, and all of a viewer that its security asks for."""

    def __init__(self, catalog: Catalog, security: Security, viewer: Viewer, dialect: str) -> None:
        self.catalog = catalog
        self.security = security
        self.viewer = viewer
        self.dialect = dialect
        claims = [(name, viewer.claim(name)) for name in sorted(security.claims)]
        # As JSON, since 1 and true are two values here.
        self.asked = json.dumps([viewer.tenant_id, viewer.roles, claims])

    def __hash__(self) -> int:
        return hash((id(self.catalog), self.dialect, self.asked))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Look)
            and other.catalog is self.catalog
            and (other.dialect, other.asked) == (self.dialect, self.asked)
        )


@lru_cache(maxsize=_KEPT)
def _seen(look: _Look) -> Catalog:
    reading = _Reading(look.catalog, look.security, look.viewer, look.dialect)
    found = {dataset.name: reading.right(dataset) for dataset in look.catalog.datasets}
    seen = {name: right for name, right in found.items() if right is not None}
    return _made_out(_Rights(look.catalog, look.dialect, seen))


@dataclass(frozen=True, slots=True)
class _Right:
    """What is left of one dataset; the names of columns are in small letters."""

    hidden: frozenset[str]
    rows: RowFilter | None

    def as_json(self) -> object:
        return [sorted(self.hidden), _json_of(self.rows)]


def _json_of(rows: RowFilter | None) -> object:
    """All that tells two filters apart; 1 and true are two values here."""
    if rows is None:
        return None
    links = [[link.dataset, _json_of(other)] for link, _, other in rows.links]
    return [rows.conditions, rows.claims, rows.missing, links]


class _Rights:
    """A cache key: a catalog, by identity, and what a viewer may see of it."""

    def __init__(self, catalog: Catalog, dialect: str, seen: dict[str, _Right]) -> None:
        self.catalog = catalog
        self.dialect = dialect
        self.seen = seen
        written = json.dumps({name: right.as_json() for name, right in seen.items()})
        self.digest = hashlib.sha256(written.encode()).hexdigest()[:32]

    def __hash__(self) -> int:
        return hash((id(self.catalog), self.dialect, self.digest))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Rights)
            and other.catalog is self.catalog
            and (other.dialect, other.digest) == (self.dialect, self.digest)
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    catalog: Catalog
    security: Security
    viewer: Viewer
    dialect: str

    def right(self, dataset: Dataset, path: tuple[str, ...] = ()) -> _Right | None:
        """None: it is not there. `path` are the datasets whose rows hang on this one's."""
        base = self.catalog.dataset(dataset.role_of) if dataset.role_of else dataset
        said = self.security.of(base.name)
        access = said.access_of(self.viewer) if said else None
        if said is None or access is None or base.name in path:
            return None
        hidden = self._columns(base, access.hidden)
        withheld = (name for name, who in said.columns.items() if not who.holds(self.viewer))
        hidden |= self._columns(base, withheld)
        if access.shown is not None:
            every = {name for name, _ in named_columns(base, self.catalog, self.dialect)}
            hidden |= every - self._columns(base, access.shown)
        links: list[tuple[Link, str, RowFilter]] = []
        for link in said.links:
            other = self.catalog.dataset(link.dataset)
            right = self.right(other, (*path, base.name))
            if right is None:
                return None
            if right.rows is not None:
                links.append((link, other.table, right.rows))
        rows = self._rows(base, said, access.rows, tuple(links))
        return _Right(frozenset(hidden), rows)

    def _rows(
        self,
        dataset: Dataset,
        said: DatasetSecurity,
        own: str | None,
        links: tuple[tuple[Link, str, RowFilter], ...],
    ) -> RowFilter | None:
        conditions = tuple(one for one in (said.rows, own) if one is not None)
        if not conditions and not links:
            return None
        named = dict.fromkeys(name for one in conditions for name in claims_in(one))
        values = {name: self.viewer.claim(name) for name in named}
        known: dict[str, ClaimValue] = {
            name: value for name, value in values.items() if value is not None and value != ()
        }
        return RowFilter(
            conditions=conditions,
            claims=tuple(sorted(known.items(), key=lambda item: item[0])),
            missing=tuple(name for name in named if name not in known),
            links=links,
            texts=_columns_of_type(dataset, lambda kind: kind is ColumnType.TEXT),
            numbers=_columns_of_type(dataset, lambda kind: kind.is_numeric),
        )

    def _columns(self, dataset: Dataset, names: Iterable[str]) -> set[str]:
        """Physical columns by their names, and those that dimensions of these names are made of."""
        found: set[str] = set()
        for name in names:
            found.add(name.lower())
            if dimension := dataset.dimension(name):
                found |= _columns_of(dimension.expression, self.dialect) or set()
        return found


def _columns_of_type(dataset: Dataset, is_wanted: Callable[[ColumnType], bool]) -> frozenset[str]:
    """The columns that dimensions are, where the catalog says their type."""
    return frozenset(
        dimension.expression.strip('"`[]').lower()
        for dimension in dataset.dimensions
        if is_wanted(dimension.type)
    )


@lru_cache(maxsize=_KEPT)
def _made_out(rights: _Rights) -> Catalog:
    """The catalog without what is hidden, and without whatever speaks of that."""
    whole, seen = rights.catalog, rights.seen
    making = _Making(rights)
    datasets = making.datasets()
    left = {dataset.name: dataset for dataset in datasets}
    joins = tuple(join for join in whole.joins if making.keeps(join))
    measures = {measure.name for dataset in datasets for measure in dataset.measures}
    metrics = _metrics(whole.metrics, measures)
    named = measures | {metric.name for metric in metrics}
    is_whole = len(seen) == len(whole.datasets) and not any(
        right.hidden or right.rows for right in seen.values()
    )
    return replace(
        whole,
        datasets=tuple(_referring(dataset, left) for dataset in datasets),
        joins=joins,
        metrics=metrics,
        default_measure=whole.default_measure if whole.default_measure in named else None,
        # Sentences may name anything; who knows what can be read lets some of them in again.
        examples=whole.examples if is_whole else (),
        security=None,
        rights=rights.digest,
    )


@dataclass(frozen=True, slots=True)
class _Making:
    rights: _Rights

    def datasets(self) -> tuple[Dataset, ...]:
        return tuple(
            self._dataset(dataset, self.rights.seen[dataset.name])
            for dataset in self.rights.catalog.datasets
            if dataset.name in self.rights.seen
        )

    def keeps(self, join: Join) -> bool:
        """Both sides are there, and the columns they meet by."""
        sides = ((join.left, join.left_columns), (join.right, join.right_columns))
        seen = self.rights.seen
        return all(
            name in seen and not seen[name].hidden & {column.lower() for column in columns}
            for name, columns in sides
        )

    def _dataset(self, dataset: Dataset, right: _Right) -> Dataset:
        hidden = right.hidden
        if not hidden and right.rows is None:
            return dataset
        dimensions = (d for d in dataset.dimensions if self._is_open(d.expression, hidden))
        return replace(
            dataset,
            key=dataset.key if hidden.isdisjoint(name.lower() for name in dataset.key) else (),
            dimensions=tuple(d if right.rows is None else _unsampled(d) for d in dimensions),
            measures=tuple(m for m in dataset.measures if self._is_shown(m, hidden)),
            rows=right.rows,
        )

    def _is_shown(self, measure: Measure, hidden: frozenset[str]) -> bool:
        counts = measure.expression.strip() == "*"
        parts = [] if counts else [measure.expression]
        parts += [measure.filter] if measure.filter else []
        return all(self._is_open(part, hidden) for part in parts) and self._is_dated(measure)

    def _is_dated(self, measure: Measure) -> bool:
        """Dated by another day than the catalog says, it would be another measure."""
        if measure.time is None:
            return True
        dimension = self.rights.catalog.dimension(measure.time)
        right = self.rights.seen.get(measure.time.dataset)
        return bool(dimension and right) and self._is_open(
            dimension.expression if dimension else "", right.hidden if right else frozenset()
        )

    def _is_open(self, expression: str, hidden: frozenset[str]) -> bool:
        if not hidden:
            return True
        columns = _columns_of(expression, self.rights.dialect)
        return columns is not None and hidden.isdisjoint(columns)


def _unsampled(dimension: Dimension) -> Dimension:
    """Without the values that the catalog knows: they may be those of other rows."""
    if not (dimension.values or dimension.value_aliases):
        return dimension
    return replace(dimension, values=(), value_aliases={})


def _referring(dataset: Dataset, left: dict[str, Dataset]) -> Dataset:
    """The dataset without references to what is gone."""

    def still(ref: ColumnRef | None) -> ColumnRef | None:
        there = left.get(ref.dataset) if ref else None
        return ref if ref and there and there.dimension(ref.name) else None

    return replace(
        dataset,
        time=still(dataset.time),
        dimensions=tuple(
            replace(d, same_as=still(d.same_as), in_role_of=still(d.in_role_of))
            if d.same_as or d.in_role_of
            else d
            for d in dataset.dimensions
        ),
    )


def _metrics(metrics: tuple[Metric, ...], measures: set[str]) -> tuple[Metric, ...]:
    """Those whose formulas name nothing that is gone; formulas may name other metrics."""
    parts = {metric.name: _names_in(metric.formula) for metric in metrics}
    known, growing = set(measures), True
    while growing:
        found = {name for name, named in parts.items() if named <= known} - known
        known |= found
        growing = bool(found)
    return tuple(metric for metric in metrics if metric.name in known)


def _names_in(formula: str) -> set[str]:
    return {column.name for column in sqlglot.parse_one(formula).find_all(exp.Column)}


def _columns_of(expression: str, dialect: str) -> frozenset[str] | None:
    """The columns of an expression, in small letters; None where it cannot be read."""
    found = columns_in(expression, dialect)
    return None if found is None else frozenset(name.this.lower() for name in found)
