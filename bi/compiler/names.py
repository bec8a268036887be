"""Identifiers and aliases: what the columns and tables of a compiled query are called."""

from __future__ import annotations

import re

from sqlglot import exp

from bi.guard.names import identifier, physical_table
from bi.model.catalog import Aggregation, Dataset
from bi.model.words import mid_sentence

__all__ = [
    "Aliases",
    "aggregate_label",
    "aggregate_name",
    "aliased",
    "column",
    "free",
    "identifier",
    "table",
]

_AGGREGATION_NAMES = {
    Aggregation.SUM: "total",
    Aggregation.AVERAGE: "average",
    Aggregation.MEDIAN: "median",
    Aggregation.MIN: "lowest",
    Aggregation.MAX: "highest",
    Aggregation.COUNT: "count",
    Aggregation.COUNT_DISTINCT: "distinct",
    Aggregation.STDDEV: "stddev",
    Aggregation.PERCENTILE: "percentile",
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
    Aggregation.PERCENTILE: "Percentile of",
}


_DATE_LABELS = {Aggregation.MIN: "Earliest", Aggregation.MAX: "Latest"}
_DATE_NAMES = {Aggregation.MIN: "earliest", Aggregation.MAX: "latest"}


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def table(dataset: Dataset) -> exp.Table:
    """The dataset's physical table, called by the dataset's name."""
    reference = physical_table(dataset.table)
    if reference.name != dataset.name:
        reference.set("alias", exp.TableAlias(this=identifier(dataset.name)))
    return reference


def aggregate_name(aggregation: Aggregation, of: str, *, dated: bool = False) -> str:
    """`dated`: of a date or moment."""
    words = _DATE_NAMES if dated and aggregation in _DATE_NAMES else _AGGREGATION_NAMES
    return f"{words[aggregation]}_{of}"


def aggregate_label(aggregation: Aggregation, of: str, *, dated: bool = False) -> str:
    """`dated`: of a date or moment."""
    labels = _DATE_LABELS if dated and aggregation in _DATE_LABELS else _AGGREGATION_LABELS
    return f"{labels[aggregation]} {mid_sentence(of)}"


def aliased(expression: exp.Expr, alias: str) -> exp.Expr:
    """`expression AS alias`, or the bare column where that is its name already."""
    if isinstance(expression, exp.Paren):
        expression = expression.unnest()
    if isinstance(expression, exp.Column) and expression.name == alias and not expression.table:
        return expression
    return exp.Alias(this=expression, alias=identifier(alias))


def free(tree: exp.Expr, wish: str) -> str:
    """A name that no table of a statement has."""
    taken = {table.name for table in tree.find_all(exp.Table)}
    taken |= {alias.name for alias in tree.find_all(exp.TableAlias)}
    aliases = Aliases()
    for name in taken:
        aliases.take(name)
    return aliases.take(wish)


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
