"""Open Semantic Interchange (Apache Ossie), core metadata specification 0.2.

Their metrics are SQL over whole datasets; ours are measures of one dataset and formulas of these.
A metric that is one aggregate of one dataset's columns becomes a measure, every other a formula.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from bi.catalog.interchange.notes import Notes
from bi.catalog.interchange.osi.words import ANSI, DIALECTS, TIMES, TYPES, VENDOR, VERSION
from bi.catalog.interchange.patch import Plain
from bi.catalog.interchange.sql import (
    NotExpressed,
    aggregate_sql,
    column_of,
    parsed,
    translated,
)
from bi.catalog.naming import identifier_of, quoted


def write(ours: Plain, dialect: str | None, notes: Notes) -> Plain:
    """The document, without an extension."""
    datasource, datasets = ours["datasource"], ours["datasets"]
    model: Plain = {"name": datasource["id"]}
    if datasource.get("description"):
        model["description"] = datasource["description"]
    if ours.get("examples"):
        model["ai_context"] = {"examples": ours["examples"]}
    columns = {name: _Columns(name, one or {}) for name, one in datasets.items()}
    metrics = list(_metrics(ours, columns, dialect, notes))
    model["datasets"] = [
        _dataset(name, one or {}, columns[name], dialect) for name, one in datasets.items()
    ]
    relationships = list(_relationships(datasets))
    if relationships:
        model["relationships"] = relationships
    if metrics:
        model["metrics"] = metrics
    return {"version": VERSION, "semantic_model": [model]}


def _context(thing: Plain) -> Plain:
    return {"ai_context": {"synonyms": thing["synonyms"]}} if thing.get("synonyms") else {}


def _expression(sql: str, dialect: str | None) -> Plain:
    found = [{"dialect": ANSI, "expression": translated(sql, dialect, None)}]
    if dialect in DIALECTS:
        found.append({"dialect": DIALECTS[dialect], "expression": sql})
    return {"dialects": found}


def _described(thing: Plain) -> Plain:
    return {"description": thing["description"]} if thing.get("description") else {}


@dataclass(slots=True)
class _Columns:
    """The fields of a dataset that metrics may name; `extra` are columns that are no dimension."""

    dataset: str
    plain: Plain
    extra: dict[str, str] = field(default_factory=dict)

    def field_of(self, column: str) -> str:
        for name, dimension in (self.plain.get("dimensions") or {}).items():
            if "expression" not in (dimension or {}) and column == (dimension or {}).get(
                "column", name
            ):
                return str(name)
        for name, known in self.extra.items():
            if known == column:
                return name
        name = identifier_of(column)
        while name in self.extra or name in (self.plain.get("dimensions") or {}):
            name += "_column"
        self.extra[name] = column
        return name

    def qualified(self, sql: str, dialect: str | None) -> str:
        """`sql` with its columns as fields of the dataset."""

        def change(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column):
                return column_of(self.field_of(node.name), self.dataset)
            return node

        return parsed(sql, dialect).transform(change).sql()


def _dataset(name: str, one: Plain, columns: _Columns, dialect: str | None) -> Plain:
    fields = [
        _field(key, dimension or {}, dialect)
        for key, dimension in (one.get("dimensions") or {}).items()
    ]
    fields += [
        {"name": key, "expression": _expression(quoted(column), None)}
        for key, column in columns.extra.items()
    ]
    return {
        "name": name,
        "source": one.get("table", name),
        **({"primary_key": one["key"]} if one.get("key") else {}),
        **_described(one),
        **_context(one),
        **({"fields": fields} if fields else {}),
    }


def _field(name: str, dimension: Plain, dialect: str | None) -> Plain:
    kind = dimension.get("type", "text")
    sql = dimension.get("expression") or quoted(dimension.get("column", name))
    return {
        "name": name,
        "expression": _expression(sql, dialect),
        **_described(dimension),
        "datatype": TYPES[kind],
        "dimension": {"is_time": kind in TIMES},
        **_context(dimension),
    }


def _relationships(datasets: Plain) -> Iterator[Plain]:
    for left, one in datasets.items():
        for name, join in ((one or {}).get("joins") or {}).items():
            target = join.get("dataset", name)
            yield {
                "name": f"{left}_to_{target}" if target == name else f"{left}_{name}",
                "from": left,
                "to": target,
                "from_columns": list(join["columns"]),
                "to_columns": list(join["columns"].values()),
            }


def _metrics(
    ours: Plain, columns: dict[str, _Columns], dialect: str | None, notes: Notes
) -> Iterator[Plain]:
    written: dict[str, str] = {}
    for dataset, one in ours["datasets"].items():
        for name, measure in ((one or {}).get("measures") or {}).items():
            try:
                sql = aggregate_sql(measure, (one or {}).get("key") or [])
                written[name] = columns[dataset].qualified(sql, dialect)
            except NotExpressed as why:
                notes.lost(f"datasets.{dataset}.measures", name, str(why))
                continue
            yield _metric(name, measure, written[name], dialect)
    for name in ours.get("metrics") or {}:
        try:
            sql = _spelt(name, ours["metrics"], written)
        except NotExpressed as why:
            notes.lost("metrics", name, str(why))
            continue
        yield _metric(name, ours["metrics"][name], sql, dialect)


def _metric(name: str, thing: Plain, sql: str, dialect: str | None) -> Plain:
    expression = {"dialects": [{"dialect": ANSI, "expression": sql}]}
    if dialect in DIALECTS:
        theirs = {"dialect": DIALECTS[dialect], "expression": translated(sql, None, dialect)}
        expression["dialects"].append(theirs)
    return {"name": name, "expression": expression, **_described(thing), **_context(thing)}


def _spelt(name: str, metrics: Plain, measures: dict[str, str]) -> str:
    """A formula with its measures written out."""

    def change(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            if node.name in metrics:
                return exp.paren(parsed(_spelt(node.name, metrics, measures)))
            if node.name not in measures:
                raise NotExpressed(f"its measure `{node.name}` is not there")
            return parsed(measures[node.name])
        if isinstance(node, exp.Div):
            zero = exp.Literal.number(0)
            divisor = exp.Nullif(this=node.expression.transform(change), expression=zero)
            return exp.Div(this=node.this.transform(change), expression=divisor)
        return node

    return parsed(metrics[name]["formula"]).transform(change).sql()


def extend(document: Plain, patch: Plain) -> None:
    """Puts the patch where other tools pass it over."""
    text = json.dumps(patch, ensure_ascii=False)
    document["semantic_model"][0]["custom_extensions"] = [{"vendor_name": VENDOR, "data": text}]
