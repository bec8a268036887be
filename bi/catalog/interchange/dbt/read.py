"""dbt semantic models as a catalog."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from bi.catalog.interchange.dbt.states import state_of
from bi.catalog.interchange.dbt.words import (
    AGGREGATIONS,
    DIMENSION,
    GRAINS,
    META,
    MODEL,
)
from bi.catalog.interchange.notes import InterchangeUnreadable, Notes, Part
from bi.catalog.interchange.patch import Plain
from bi.catalog.interchange.sql import NotExpressed, names_in, parsed, single_column
from bi.catalog.naming import label_of, quoted


def read(document: Any, notes: Notes) -> tuple[Plain, Plain]:
    """A catalog, and the patch that a `meta` of ours holds. Raises InterchangeUnreadable."""
    whole = Part(document, "", notes)
    models, metrics = whole.parts("semantic_models"), whole.parts("metrics")
    if not models:
        raise InterchangeUnreadable("there are no `semantic_models` in it")
    # Descriptions of tables and tests of them are no semantics.
    for key in ("version", "models", "sources", "seeds", "project_configuration"):
        whole.take(key)
    whole.rest()
    return _Reading(notes).catalog(models, metrics)


@dataclass(slots=True)
class _Measure:
    dataset: str
    plain: Plain
    used: bool = False
    create_metric: bool = False


@dataclass(slots=True)
class _Reading:
    notes: Notes
    datasets: Plain = field(default_factory=dict)
    measures: dict[str, _Measure] = field(default_factory=dict)
    # Entity -> the model that has it as its key, and the column there.
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    foreign: list[tuple[str, str, str, Part]] = field(default_factory=list)
    primary: dict[str, str] = field(default_factory=dict)
    # Model -> entity -> its column there.
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    patch: Plain = field(default_factory=dict)

    def catalog(self, models: list[Part], metrics: list[Part]) -> tuple[Plain, Plain]:
        for model in models:
            self._model(model)
        self._joins()
        found = self._metrics(metrics)
        for name, measure in self.measures.items():
            if not measure.used:
                self._add(measure.dataset, name, measure.plain)
        result: Plain = {"datasets": self.datasets, **({"metrics": found} if found else {})}
        return result, self.patch

    def _meta(self, part: Part) -> Plain:
        config = part.part("config")
        meta = config.part("meta")
        found: Plain = meta.take(META) or {}
        for other in (meta, config):
            other.rest()
        return found

    def _model(self, part: Part) -> None:
        name, model = part.text("name"), part.take("model")
        relation = part.part("node_relation")
        table = relation.text("alias") or self._table(str(model or ""), part) or name
        if schema := relation.text("schema_name"):
            table = f"{schema}.{table}"
        for unread in ("database", "relation_name"):
            relation.take(unread)
        relation.rest()
        defaults = part.part("defaults")
        time = defaults.text("agg_time_dimension")
        defaults.rest()
        if primary := part.text("primary_entity"):
            self.primary[name] = primary
        dataset: Plain = {
            **_texts(part, name),
            **({"table": table} if table != name else {}),
        }
        self.datasets[name] = dataset
        key = self._entities(name, part.parts("entities"))
        if key:
            dataset["key"] = key
        dimensions = dict(self._dimension(one) for one in part.parts("dimensions"))
        if time and time in dimensions:
            dataset["time"] = time
        elif time:
            part.lost("defaults.agg_time_dimension", f"`{time}` is no dimension of it")
        if dimensions:
            dataset["dimensions"] = dimensions
        for one in part.parts("measures"):
            self._measure(name, one, time)
        self.patch |= self._meta(part)
        part.rest()

    def _table(self, model: str, part: Part) -> str | None:
        found = MODEL.match(model)
        if model and found is None:
            part.lost("model", f"`{model}` names no table")
        names = re.findall(r"['\"]([^'\"]+)['\"]", found[1]) if found else []
        return names[-1] if names else None

    def _entities(self, dataset: str, parts: list[Part]) -> list[str]:
        key: list[str] = []
        for part in parts:
            name, kind = part.text("name"), part.text("type").lower()
            sql = part.text("expr") or name
            column = single_column(sql)
            for unread in ("description", "label"):
                part.take(unread)
            self._meta(part)
            if column is None:
                part.lost("the entity", f"`{sql}` is no single column")
                part.rest()
                continue
            self.columns.setdefault(dataset, {})[name] = column
            if kind == "primary":
                key = [column]
                self.primary[dataset] = name
                self.keys[name] = (dataset, column)
            elif kind == "unique":
                self.keys.setdefault(name, (dataset, column))
                key = key or [column]
            elif kind == "foreign":
                self.foreign.append((dataset, name, column, part))
            else:
                part.lost("the entity", f"of type {kind}")
            part.rest()
        return key

    def _joins(self) -> None:
        for dataset, entity, column, part in self.foreign:
            target, key = self.keys.get(entity, (None, ""))
            if target is None:
                part.lost("the entity", "no model in the file has it as its key")
                continue
            if target == dataset:
                part.lost("the entity", "it leads to its own model")
                continue
            joins = self.datasets[dataset].setdefault("joins", {})
            if target in joins:
                part.lost("the entity", "a second road to the same model")
                continue
            joins[target] = {"columns": {column: key}}

    def _dimension(self, part: Part) -> tuple[str, Plain]:
        name, kind = part.text("name"), part.text("type").lower()
        sql = part.text("expr") or name
        result = _texts(part, name)
        params = part.part("type_params")
        self._meta(part)
        if kind == "time":
            grain = params.text("time_granularity").lower() or "day"
            finer = grain not in GRAINS or grain == "hour"
            result["type"] = "timestamp" if finer else "date"
            if not finer and grain != "day":
                result["grain"] = grain
        params.rest()
        part.rest()
        column = single_column(sql)
        if column is None:
            result["expression"] = sql
        elif column != name:
            result["column"] = column
        return name, result

    def _measure(self, dataset: str, part: Part, default_time: str) -> None:
        name, how = part.text("name"), part.text("agg").lower()
        sql = part.text("expr") or name
        time = part.text("agg_time_dimension")
        params = part.part("agg_params")
        create = bool(part.take("create_metric"))
        part.take("create_metric_display_name")
        texts = _texts(part, name)
        non_additive = part.take("non_additive_dimension")
        self._meta(part)
        percentile = params.take("percentile")
        for key in ("use_discrete_percentile", "use_approximate_percentile"):
            params.take(key)
        params.rest()
        part.rest()
        if how == "percentile" and percentile == 0.5:
            how = "median"
        state: Plain = {}
        if non_additive:
            entities = self.columns.get(dataset, {})
            try:
                state = state_of(non_additive, part, time or default_time, entities)
            except NotExpressed as why:
                part.lost("the measure", str(why))
                return
        if how == "sum_boolean":
            plain: Plain = {"count": "*", "filter": sql}
        elif how not in AGGREGATIONS:
            part.lost("the measure", f"its aggregation is {how}")
            return
        elif sql == "1" and how in ("sum", "count"):
            plain = {"count": "*"}
        else:
            plain = _unfiltered(how, sql)
        if time and time != default_time:
            plain["time"] = time
        self.measures[name] = _Measure(dataset, {**texts, **plain, **state}, create_metric=create)

    def _metrics(self, parts: list[Part]) -> Plain:
        formulas: Plain = {}
        later: list[tuple[Part, str, str, Plain, Part]] = []
        for part in parts:
            name, kind = part.text("name"), part.text("type").lower()
            texts, params = _texts(part, name), part.part("type_params")
            params.take("input_measures")  # of a manifest: what the others say already
            where = part.take("filter")
            part.take("time_granularity")
            self._meta(part)
            part.rest()
            if kind == "simple":
                self._simple(part, name, texts, params, where)
            elif where:
                part.lost("the metric", "a condition on a formula")
            else:
                later.append((part, name, kind, texts, params))
        for part, name, kind, texts, params in later:
            try:
                formulas[name] = {**texts, "formula": self._formula(kind, params)}
            except NotExpressed as why:
                part.lost("the metric", str(why))
        return self._whole(formulas)

    def _whole(self, formulas: Plain) -> Plain:
        """Without those that name what is not there, and what names these."""
        while True:
            known = {*self.taken, *formulas}
            broken = {
                name: missing
                for name, one in formulas.items()
                if (missing := names_in(one["formula"]) - known)
            }
            if not broken:
                return formulas
            for name, missing in broken.items():
                self.notes.lost(f"metrics.{name}", "the metric", f"of {', '.join(sorted(missing))}")
                del formulas[name]

    def _simple(self, part: Part, name: str, texts: Plain, params: Part, where: Any) -> None:
        """A measure of ours, called as the metric is."""
        chosen = self._named(params.take("measure"), params)
        measured = chosen.take("name")
        aggregation = params.part("metric_aggregation_params")
        owner = aggregation.text("semantic_model")
        if owner in self.datasets:
            time = self.datasets[owner].get("time", "")
            values = {"name": name, "expr": params.take("expr"), **aggregation._left}
            aggregation._left.clear()
            self._measure(owner, Part(values, f"{part.place}.type_params", self.notes), time)
            measured = name
        for key in ("join_to_timespine", "fill_nulls_with"):
            found = [chosen.take(key), params.take(key)]
            if any(one is not None and one is not False for one in found):
                part.lost(key, "days without rows have no value")
        conditions = [*_conditions(where), *_conditions(chosen.take("filter"))]
        chosen.take("alias")
        for one in (chosen, params):
            one.rest()
        measure = self.measures.get(str(measured))
        if measure is None:
            part.lost("the metric", f"its measure {measured} is not there")
            return
        try:
            filters = [self._condition(one, measure.dataset) for one in conditions]
        except NotExpressed as why:
            part.lost("the metric", str(why))
            return
        if own := measure.plain.get("filter"):
            filters.insert(0, own)
        measure.used = True
        plain = {**measure.plain, **texts}
        if filters:
            plain["filter"] = _both(filters)
        self._add(measure.dataset, name, plain)

    def _condition(self, text: str, dataset: str) -> str:
        def column(found: re.Match[str]) -> str:
            dimension = (self.datasets[dataset].get("dimensions") or {}).get(found[2])
            if found[1] != self.primary.get(dataset) or dimension is None:
                raise NotExpressed(f"its condition is on {found[1]}__{found[2]} of another model")
            if "expression" in dimension:
                return f"({dimension['expression']})"
            return quoted(dimension.get("column", found[2]))

        result = DIMENSION.sub(column, text).strip()
        if "{{" in result or "{%" in result:
            raise NotExpressed(f"its condition `{text.strip()}` is no SQL over its own columns")
        return result

    def _add(self, dataset: str, name: str, plain: Plain) -> None:
        if name in self.taken:
            self.notes.lost(f"datasets.{dataset}", f"measure {name}", "the name is taken")
            return
        self.taken.add(name)
        self.datasets[dataset].setdefault("measures", {})[name] = plain

    def _formula(self, kind: str, params: Part) -> str:
        if kind == "ratio":
            both = [self._named(params.take(key), params) for key in ("numerator", "denominator")]
            sides = [self._input(str(one.take("name")), one) for one in both]
            params.rest()
            return f"{sides[0]} / {sides[1]}"
        if kind != "derived":
            why = "ask for it: “cumulative revenue”, “revenue over the last 7 days”"
            raise NotExpressed(why if kind == "cumulative" else f"of type {kind}")
        names: dict[str, str] = {}
        for written in params.take("metrics") or []:
            one = self._named(written, params)
            name = one.take("name")
            alias = str(one.take("alias") or name)
            names[alias] = self._input(str(name), one, alias)
        sql = str(params.take("expr") or "")
        params.rest()
        tree = parsed(sql).transform(
            lambda node: (
                exp.column(names.get(node.name, node.name))
                if isinstance(node, exp.Column)
                else node
            )
        )
        return _arithmetic(tree)

    def _named(self, written: Any, around: Part) -> Part:
        """What stands for a metric or measure: its name, or a group of keys with it."""
        values = written if isinstance(written, dict) else {"name": written}
        return Part(values, f"{around.place}.{values.get('name')}", self.notes)

    def _input(self, name: str, one: Part, alias: str | None = None) -> str:
        """The metric that a ratio or a derived metric names. Raises NotExpressed."""
        shifted = [one.take(key) for key in ("offset_window", "offset_to_grain")]
        conditions = _conditions(one.take("filter"))
        alias = one.take("alias") or (alias if alias != name else None)
        one.rest()
        if any(shifted):
            raise NotExpressed("ask for it: “compared with last month”")
        if not conditions:
            return name
        owner = next(
            (key for key, d in self.datasets.items() if name in (d.get("measures") or {})), None
        )
        if owner is None:
            raise NotExpressed(f"a condition on `{name}`, which is no measure of one model")
        measure = self.datasets[owner]["measures"][name]
        texts = [self._condition(text, owner) for text in conditions]
        return self._narrowed(owner, name, measure, texts, alias)

    def _narrowed(
        self, dataset: str, name: str, measure: Plain, filters: list[str], alias: Any
    ) -> str:
        """A measure of its own for one that is only counted under a condition."""
        both = [measure["filter"], *filters] if measure.get("filter") else filters
        plain = {key: one for key, one in measure.items() if key not in ("label", "description")}
        plain["filter"] = _both(both)
        stem, n = str(alias or f"{name}_where"), 1
        called = stem
        while called in self.taken:
            if self.datasets[dataset]["measures"].get(called) == plain:
                return called
            n += 1
            called = f"{stem}_{n}"
        self._add(dataset, called, plain)
        return called


def _both(filters: list[str]) -> str:
    return " AND ".join(f"({one})" for one in filters) if filters[1:] else filters[0]


def _arithmetic(tree: exp.Expr) -> str:
    allowed = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren, exp.Literal)

    def change(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Nullif) and node.expression.name == "0":
            return change(node.this)
        return change(node.this) if isinstance(node, exp.Cast) else node

    tree = tree.transform(change)
    for node in tree.walk():
        if not isinstance(node, (*allowed, exp.Column, exp.Identifier)):
            raise NotExpressed(f"`{node.sql()}` is no arithmetic of measures")
    return tree.sql()


def _conditions(written: Any) -> list[str]:
    if isinstance(written, dict):  # of a manifest
        found = written.get("where_filters") or []
        return [str(one.get("where_sql_template")) for one in found]
    if not written:
        return []
    return [str(one) for one in (written if isinstance(written, list) else [written])]


def _texts(part: Part, name: str) -> Plain:
    """Label and description; a label that says no more than the name is none."""
    found = {key: part.text(key) for key in ("label", "description")}
    if found["label"] == label_of(name):
        found["label"] = ""
    return {key: text for key, text in found.items() if text}


def _unfiltered(how: str, sql: str) -> Plain:
    """`CASE WHEN condition THEN value END` is a value with a filter."""
    try:
        tree = parsed(sql)
    except NotExpressed:
        return {how: sql}
    case = tree if isinstance(tree, exp.Case) else None
    branches = (case.args.get("ifs") or []) if case else []
    if case is None or case.this or case.args.get("default") or len(branches) != 1:
        return {how: sql}
    value, condition = branches[0].args["true"].sql(), branches[0].this.sql()
    return {how: "*" if how == "count" and value == "1" else value, "filter": condition}
