"""Cubes as a catalog."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from bi.catalog.interchange.cube.words import (
    AGGREGATED,
    AGGREGATIONS,
    JINJA,
    META,
    OURS,
    REFERENCE,
    RELATIONS,
)
from bi.catalog.interchange.notes import InterchangeUnreadable, Notes, Part
from bi.catalog.interchange.patch import Plain
from bi.catalog.interchange.sql import (
    Aggregate,
    FormulaReader,
    NotExpressed,
    column_of,
    names_in,
    parsed,
    single_column,
)
from bi.catalog.naming import identifier_of, label_of, quoted


def read(document: Any, notes: Notes) -> tuple[Plain, Plain]:
    """A catalog, and the patch that a `meta` of ours holds. Raises InterchangeUnreadable."""
    whole = Part(document, "", notes)
    cubes = whole.parts("cubes")
    for view in whole.parts("views"):
        notes.lost(view.place, "the view", "a catalog has no selections of datasets")
    whole.rest()
    if not cubes:
        raise InterchangeUnreadable("there are no `cubes` in it")
    return _Reading(notes).catalog(cubes)


@dataclass(slots=True)
class _Later:
    """A measure that is a formula of others, read once all are known."""

    part: Part
    cube: str
    name: str
    sql: str
    plain: Plain


@dataclass(slots=True)
class _Reading:
    notes: Notes
    datasets: Plain = field(default_factory=dict)
    # Cube -> member -> its SQL over the cube's own columns.
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    # Cube and measure -> the name it has here, where names are unique in a catalog.
    called: dict[tuple[str, str], str] = field(default_factory=dict)
    known: dict[Aggregate, str] = field(default_factory=dict)
    later: list[_Later] = field(default_factory=list)
    turned: list[tuple[str, str, Plain]] = field(default_factory=list)
    patch: Plain = field(default_factory=dict)

    def catalog(self, cubes: list[Part]) -> tuple[Plain, Plain]:
        names = [cube.text("name") for cube in cubes]
        for name in names:
            self.datasets[name], self.members[name] = {}, {}
        for name, cube in zip(names, cubes, strict=True):
            self._cube(name, cube)
        for right, left, join in self.turned:
            self.datasets[right].setdefault("joins", {}).setdefault(left, join)
        metrics = self._formulas()
        result: Plain = {"datasets": self.datasets, **({"metrics": metrics} if metrics else {})}
        return result, self.patch

    def _cube(self, name: str, part: Part) -> None:
        dataset = self.datasets[name]
        dataset |= _named(part, name)
        table, sql = part.text("sql_table"), part.text("sql")
        if sql and not table:
            selected = re.fullmatch(r"\s*select\s+\*\s+from\s+([\w.\"]+)\s*;?\s*", sql, re.I)
            if selected:
                table = selected[1]
            else:
                part.lost("sql", "it is a query: make a view of it and name that as `table`")
        if table and table != name:
            dataset["table"] = table
        self.patch |= self._meta(part)
        dimensions = self._dimensions(name, part.parts("dimensions"))
        if dimensions:
            dataset["dimensions"] = dimensions
        for segment in part.parts("segments"):
            self._segment(name, segment)
        for join in part.parts("joins"):
            self._join(name, join)
        for measure in part.parts("measures"):
            self._measure(name, measure)
        for hierarchy in part.parts("hierarchies"):
            self._hierarchy(name, hierarchy)
        for unread in ("data_source", "public", "shown"):
            part.take(unread)
        part.rest()

    def _meta(self, part: Part) -> Plain:
        meta = part.part("meta")
        found: Plain = meta.take(META) or {}
        meta.rest()
        return found

    def _sql(self, cube: str, text: str) -> str:
        """Their SQL over the cube's own columns. Raises NotExpressed."""
        if JINJA.search(text):
            raise NotExpressed("it holds Jinja, which is not run")

        def change(found: re.Match[str]) -> str:
            owner, member, column = found[1], found[2], found[3]
            own = owner in ("CUBE", cube)
            if column is not None:
                if not own:
                    raise NotExpressed(f"it names a column of `{owner}`")
                return column
            if member is None and owner in self.members[cube]:
                return f"({self.members[cube][owner]})"
            if own and member is not None:
                known = self.members[cube].get(member)
                return f"({known})" if known else quoted(member)
            raise NotExpressed(f"it names `{found[0]}`")

        result = REFERENCE.sub(change, text).strip()
        try:
            tree = parsed(result).unnest()
        except NotExpressed:
            return result
        for paren in list(tree.find_all(exp.Paren)):
            if isinstance(paren.this, exp.Column | exp.Literal) and paren.parent:
                paren.replace(paren.this)
        return tree.sql()

    def _dimensions(self, cube: str, parts: list[Part]) -> Plain:
        result: Plain = {}
        key: list[str] = []
        for part in parts:
            name, kind = part.text("name"), part.text("type") or "string"
            sql, is_key = part.text("sql") or name, part.take("primary_key")
            public = part.take("public", part.take("shown"))
            plain = _named(part, name) | self._number_format(part)
            self._meta(part)
            part.rest()
            if kind not in OURS:
                part.lost("the dimension", f"of type {kind}")
                continue
            try:
                sql = self._sql(cube, sql)
            except NotExpressed as why:
                part.lost("the dimension", str(why))
                continue
            self.members[cube][name] = sql
            column = single_column(sql)
            if is_key and column:
                key.append(column)
            elif is_key:
                part.lost("primary_key", f"`{sql}` is no single column")
            if public is False or (is_key and not public):
                continue
            if OURS[kind] != "text":
                plain["type"] = OURS[kind]
            if is_key:
                plain["identifier"] = True
            if column is None:
                plain["expression"] = sql
            elif column != name:
                plain["column"] = column
            result[name] = plain
        if key:
            self.datasets[cube]["key"] = key
        return result

    def _number_format(self, part: Part) -> Plain:
        written = part.take("format")
        if written in ("currency", "percent"):
            return {"format": {"style": written}}
        if written == "id":
            return {"format": {"style": "plain"}}
        if written not in (None, "number"):
            part.lost("format", str(written))
        return {}

    def _segment(self, cube: str, part: Part) -> None:
        """A yes or no, by which rows are filtered."""
        name = part.text("name")
        plain = {**_named(part, name), "type": "boolean"}
        self._meta(part)
        try:
            plain["expression"] = self._sql(cube, part.text("sql"))
        except NotExpressed as why:
            part.lost("the segment", str(why))
            return
        part.take("public")
        part.rest()
        self.datasets[cube].setdefault("dimensions", {})[name] = plain

    def _join(self, cube: str, part: Part) -> None:
        name, sql = part.text("name"), part.text("sql")
        relation = part.text("relationship")
        relation = RELATIONS.get(relation, relation)
        part.rest()
        if name not in self.datasets:
            part.lost("the join", "its cube is not in the file")
            return
        try:
            columns = self._pairs(cube, name, sql)
        except NotExpressed as why:
            part.lost("the join", str(why))
            return
        if relation == "one_to_many":
            turned = {theirs: ours for ours, theirs in columns.items()}
            self.turned.append((name, cube, {"columns": turned}))
            return
        join: Plain = {"columns": columns}
        if relation == "one_to_one":
            join["cardinality"] = relation
        self.datasets[cube].setdefault("joins", {})[name] = join

    def _pairs(self, cube: str, other: str, sql: str) -> dict[str, str]:
        """`{CUBE}.a = {other}.b AND …` as ours to theirs."""
        if JINJA.search(sql):
            raise NotExpressed("it holds Jinja, which is not run")

        def side(found: re.Match[str]) -> str:
            owner = cube if found[1] == "CUBE" else found[1]
            if found[2] is None and found[3] is None:
                owner, name = cube, found[1]
            else:
                name = str(found[3] or found[2]).strip('"')
            if found[3] is None:
                known = self.members.get(owner, {}).get(name)
                name = (single_column(known) if known else None) or name
            return column_of(name, owner).sql()

        tree = parsed(REFERENCE.sub(side, sql))
        columns: dict[str, str] = {}
        for pair in tree.flatten() if isinstance(tree, exp.And) else [tree]:
            sides = (pair.unnest().this, pair.unnest().expression) if _is_pair(pair) else ()
            by_cube = {one.table: one.name for one in sides}
            if by_cube.keys() != {cube, other}:
                raise NotExpressed(f"`{sql}` is no equality of columns of both")
            columns[by_cube[cube]] = by_cube[other]
        return columns

    def _measure(self, cube: str, part: Part) -> None:
        name, kind, sql = part.text("name"), part.text("type"), part.text("sql")
        plain = _named(part, name) | self._number_format(part)
        filters = part.parts("filters")
        self._meta(part)
        for unread in ("drill_members", "public", "shown"):
            part.take(unread)
        window = part.take("rolling_window")
        if window:
            part.lost("the measure", "along a window: ask for it, “over the last 7 days”")
            return
        part.rest()
        try:
            conditions = [self._sql(cube, one.text("sql")) for one in filters]
            if len(conditions) > 1:
                conditions = [f"({one})" for one in conditions]
            if conditions:
                plain["filter"] = " AND ".join(conditions)
            if kind == "number" and not conditions:
                self.later.append(_Later(part, cube, name, sql, plain))
            elif kind == "count" and not sql:
                self._add(part, cube, name, {"count": "*", **plain})
            elif kind in AGGREGATED:
                if kind == "count_distinct_approx":
                    part.lost("type", "it is counted exactly")
                self._add(part, cube, name, {AGGREGATED[kind]: self._sql(cube, sql), **plain})
            else:
                part.lost("the measure", f"of type {kind}")
        except NotExpressed as why:
            part.lost("the measure", str(why))

    def _add(self, part: Part, cube: str, name: str, plain: Plain) -> str:
        """Names of measures are unique in a catalog, and many cubes have a `count`."""
        taken = self.called.values()
        called = name
        if called in taken:
            called = f"{cube}_{name}"
            while called in taken:
                called += "_2"
            part.lost("name", f"`{name}` is taken; it is called `{called}` here")
        self.called[cube, name] = called
        self.datasets[cube].setdefault("measures", {})[called] = plain
        how = next(key for key in plain if key in (*AGGREGATIONS, "median", "stddev"))
        one = Aggregate(cube, how, str(plain[how]), plain.get("filter"))
        self.known.setdefault(one, called)
        return called

    def _formulas(self) -> Plain:
        """Measures of type number: an aggregate of their own, or a formula of others."""
        waiting: list[_Later] = []
        for one in self.later:
            try:
                self._aggregate_or_wait(one, waiting)
            except NotExpressed as why:
                one.part.lost("the measure", str(why))
        for one in waiting:
            taken = {*self.called.values()}
            called = one.name if one.name not in taken else f"{one.cube}_{one.name}"
            self.called[one.cube, one.name] = called
        metrics: Plain = {}
        for one in waiting:
            reader = self._reader(one.cube)
            try:
                formula = reader.formula(parsed(self._referred(one)))
                metrics[self.called[one.cube, one.name]] = {**one.plain, "formula": formula}
            except NotExpressed as why:
                one.part.lost("the measure", str(why))
            for name, made in reader.made.items():
                self.datasets[made.dataset].setdefault("measures", {})[name] = made.plain
        return self._whole(metrics)

    def _whole(self, metrics: Plain) -> Plain:
        measures = {name for one in self.datasets.values() for name in one.get("measures") or {}}
        while True:
            known = measures | set(metrics)
            lost = [name for name, one in metrics.items() if names_in(one["formula"]) - known]
            if not lost:
                return metrics
            for name in lost:
                self.notes.lost("cubes", f"measure {name}", "it is of a measure that is not here")
                del metrics[name]

    def _aggregate_or_wait(self, one: _Later, waiting: list[_Later]) -> None:
        tree = parsed(self._referred(one))
        found = self._reader(one.cube).aggregate(tree)
        if found is None:
            waiting.append(one)
        else:
            self._add(one.part, one.cube, one.name, {**found.plain, **one.plain})

    def _referred(self, one: _Later) -> str:
        """The SQL of a measure with `{measure}` as names. Raises NotExpressed."""
        if JINJA.search(one.sql):
            raise NotExpressed("it holds Jinja, which is not run")

        def change(found: re.Match[str]) -> str:
            owner, member, column = found[1], found[2], found[3]
            if column is not None:
                if owner not in ("CUBE", one.cube):
                    raise NotExpressed(f"it names a column of `{owner}`")
                return column
            cube = one.cube if member is None or owner == "CUBE" else owner
            name = member or owner
            if known := self.members.get(cube, {}).get(name):
                return f"({known})"
            return self.called.get((cube, name), name)

        return REFERENCE.sub(change, one.sql)

    def _reader(self, cube: str) -> FormulaReader:
        def home(_: str, tree: exp.Expr) -> tuple[str, exp.Expr]:
            return cube, tree

        def named(one: Aggregate) -> str:
            column = single_column(one.expression)
            stem = identifier_of(f"{column or cube} {one.aggregation}")
            taken, n, name = {*self.called.values(), *self.known.values()}, 1, stem
            while name in taken:
                n += 1
                name = f"{stem}_{n}"
            return name

        return FormulaReader(home, self.known, named)

    def _hierarchy(self, cube: str, part: Part) -> None:
        name, levels = part.text("name"), part.texts("levels")
        plain = _named(part, name)
        part.take("public")
        part.rest()
        levels = [level.removeprefix(f"{cube}.") for level in levels]
        known = self.datasets[cube].get("dimensions") or {}
        missing = [level for level in levels if "." not in level and level not in known]
        if missing or len(levels) < 2:
            part.lost("the hierarchy", f"of {', '.join(missing) or 'one level'}")
            return
        self.datasets[cube].setdefault("hierarchies", {})[name] = {**plain, "levels": levels}


def _is_pair(tree: exp.Expr) -> bool:
    pair = tree.unnest()
    return isinstance(pair, exp.EQ) and all(
        isinstance(side, exp.Column) for side in (pair.this, pair.expression)
    )


def _named(part: Part, name: str) -> Plain:
    found = {"label": part.text("title"), "description": part.text("description")}
    if found["label"] == label_of(name):
        found["label"] = ""
    return {key: text for key, text in found.items() if text}
