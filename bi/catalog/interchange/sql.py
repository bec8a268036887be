"""Aggregates and formulas in SQL, and as the measures and metrics of a catalog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.catalog.naming import quoted

_NAMES: dict[type[exp.Expr], str] = {
    exp.Sum: "sum",
    exp.Avg: "average",
    exp.Median: "median",
    exp.Min: "min",
    exp.Max: "max",
    exp.Stddev: "stddev",
    exp.StddevSamp: "stddev",
}
_FUNCTIONS = {
    "sum": "SUM",
    "average": "AVG",
    "median": "MEDIAN",
    "min": "MIN",
    "max": "MAX",
    "stddev": "STDDEV",
    "count": "COUNT",
}
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren, exp.Literal, exp.Column)


class NotExpressed(ValueError):
    """Its text says what has no place in a catalog."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`aggregation` of `expression` over the rows of `dataset` that meet `filter`."""

    dataset: str
    aggregation: str
    expression: str
    filter: str | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """As a measure of a catalog."""
        return {
            self.aggregation: self.expression,
            **({"filter": self.filter} if self.filter else {}),
        }


def parsed(sql: str, dialect: str | None = None) -> exp.Expr:
    """Raises NotExpressed."""
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError:
        raise NotExpressed(f"`{sql}` cannot be read") from None
    if isinstance(tree, exp.Query) or tree.find(exp.Query):
        raise NotExpressed("it is a query")
    return tree


def translated(sql: str, read: str | None, write: str | None) -> str:
    """In another dialect; as it is where it cannot be read."""
    if read == write or sql == "*":
        return sql
    try:
        return sqlglot.parse_one(sql, dialect=read).sql(dialect=write)
    except SqlglotError:
        return sql


def column_of(name: str, dataset: str | None = None) -> exp.Column:
    """A column, in quotes where its name needs them."""
    parts = [exp.to_identifier(one, quoted=quoted(one) != one) for one in (name, dataset) if one]
    return exp.column(*parts)


def single_column(sql: str) -> str | None:
    """The physical column that an expression merely names."""
    try:
        tree = sqlglot.parse_one(sql)
    except SqlglotError:
        return None
    return tree.name if isinstance(tree, exp.Column) and not tree.table else None


def names_in(formula: str) -> set[str]:
    """The measures and metrics that a formula names. Raises NotExpressed."""
    return {column.name for column in parsed(formula).find_all(exp.Column)}


# What a measure may say that makes it no other number where others leave it out.
_HARMLESS = frozenset(
    {*_FUNCTIONS, "count_distinct", "filter", "time", "label", "description", "synonyms", "format"}
    | {"higher_is_better"}
)


def require_plain(measure: dict[str, Any]) -> None:
    """Raises NotExpressed for a measure that would be another number in the hands of others."""
    more = measure.keys() - _HARMLESS
    if more:
        raise NotExpressed(f"others would aggregate it without {', '.join(sorted(more))}")


def aggregate_sql(measure: dict[str, Any], key: list[str]) -> str:
    """A measure as SQL over its own columns.

    Raises NotExpressed for rows without a key, and as `require_plain` does.
    """
    require_plain(measure)
    aggregation = next(name for name in (*_FUNCTIONS, "count_distinct") if name in measure)
    expression = str(measure[aggregation])
    if expression == "*":
        if not key:
            raise NotExpressed("rows are counted, and the dataset has no key")
        expression = quoted(key[0])
    if measure.get("filter"):
        expression = f"CASE WHEN {measure['filter']} THEN {expression} END"
    if aggregation == "count_distinct":
        return f"COUNT(DISTINCT {expression})"
    return f"{_FUNCTIONS[aggregation]}({expression})"


