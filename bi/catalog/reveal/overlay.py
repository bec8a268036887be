"""What a metadata catalog says, laid over the draft that was made of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp

from bi.catalog.inspection import Inspection, Table
from bi.catalog.naming import identifier_of, label_of
from bi.catalog.reveal.columns import TableColumns
from bi.catalog.reveal.expression_sql import (
    Aggregated,
    aggregated,
    condition_sql,
    formula_of,
    in_dialect,
    row_sql,
)
from bi.catalog.reveal.expressions import CannotTranslate, parse
from bi.catalog.reveal.metadata import MetadataDatasource, MetadataField, MetadataTable
from bi.catalog.schema import AGGREGATIONS

Plain = dict[str, Any]

_TYPES = {
    "String": "text",
    "Number": "number",
    "Percentage": "number",
    "Currency": "number",
    "Date": "date",
    "DateTime": "timestamp",
    "Time": "time",
}
_FORMATS = {"Percentage": "percent", "Currency": "currency"}


@dataclass(frozen=True, slots=True)
class Calculated:
    """SQL that came of an expression: the database is asked whether it takes it."""

    place: str
    table: str
    sql: str


@dataclass(slots=True)
class Overlay:
    """`faults` are what does not fit; `calculated` is SQL to be tried."""

    catalog: Plain
    inspection: Inspection
    dialect: str | None
    faults: list[str] = field(default_factory=list)
    calculated: list[Calculated] = field(default_factory=list)

    def lay(self, source: MetadataDatasource, place: str) -> None:
        for number, database in enumerate(source.databases):
            within = f"{place}.Databases[{number}]"
            listed: dict[str, MetadataTable] = {}
            for index, table in enumerate(database.tables):
                found = table_of(self.inspection, table.name)
                name = self._dataset_of(found) if found else None
                if found is None or name is None:
                    self.faults.append(f"{within}.Tables[{index}]: there is no table {table.name}")
                    continue
                listed[name] = table
                self._table(name, found, table, f"{within}.Tables[{index}]")
            if database.discovery_mode == "Restricted":
                self._restrict(listed)

    def _dataset_of(self, table: Table) -> str | None:
        for name, dataset in self.catalog["datasets"].items():
            if dataset.get("table", name) == table.name:
                return str(name)
        return None

    def _table(self, name: str, table: Table, said: MetadataTable, place: str) -> None:
        dataset = self.catalog["datasets"][name]
        if said.description:
            dataset["description"] = said.description
        columns = TableColumns(dataset, table, self.dialect)
        for number, one in enumerate(said.fields_):
            within = f"{place}.Fields[{number}]"
            if not one.expression:
                self._column(columns, one, within)
        for number, one in enumerate(said.fields_):
            within = f"{place}.Fields[{number}].Expression"
            if one.expression:
                try:
                    self._calculated(name, columns, one, within)
                except CannotTranslate as error:
                    self.faults.append(f"{within}: {error}")

    def _column(self, columns: TableColumns, said: MetadataField, place: str) -> None:
        column = columns.column(said.name)
        if column is None:
            self.faults.append(f"{place}: the table has no column {said.name}")
            return
        dimension = columns.dimension(column)
        if dimension is None:
            return  # a picture or a list: nothing a question could use
        measures = list(columns.measures(column))
        words = {"label": said.alias, "description": said.description}
        dimension.update({key: word for key, word in words.items() if word})
        for measure in measures:
            if said.description:
                measure.setdefault("description", said.description)
            if said.alias and said.alias.casefold() != str(measure.get("label", "")).casefold():
                measure["synonyms"] = [*measure.get("synonyms", ()), said.alias]
        if said.data_type in _FORMATS:
            for one in (dimension, *measures):
                one["format"] = {"style": _FORMATS[said.data_type]}

    def _calculated(
        self, dataset: str, columns: TableColumns, said: MetadataField, place: str
    ) -> None:
        if columns.column(said.name) is not None:
            raise CannotTranslate(f"{said.name} is a column of the table already")
        node = parse(said.expression)
        about = _about(said)
        if said.expression_type == "PostCalculatedField":
            self._metric(dataset, columns, said, place)
            return
        sql = self._sql(row_sql(node, columns.written), columns.table, place)
        key = identifier_of(said.name)
        type_ = _TYPES[said.data_type or "String"]
        columns.dimensions[key] = {**about, "type": type_, "expression": sql}
        if type_ == "number":
            how = "average" if said.data_type == "Percentage" else "sum"
            name = self._free(key, dataset)
            columns.dataset.setdefault("measures", {})[name] = {**about, how: sql}

    def _metric(self, dataset: str, columns: TableColumns, said: MetadataField, place: str) -> None:
        node, about = parse(said.expression), _about(said)
        name = self._free(identifier_of(said.name), dataset)
        single = aggregated(node)
        if single is not None:
            self._measure(name, about, columns, single, place)
            return

        def part(one: Aggregated) -> str:
            return self._part(dataset, columns, one, place)

        formula = formula_of(node, part)
        self.catalog.setdefault("metrics", {})[name] = {**about, "formula": formula}

    def _part(self, dataset: str, columns: TableColumns, one: Aggregated, place: str) -> str:
        """The measure that is there already, or a new one."""
        written = self._written(columns, one, place)
        measures = columns.dataset.setdefault("measures", {})
        for name, measure in measures.items():
            said = {
                key: value for key, value in measure.items() if key in (*AGGREGATIONS, "filter")
            }
            if said == written:
                return str(name)
        over = written.get(one.aggregation, "")
        wish = identifier_of(f"{one.aggregation}_{over if over != '*' else dataset}")[:40]
        name = self._free(wish.strip("_"), dataset)
        measures[name] = written
        return name

    def _measure(
        self, name: str, about: Plain, columns: TableColumns, one: Aggregated, place: str
    ) -> None:
        written = self._written(columns, one, place)
        columns.dataset.setdefault("measures", {})[name] = {**about, **written}

    def _written(self, columns: TableColumns, one: Aggregated, place: str) -> Plain:
        over = "*"
        if one.over is not None:
            over = self._sql(row_sql(one.over, columns.written), columns.table, place)
        written = {one.aggregation: over}
        if one.where is not None:
            where = condition_sql(one.where, columns.written)
            written["filter"] = self._sql(where, columns.table, place)
        return written

    def _sql(self, generic: str, table: Table, place: str) -> str:
        """In the words of the database."""
        sql = in_dialect(generic, self.dialect)
        self.calculated.append(Calculated(place, table.name, sql))
        return sql

    def _free(self, wish: str, dataset: str) -> str:
        """Measures and metrics have one namespace."""
        taken = {
            name for one in self.catalog["datasets"].values() for name in one.get("measures", {})
        } | set(self.catalog.get("metrics", {}))
        for name in (wish, f"{dataset}_{wish}"):
            if name not in taken:
                return name
        number = 2
        while f"{wish}_{number}" in taken:
            number += 1
        return f"{wish}_{number}"

    def _restrict(self, listed: dict[str, MetadataTable]) -> None:
        """Only what is listed: of a table with fields, these; of one without, all."""
        datasets = self.catalog["datasets"]
        for name in [name for name in datasets if name not in listed]:
            del datasets[name]
        for name, table in listed.items():
            if table.fields_:
                _only(datasets[name], name, table.fields_, self.dialect)
        self._forget()

    def _forget(self) -> None:
        """What refers to things that are no more."""
        datasets = self.catalog["datasets"]
        measures = {name for one in datasets.values() for name in one.get("measures", {})}
        for name, dataset in datasets.items():
            joins = dataset.get("joins", {})
            lost = [key for key, join in joins.items() if join.get("dataset", key) not in datasets]
            for key in lost:
                del joins[key]
            time = dataset.get("time")
            if time is not None and not _is_there(time, name, datasets):
                del dataset["time"]
            for measure in dataset.get("measures", {}).values():
                if "time" in measure and not _is_there(measure["time"], name, datasets):
                    del measure["time"]
            hierarchies = dataset.get("hierarchies", {})
            for key in list(hierarchies):
                if not all(_is_there(one, name, datasets) for one in hierarchies[key]["levels"]):
                    del hierarchies[key]
            for dimension in dataset.get("dimensions", {}).values():
                same = (dimension or {}).get("same_as")
                if same and not _is_there(same, name, datasets):
                    del dimension["same_as"]
        metrics = self.catalog.get("metrics", {})
        while True:
            known = measures | set(metrics)
            gone = [key for key, one in metrics.items() if _names_in(one["formula"]) - known]
            if not gone:
                break
            for key in gone:
                del metrics[key]
        if self.catalog.get("default_measure") not in measures | set(metrics):
            self.catalog.pop("default_measure", None)
        self.catalog.pop("examples", None)  # they were made of the whole


def table_of(inspection: Inspection, name: str) -> Table | None:
    """By its whole name, or without the schema that is the default one."""
    folded, last = name.casefold(), name.casefold().rpartition(".")[2]
    for wanted in (folded, last):
        for table in inspection.tables:
            if table.name.casefold() == wanted:
                return table
    return None


def _about(said: MetadataField) -> Plain:
    label = said.alias or label_of(said.name)
    about: Plain = {"label": label}
    if said.description:
        about["description"] = said.description
    if said.data_type in _FORMATS:
        about["format"] = {"style": _FORMATS[said.data_type]}
    return about


def _only(
    dataset: Plain, name: str, fields: tuple[MetadataField, ...], dialect: str | None
) -> None:
    columns = {one.name.casefold() for one in fields if not one.expression}
    made = {identifier_of(one.name) for one in fields if one.expression}
    dimensions = dataset.get("dimensions", {})
    for key in list(dimensions):
        said = dimensions[key] or {}
        column = said.get("column", key)
        if key not in made and ("expression" in said or column.casefold() not in columns):
            del dimensions[key]
    measures = dataset.get("measures", {})
    for key in list(measures):
        used = _columns_in(measures[key], dialect)
        if not used <= columns and key not in made and f"{name}_{key}" not in made:
            del measures[key]


def _columns_in(measure: Plain, dialect: str | None) -> set[str]:
    texts = [measure[how] for how in (*AGGREGATIONS, "filter") if how in measure]
    trees = [sqlglot.parse_one(text, dialect=dialect) for text in texts if text != "*"]
    return {column.name.casefold() for tree in trees for column in tree.find_all(exp.Column)}


def _names_in(formula: str) -> set[str]:
    return {column.name for column in sqlglot.parse_one(formula).find_all(exp.Column)}


def _is_there(reference: str, dataset: str, datasets: Plain) -> bool:
    owner, dot, name = reference.rpartition(".")
    return name in (datasets.get(owner if dot else dataset) or {}).get("dimensions", {})
