"""An inspection -> what a first catalog says of each table, before it is written as text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bi.catalog import lexicon
from bi.catalog.draft_columns import dimensions_of, names_of, with_own_labels
from bi.catalog.draft_joins import DraftJoin, joins_of
from bi.catalog.draft_measures import (
    DraftMeasure,
    default_measure,
    measures_of,
    metrics_of,
    with_own_names,
    with_takings,
)
from bi.catalog.draft_nouns import nouns_of
from bi.catalog.draft_sql import dimensions_in, measures_in
from bi.catalog.inspection import Inspection, Table
from bi.catalog.judge import LeftOut, is_empty, left_out, time_rank
from bi.catalog.naming import (
    identifier_of,
    label_of,
    phrase,
    plural_of,
    words_of,
)
from bi.catalog.yaml_text import Value


@dataclass(frozen=True, slots=True)
class DraftDataset:
    """One table as a dataset; `time` is the reference to the time dimension it is dated by."""

    name: str
    label: str
    table: Table
    synonyms: tuple[str, ...] = ()
    joins: tuple[DraftJoin, ...] = ()
    dimensions: dict[str, Value] = field(default_factory=dict)
    measures: tuple[DraftMeasure, ...] = ()
    time: str | None = None

    @property
    def empty(self) -> list[str]:
        """The columns that hold nothing as far as the sample shows."""
        columns = self.table.columns
        return [c.name for c in columns if is_empty(c, self.table) and not left_out(c)]

    @property
    def left_out(self) -> dict[LeftOut, list[str]]:
        """The columns a draft leaves out, by reason."""
        found: dict[LeftOut, list[str]] = {}
        for column in self.table.columns:
            if reason := left_out(column):
                found.setdefault(reason, []).append(column.name)
        return found


@dataclass(frozen=True, slots=True)
class Draft:
    datasets: tuple[DraftDataset, ...]
    default_measure: str | None = None
    metrics: dict[str, Value] = field(default_factory=dict)


def draft(inspection: Inspection) -> Draft:
    """What the tables seem to mean. The same inspection gives the same draft."""
    names = _names(inspection)
    labels = _labels(inspection, names)
    synonyms = nouns_of(inspection, names, labels)
    joins = {table.name: joins_of(table, inspection, names) for table in inspection.tables}
    plain = {name: tuple(j for j in found if not j.role) for name, found in joins.items()}
    times = _times(inspection, plain)
    measures = with_takings(
        with_own_names(
            {
                table.name: measures_of(table, names[table.name], event=table.name in times)
                for table in inspection.tables
            }
        )
    )
    dimensions = with_own_labels(
        {table.name: dimensions_of(table) for table in inspection.tables},
        {table.name: table.entity for table in inspection.tables},
    )
    datasets = tuple(
        DraftDataset(
            name=names[table.name],
            label=labels[table.name],
            table=table,
            synonyms=synonyms[table.name],
            joins=joins[table.name],
            dimensions=dimensions_in(inspection.dialect, dimensions[table.name]),
            measures=measures_in(inspection.dialect, measures[table.name]),
            time=_reference(table.name, times, names, inspection),
        )
        for table in inspection.tables
    )
    return Draft(
        datasets=datasets,
        metrics=metrics_of(measures),
        default_measure=default_measure(
            [
                (
                    dataset.measures,
                    dataset.time is not None,
                    -1 if dataset.table.is_link else len(plain[dataset.table.name]),
                )
                for dataset in datasets
            ]
        ),
    )


def _names(inspection: Inspection) -> dict[str, str]:
    """Names of datasets by table; the schema goes before a name that two schemas hold."""
    short = [identifier_of(table.name.rpartition(".")[2]) for table in inspection.tables]
    names: dict[str, str] = {}
    for table, name in zip(inspection.tables, short, strict=True):
        wanted = name if short.count(name) == 1 else identifier_of(table.name)
        while wanted in names.values():
            wanted += "_2"
        names[table.name] = wanted
    return names


def _labels(inspection: Inspection, names: dict[str, str]) -> dict[str, str]:
    """Plural and readable, by table; where two would be alike, the datasets' own names."""
    plural = {
        table.name: phrase(plural_of(_said(table, inspection))) for table in inspection.tables
    }
    shared = Counter(label.casefold() for label in plural.values())
    return {
        table: label if label and shared[label.casefold()] == 1 else label_of(names[table])
        for table, label in plural.items()
    }


def _said(table: Table, inspection: Inspection) -> list[str]:
    """What a row is called: one of `has_pet` is a student's pet, where students have pets."""
    targets = [inspection.table(link.table) for link in table.foreign_keys]
    owners = [found.entity for found in targets if found and found.entity != table.entity[1:]]
    if table.entity[:1] == ["has"] and len(table.entity) > 1 and owners:
        return [*owners[0], *table.entity[1:]]
    return table.entity


def _times(
    inspection: Inspection, joins: dict[str, tuple[DraftJoin, ...]]
) -> dict[str, tuple[str, str]]:
    """Table -> the table and column that its rows are dated by."""
    own = {table.name: column for table in inspection.tables if (column := _own_time(table))}
    times = {name: (name, column) for name, column in own.items()}
    targets = {join.target for found in joins.values() for join in found}
    for table in inspection.tables:
        # What other tables refer to is a thing, not an event: a customer is not dated by
        # the day its support agent was hired.
        if table.name in own or table.name in targets:
            continue
        if parent := _parent(table, joins[table.name], own, inspection):
            times[table.name] = (parent, own[parent])
    return times


def _own_time(table: Table) -> str | None:
    ranked = [
        (rank, n, column.name)
        for n, column in enumerate(table.columns)
        if not left_out(column)
        and not is_empty(column, table)
        and (rank := time_rank(column)) is not None
    ]
    return min(ranked)[2] if ranked else None


def _parent(
    table: Table,
    joins: tuple[DraftJoin, ...],
    own: dict[str, str],
    inspection: Inspection,
) -> str | None:
    """The dated table that this one's rows are parts of: an order's lines, an invoice's items."""
    words = set(table.entity)
    entities = {found.name: found.entity for found in inspection.tables}
    dated = [
        join
        for join in joins
        if join.target in own and not _is_about_people(own[join.target]) and join.active
    ]

    def likeness(join: DraftJoin) -> tuple[int, int]:
        shared = len(words & set(entities[join.target]))
        in_key = len(set(join.columns) & set(table.key))
        return (shared, in_key)

    best = max(dated, key=likeness, default=None)
    return best.target if best else None


def _is_about_people(column: str) -> bool:
    return bool(lexicon.PEOPLE_TIMES & set(words_of(column)))


def _reference(
    table: str,
    times: dict[str, tuple[str, str]],
    names: dict[str, str],
    inspection: Inspection,
) -> str | None:
    if table not in times:
        return None
    owner, column = times[table]
    home = inspection.table(owner)
    name = names_of(home)[column] if home else identifier_of(column)
    return name if owner == table else f"{names[owner]}.{name}"
