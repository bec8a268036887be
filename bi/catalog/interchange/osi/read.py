"""An OSI model as a catalog."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from bi.catalog.interchange.notes import Notes, Part
from bi.catalog.interchange.osi.words import ANSI, DIALECTS, OURS, VENDOR
from bi.catalog.interchange.patch import Plain
from bi.catalog.interchange.sql import (
    Aggregate,
    FormulaReader,
    NotExpressed,
    column_of,
    parsed,
    single_column,
    translated,
)
from bi.catalog.naming import identifier_of


def read(document: Any, notes: Notes) -> tuple[Plain, Plain]:
    """A catalog, and the patch that an extension of ours holds. Raises InterchangeUnreadable."""
    whole = Part(document, "", notes)
    whole.take("version")
    models = whole.parts("semantic_model")
    whole.rest()
    if not models:
        whole.lost("the whole file", "it holds no semantic model")
        return {}, {}
    for model in models[1:]:
        notes.lost(model.place, "the model", "a catalog is of one: split the file")
    return _Reading(models[0], notes).catalog()


@dataclass(slots=True)
class _Reading:
    """One model being read."""

    model: Part
    notes: Notes
    datasets: Plain = field(default_factory=dict)
    # Dataset -> field -> its SQL over the dataset's own columns.
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    # Fields that are no dimension, until a metric has been seen to use them.
    bare: set[tuple[str, str]] = field(default_factory=set)
    used: set[tuple[str, str]] = field(default_factory=set)

    def catalog(self) -> tuple[Plain, Plain]:
        model = self.model
        name = model.text("name")
        description = model.text("description")
        context = self._context(model)
        for part in model.parts("datasets"):
            self._dataset(part)
        for part in model.parts("relationships"):
            self._relationship(part)
        metrics = self._metrics(model.parts("metrics"))
        patch = self._extension(model)
        model.rest()
        self._drop_bare()
        result: Plain = {
            "datasource": {"id": name, **({"description": description} if description else {})},
            "datasets": self.datasets,
            **({"metrics": metrics} if metrics else {}),
            **({"examples": context["examples"]} if context.get("examples") else {}),
        }
        return result, patch

    def _context(self, part: Part) -> Plain:
        """Synonyms and examples of an `ai_context`; instructions are for other readers."""
        written = part.take("ai_context")
        if not isinstance(written, dict):
            if written:
                part.lost("ai_context", "a text for a model, and no synonyms")
            return {}
        context = Part(written, f"{part.place}.ai_context", self.notes)
        found = {key: context.texts(key) for key in ("synonyms", "examples")}
        context.rest()
        return {key: texts for key, texts in found.items() if texts}

    def _extension(self, part: Part) -> Plain:
        patch: Plain = {}
        for one in part.take("custom_extensions") or []:
            if isinstance(one, dict) and one.get("vendor_name") == VENDOR:
                patch = json.loads(one.get("data") or "{}")
            else:
                vendor = one.get("vendor_name") if isinstance(one, dict) else None
                part.lost(f"custom_extensions of {vendor}")
        return patch

    def _sql(self, part: Part) -> str | None:
        """The expression, in standard SQL where it is there."""
        expression = part.part("expression")
        dialects = {
            one.text("dialect"): one.text("expression") for one in expression.parts("dialects")
        }
        expression.rest()
        ours = {theirs: dialect for dialect, theirs in DIALECTS.items()}
        if ANSI in dialects:
            for other in dialects.keys() - {ANSI, *ours.keys()}:
                part.lost(f"the expression in {other}")
            return dialects[ANSI]
        for theirs, dialect in ours.items():
            if theirs in dialects:
                part.lost("standard SQL of the expression", f"it was put from {theirs}")
                return translated(dialects[theirs], dialect, None)
        part.lost("the expression", f"in {', '.join(dialects) or 'no dialect'}")
        return None

    def _dataset(self, part: Part) -> None:
        name = part.text("name")
        source, description = part.text("source"), part.text("description")
        key = part.texts("primary_key")
        unique = part.take("unique_keys") or []
        if not key and unique:
            key = [str(column) for column in unique[0]]
            unique = unique[1:]
        if any(list(one) != key for one in unique):
            part.lost("unique_keys", "a catalog has one key of a dataset")
        context = self._context(part)
        if context.pop("examples", None):
            part.lost("ai_context.examples")
        self.fields[name] = {}
        dimensions: Plain = {}
        for one in part.parts("fields"):
            self._field(name, one, dimensions)
        self._extension(part)
        part.rest()
        if " " in source.strip():
            part.lost("source", "it is a query: make a view of it and name that as `table`")
            source = name
        self.datasets[name] = {
            **({"description": description} if description else {}),
            **context,
            **({"table": source} if source and source != name else {}),
            **({"key": key} if key else {}),
            **({"dimensions": dimensions} if dimensions else {}),
        }

    def _field(self, dataset: str, part: Part, dimensions: Plain) -> None:
        name, sql = part.text("name"), self._sql(part)
        description, label = part.text("description"), part.text("label")
        kind = part.text("datatype")
        written = part.take("dimension")
        role = Part(written or {}, f"{part.place}.dimension", self.notes)
        is_time = role.take("is_time")
        role.rest()
        context = self._context(part)
        self._extension(part)
        if label:
            part.lost("label", "theirs sorts fields into groups")
        if context.pop("examples", None):
            part.lost("ai_context.examples")
        part.rest()
        if sql is None:
            return
        self.fields[dataset][name] = sql
        if kind == "Opaque":
            part.lost("the field", "its type is none that questions can use")
            return
        if not kind:
            # Whether it is of time is said of years and names of months, too.
            why = "a time of a type that is not said" if is_time else "it is not said"
            part.lost("datatype", f"{why}; text is taken, or the column's with --database")
        if written is None:
            self.bare.add((dataset, name))
        column = single_column(sql)
        dimensions[name] = {
            **({"description": description} if description else {}),
            **context,
            **({"type": OURS[kind]} if kind in OURS and kind != "String" else {}),
            **({} if column == name else {"column": column} if column else {"expression": sql}),
        }

    def _relationship(self, part: Part) -> None:
        name, left, right = part.text("name"), part.text("from"), part.text("to")
        columns = dict(zip(part.texts("from_columns"), part.texts("to_columns"), strict=False))
        context = part.take("ai_context")
        self._extension(part)
        if context:
            part.lost("ai_context", "joins have no synonyms")
        part.rest()
        if left not in self.datasets or right not in self.datasets or not columns:
            part.lost("the relationship", "it leads from or to no dataset")
            return
        joins = self.datasets[left].setdefault("joins", {})
        role = name.removeprefix(f"{left}_")
        if name == f"{left}_to_{right}" or (right not in joins and left != right):
            joins[right] = {"columns": columns}
        else:
            joins[identifier_of(role)] = {"dataset": right, "columns": columns}

    def _metrics(self, parts: list[Part]) -> Plain:
        trees: list[tuple[Part, str, exp.Expr, Plain]] = []
        known: dict[Aggregate, str] = {}
        reader = FormulaReader(self._home, known, lambda one: self._made_name(one, known))
        for part in parts:
            name, sql = part.text("name"), self._sql(part)
            described = {"description": text} if (text := part.text("description")) else {}
            described |= self._context(part)
            if described.pop("examples", None):
                part.lost("ai_context.examples")
            part.take("datatype")
            self._extension(part)
            part.rest()
            try:
                if sql is not None:
                    self._measure_or_later(part, name, sql, described, reader, trees)
            except NotExpressed as why:
                part.lost("the metric", str(why))
        metrics: Plain = {}
        for part, name, tree, described in trees:
            try:
                metrics[name] = {**described, "formula": reader.formula(tree)}
            except NotExpressed as why:
                part.lost("the metric", str(why))
        for name, one in reader.made.items():
            self.datasets[one.dataset].setdefault("measures", {})[name] = one.plain
        return metrics

    def _measure_or_later(
        self,
        part: Part,
        name: str,
        sql: str,
        described: Plain,
        reader: FormulaReader,
        later: list[tuple[Part, str, exp.Expr, Plain]],
    ) -> None:
        tree = parsed(sql)
        one = reader.aggregate(tree)
        if one is None:
            later.append((part, name, tree, described))
            return
        if one in reader.known:
            part.lost("the metric", f"it is the same as `{reader.known[one]}`")
            return
        reader.known[one] = name
        measures = self.datasets[one.dataset].setdefault("measures", {})
        measures[name] = {**described, **one.plain}

    def _made_name(self, one: Aggregate, known: dict[Aggregate, str]) -> str:
        """For an aggregate that is only part of a metric: `store_number_employees_sum`."""
        column = single_column(one.expression)
        stem = identifier_of(f"{column or one.dataset} {one.aggregation}")
        name, n = stem, 1
        while name in known.values():
            n += 1
            name = f"{stem}_{n}"
        return name

    def _home(self, aggregation: str, tree: exp.Expr) -> tuple[str, exp.Expr]:
        columns = list(tree.find_all(exp.Column))
        owners = {column.table for column in columns}
        if len(owners) != 1 or not owners <= self.datasets.keys():
            if not owners and len(self.datasets) == 1:
                return next(iter(self.datasets)), tree
            raise NotExpressed("it aggregates columns of no dataset or of several ones")
        (dataset,) = owners
        key = self.datasets[dataset].get("key") or []

        def change(node: exp.Expr) -> exp.Expr:
            if not isinstance(node, exp.Column):
                return node
            self.used.add((dataset, node.name))
            sql = self.fields[dataset].get(node.name)
            return parsed(sql) if sql else column_of(node.name)

        changed = tree.transform(change)
        counted = changed.expressions[0]
        if aggregation == "count" and isinstance(counted, exp.Column) and counted.name in key:
            counted.replace(exp.Star())  # a key is never empty
        return dataset, changed

    def _drop_bare(self) -> None:
        """Fields that are no dimension and that metrics aggregate are amounts, not groupings."""
        for dataset, name in self.bare & self.used:
            self.datasets[dataset]["dimensions"].pop(name, None)
            if not self.datasets[dataset]["dimensions"]:
                del self.datasets[dataset]["dimensions"]
