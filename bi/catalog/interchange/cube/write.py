"""Cube data models in YAML: cubes with joins, dimensions, measures, segments and hierarchies.

Jinja in them is not run, and views, which pick from cubes, are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from bi.catalog.interchange.cube.words import (
    AGGREGATIONS,
    META,
    TYPES,
)
from bi.catalog.interchange.notes import Notes
from bi.catalog.interchange.patch import Plain
from bi.catalog.interchange.sql import (
    NotExpressed,
    parsed,
    require_plain,
)
from bi.catalog.naming import identifier_of, quoted


def write(ours: Plain, _: str | None, notes: Notes) -> Plain:
    """Cubes, without an extension."""
    homes = {
        name: dataset
        for dataset, one in ours["datasets"].items()
        for name in (one or {}).get("measures") or {}
    }
    names = {
        name: _measure_name(name, ours["datasets"][home] or {}) for name, home in homes.items()
    }
    cubes = [_cube(name, one or {}, names, notes) for name, one in ours["datasets"].items()]
    by_name = {cube["name"]: cube for cube in cubes}
    for name, metric in (ours.get("metrics") or {}).items():
        _put_metric(name, metric, ours, homes, names, by_name, notes)
    return {"cubes": cubes}


def _measure_name(name: str, one: Plain) -> str:
    """Theirs may not be called like a dimension of the same cube."""
    return f"{name}_measure" if name in (one.get("dimensions") or {}) else name


def _cube(name: str, one: Plain, names: dict[str, str], notes: Notes) -> Plain:
    dimensions = dict(one.get("dimensions") or {})
    place = f"datasets.{name}"
    cube: Plain = {
        "name": name,
        "sql_table": one.get("table", name),
        **_texts(one),
        "joins": list(_joins(one, place, notes)),
        "dimensions": list(_dimensions(one, dimensions)),
        "measures": list(_measures(one, names, place, notes)),
        "hierarchies": list(_hierarchies(name, one)),
    }
    return {key: value for key, value in cube.items() if value != []}


def _texts(thing: Plain) -> Plain:
    return {
        theirs: thing[ours]
        for ours, theirs in (("label", "title"), ("description", "description"))
        if thing.get(ours)
    }


def _joins(one: Plain, place: str, notes: Notes) -> Iterator[Plain]:
    for name, join in (one.get("joins") or {}).items():
        if join.get("dataset", name) != name:
            notes.lost(f"{place}.joins", name, "a join is named by the cube it leads to")
            continue
        pairs = (
            f"{{CUBE}}.{quoted(left)} = {{{name}}}.{quoted(right)}"
            for left, right in join["columns"].items()
        )
        yield {
            "name": name,
            "relationship": join.get("cardinality", "many_to_one"),
            "sql": " AND ".join(pairs),
        }


def _dimensions(one: Plain, dimensions: Plain) -> Iterator[Plain]:
    key = list(one.get("key") or [])
    for name, dimension in dimensions.items():
        dimension = dimension or {}
        column = dimension.get("column", name) if "expression" not in dimension else None
        is_key = column in key
        if is_key:
            key.remove(column)
        yield {
            "name": name,
            "sql": _own(dimension.get("expression") or quoted(dimension.get("column", name))),
            "type": TYPES[dimension.get("type", "text")],
            **({"primary_key": True, "public": True} if is_key else {}),
            **_texts(dimension),
            **_format(dimension),
        }
    for column in key:
        # A key that nobody asks by; hidden, as keys are by default.
        name = identifier_of(column)
        while name in dimensions:
            name += "_key"
        yield {"name": name, "sql": _own(quoted(column)), "type": "string", "primary_key": True}


def _format(thing: Plain) -> Plain:
    style = (thing.get("format") or {}).get("style")
    return {"format": style} if style in ("currency", "percent") else {}


def _measures(one: Plain, names: dict[str, str], place: str, notes: Notes) -> Iterator[Plain]:
    for name, measure in (one.get("measures") or {}).items():
        try:
            require_plain(measure)
        except NotExpressed as why:
            notes.lost(f"{place}.measures", name, str(why))
            continue
        how = next((how for how in AGGREGATIONS if how in measure), None)
        head = {"name": names[name]}
        tail = {**_texts(measure), **_format(measure)}
        if measure.get("filter"):
            tail["filters"] = [{"sql": _own(measure["filter"])}]
        if how is None:
            aggregated = next((key for key in ("median", "stddev") if key in measure), None)
            if aggregated is None or "filters" in tail:
                notes.lost(f"{place}.measures", name, "an aggregation that theirs has not")
                continue
            sql = f"{aggregated.upper()}({_own(measure[aggregated])})"
            yield {**head, "sql": sql, "type": "number", **tail}
        elif measure[how] == "*":
            yield {**head, "type": "count", **tail}
        else:
            sql = _own(measure[how])
            yield {**head, "sql": sql, "type": AGGREGATIONS[how], **tail}


def _own(sql: str) -> str:
    """`sql` with its columns said to be the cube's own, since joins may bring others."""
    try:
        tree = parsed(sql)
    except NotExpressed:
        return sql
    marked = tree.transform(
        lambda node: (
            exp.column(node.this.copy(), table="CUBE_") if isinstance(node, exp.Column) else node
        )
    )
    return marked.sql().replace("CUBE_.", "{CUBE}.")


def _hierarchies(dataset: str, one: Plain) -> Iterator[Plain]:
    for name, hierarchy in (one.get("hierarchies") or {}).items():
        levels = [level.removeprefix(f"{dataset}.") for level in hierarchy["levels"]]
        yield {"name": name, **_texts(hierarchy), "levels": levels}


def _put_metric(
    name: str,
    metric: Plain,
    ours: Plain,
    homes: dict[str, str],
    names: dict[str, str],
    cubes: dict[str, Plain],
    notes: Notes,
) -> None:
    """A measure of type number, at the cube of the first measure it names."""
    home = _home(name, ours["metrics"], homes)
    if home is None:
        notes.lost("metrics", name, "it names no measure")
        return

    def change(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            owner = homes.get(node.name) or _home(node.name, ours["metrics"], homes)
            called = names.get(node.name, node.name)
            member = called if owner == home else f"{owner}.{called}"
            return exp.Placeholder(this=member)
        if isinstance(node, exp.Div):
            zero = exp.Literal.number(0)
            divisor = exp.Nullif(this=node.expression.transform(change), expression=zero)
            return exp.Div(this=node.this.transform(change), expression=divisor)
        return node

    tree = parsed(metric["formula"]).transform(change)
    sql = re.sub(r":([\w.]+)", r"{\1}", tree.sql())
    measures = cubes[home].setdefault("measures", [])
    measures.append(
        {"name": name, "sql": sql, "type": "number", **_texts(metric), **_format(metric)}
    )


def _home(name: str, metrics: Plain, homes: dict[str, str]) -> str | None:
    formula = metrics[name]["formula"] if name in metrics else name
    for column in parsed(formula).find_all(exp.Column):
        found = homes.get(column.name)
        if found is None and column.name in metrics:
            found = _home(column.name, metrics, homes)
        if found is not None:
            return found
    return None


def extend(document: Plain, patch: Plain) -> None:
    """The patch in the `meta` of the first cube."""
    document["cubes"][0]["meta"] = {META: patch}