@dataclass(slots=True)
class FormulaReader:
    """SQL over aggregates -> a formula of measures.

    `home` is given an aggregation and a tuple of what it aggregates and the condition, if there is
    one; it says which dataset that is of, and puts its columns as the dataset has them.
    `known` are measures by what they are; one that is not among them is made, and noted in `made`.
    """

    home: Callable[[str, exp.Expr], tuple[str, exp.Expr]]
    known: dict[Aggregate, str]
    named: Callable[[Aggregate], str]
    made: dict[str, Aggregate] = field(default_factory=dict)

    def aggregate(self, tree: exp.Expr) -> Aggregate | None:
        """The one aggregate that the whole expression is. Raises NotExpressed."""
        bare = tree.unnest()
        return self._aggregate(bare) if _is_aggregate(bare) else None

    def formula(self, tree: exp.Expr) -> str:
        """Raises NotExpressed."""
        result = self._walked(tree.copy())
        for node in result.walk():
            if not isinstance(node, (*_ARITHMETIC, exp.Identifier)):
                raise NotExpressed(f"`{node.sql()}` is no arithmetic of measures")
        return result.sql()

    def _walked(self, tree: exp.Expr) -> exp.Expr:
        def change(node: exp.Expr) -> exp.Expr:
            if _is_aggregate(node):
                return exp.column(self._name(self._aggregate(node)))
            if isinstance(node, exp.Nullif) and node.expression.name == "0":
                return self._walked(node.this)
            if isinstance(node, exp.Cast):
                return self._walked(node.this)
            return node

        return tree.transform(change)

    def _name(self, aggregate: Aggregate) -> str:
        if aggregate not in self.known:
            name = self.named(aggregate)
            self.known[aggregate] = name
            self.made[name] = aggregate
        return self.known[aggregate]

    def _aggregate(self, node: exp.Expr) -> Aggregate:
        condition = None
        if isinstance(node, exp.Filter):
            condition, node = node.expression.this, node.this
        if isinstance(node, exp.WithinGroup):
            return self._median(node)
        if isinstance(node, exp.Count):
            name, inner = "count", node.this
            if isinstance(inner, exp.Distinct):
                if len(inner.expressions) != 1:
                    raise NotExpressed("it counts several columns together")
                name, inner = "count_distinct", inner.expressions[0]
        elif type(node) in _NAMES:
            name, inner = _NAMES[type(node)], node.this
        else:
            raise NotExpressed(f"`{node.sql()}` is an aggregation that a catalog has not")
        return self._of(name, inner, condition)

    def _median(self, node: exp.WithinGroup) -> Aggregate:
        share, order = node.this, node.expression
        if not isinstance(share, exp.PercentileCont) or share.this.name not in ("0.5", ".5"):
            raise NotExpressed(f"`{node.sql()}` is an aggregation that a catalog has not")
        return self._of("median", order.expressions[0].this, None)

    def _of(self, name: str, inner: exp.Expr, condition: exp.Expr | None) -> Aggregate:
        inner = inner.unnest()
        if condition is None and isinstance(inner, exp.Case):
            condition, inner = _split(inner)
        if isinstance(inner, exp.Star) or (name == "count" and isinstance(inner, exp.Literal)):
            inner = exp.Star()
        parts = [inner, condition] if condition else [inner]
        pair = exp.Tuple(expressions=[part.copy() for part in parts])
        dataset, found = self.home(name, pair)
        texts = [one.sql() for one in found.expressions]
        return Aggregate(dataset, name, texts[0], texts[1] if condition else None)


def _is_aggregate(node: exp.Expr) -> bool:
    return isinstance(node, exp.AggFunc | exp.Filter | exp.WithinGroup)


def _split(case: exp.Case) -> tuple[exp.Expr | None, exp.Expr]:
    """`CASE WHEN condition THEN value END` -> condition and value."""
    branches = case.args.get("ifs") or []
    otherwise = case.args.get("default")
    if case.this or len(branches) != 1 or (otherwise and not isinstance(otherwise, exp.Null)):
        return None, case
    return branches[0].this, branches[0].args["true"]
