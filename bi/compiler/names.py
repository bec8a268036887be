"""Identifiers and aliases: what the columns and tables of a compiled query are called."""

from __future__ import annotations

import re

from sqlglot import exp

from bi.model.catalog import Aggregation, Dataset

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# Words that at least one supported engine reserves; quoting one too many harms nobody.
_RESERVED = frozenset(
    word
    for line in """
    add all alter analyse analyze and any array as asc asymmetric authorization begin between
    binary both by case cast check collate collation column commit concurrently constraint create
    cross current_catalog current_date current_role current_schema current_time current_timestamp
    current_user default deferrable delete desc describe distinct do drop else end escape except
    exists false fetch for foreign freeze from full glob grant group having if ilike in index
    initially inner insert intersect into is isnull join key lambda lateral leading left like limit
    localtime localtimestamp natural not notnull null offset on only or order outer overlaps
    pivot pivot_longer pivot_wider placing primary qualify references returning right rollback
    row rows select session_user set show similar some summarize symmetric table tablesample then
    to trailing transaction true union unique unpivot update user using values variadic verbose
    when where window with
    """.splitlines()
    for word in line.split()
)
_AGGREGATION_NAMES = {
    Aggregation.SUM: "total",
    Aggregation.AVERAGE: "average",
    Aggregation.MEDIAN: "median",
    Aggregation.MIN: "lowest",
    Aggregation.MAX: "highest",
    Aggregation.COUNT: "count",
    Aggregation.COUNT_DISTINCT: "distinct",
    Aggregation.STDDEV: "stddev",
}
_AGGREGATION_LABELS = {
    Aggregation.SUM: "Total",
    Aggregation.AVERAGE: "Average",
    Aggregation.MEDIAN: "Median",
    Aggregation.MIN: "Lowest",
    Aggregation.MAX: "Highest",
    Aggregation.COUNT: "Number of values of",
    Aggregation.COUNT_DISTINCT: "Number of different values of",
    Aggregation.STDDEV: "Standard deviation of",
}


def identifier(name: str) -> exp.Identifier:
    """A name as it stands in the database, quoted where it would be read as another one."""
    plain = _PLAIN.fullmatch(name) is not None and name not in _RESERVED
    return exp.Identifier(this=name, quoted=not plain)


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def table(dataset: Dataset) -> exp.Table:
    """The dataset's physical table, called by the dataset's name."""
    *schema, name = dataset.table.split(".")
    reference = exp.Table(
        this=identifier(name),
        db=identifier(schema[-1]) if schema else None,
        catalog=identifier(schema[-2]) if len(schema) > 1 else None,
    )
    if name != dataset.name:
        reference.set("alias", exp.TableAlias(this=identifier(dataset.name)))
    return reference


def aggregate_name(aggregation: Aggregation, of: str) -> str:
    return f"{_AGGREGATION_NAMES[aggregation]}_{of}"


def aggregate_label(aggregation: Aggregation, of: str) -> str:
    return f"{_AGGREGATION_LABELS[aggregation]} {mid_sentence(of)}"


def mid_sentence(label: str) -> str:
    """A label as it reads inside a sentence: `Revenue` -> `revenue`, `GDP` stays."""
    second = label[1:2]
    return label if second.isupper() or second.isdigit() else label[:1].lower() + label[1:]


class Aliases:
    """Hands out each alias once: a name taken already gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, *wishes: str) -> str:
        """The first of the wishes that is free, else the last one numbered."""
        candidates = [_plain(wish) for wish in wishes]
        number = 2
        while (name := candidates[0]) in self._taken:
            if len(candidates) > 1:
                candidates.pop(0)
            else:
                candidates = [f"{_plain(wishes[-1])}_{number}"]
                number += 1
        self._taken.add(name)
        return name


def _plain(wish: str) -> str:
    return re.sub(r"\W+", "_", wish).strip("_").lower() or "column"
