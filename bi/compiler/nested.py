"""What is measured of groups: "median orders per customer", "how many regions sold over 500".

One grouped query inside, with a row for each group; its rows are aggregated outside.
"""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from bi.catalog.wording import value_name
from bi.compiler import names
from bi.compiler.calculated import answer_columns, as_cte, calculated
from bi.compiler.grouped import grouped
from bi.compiler.leaves import group_by_position
from bi.compiler.names import aliased
from bi.compiler.plan import plan
from bi.compiler.question import Question
from bi.compiler.values import Quantity, of_groups
from bi.model.catalog import Aggregation
from bi.model.errors import QueryNotPossible
from bi.model.result import ColumnRole, ResultColumn
from bi.model.semantic import Group, Measured, OfGroups, SemanticQuery, TimeGroup


def is_nested(query: SemanticQuery) -> bool:
    return any(isinstance(one.value, OfGroups) for one in query.measures)


def nested(question: Question, taken: names.Aliases) -> tuple[exp.Select, tuple[ResultColumn, ...]]:
    """The outer rows before order and limit. Raises QueryNotPossible for what cannot be nested."""
    query = question.query
    if query.comparison is not None:
        raise QueryNotPossible("What is measured of groups cannot be compared with earlier yet.")
    values = [_of_groups(one) for one in query.measures]
    inner = replace(
        query,
        measures=tuple(dict.fromkeys(Measured(value.value) for value in values)),
        groups=(*query.groups, _per(values)),
        order=(),
        limit=None,
    )
    what = plan(replace(question, query=inner))
    rows_name = taken.take("each")
    rows = calculated(what, grouped(what, taken.take("parts")), taken.take("grouped"))
    columns = answer_columns(what)
    kept = columns[: len(query.groups)]
    outer = exp.select(*(names.column(column.name) for column in kept), copy=False)
    found = list(kept)
    aliases = names.Aliases()
    for column in kept:
        aliases.take(column.name)
    for value in values:
        at = inner.measures.index(Measured(value.value))
        source = what.values[at]
        quantity = of_groups(value, source.quantity, value_name(value, question.catalog))
        if value.aggregation is Aggregation.SUM and isinstance(value.per, TimeGroup):
            _check_adds_up(source.quantity)
        operand = exp.Star() if _counts(value) else names.column(source.name)
        aggregation = value.aggregation
        measured = question.dialect.aggregate(aggregation, operand, value.fraction)
        column = ResultColumn(
            name=aliases.take(quantity.name),
            label=quantity.label,
            type=quantity.type,
            role=ColumnRole.MEASURE,
            format=quantity.format,
            higher_is_better=quantity.higher_is_better,
        )
        outer.select(aliased(measured, column.name), copy=False)
        found.append(column)
    outer.from_(exp.Table(this=names.identifier(rows_name)), copy=False)
    per = names.column(columns[len(query.groups)].name)
    outer.where(exp.Not(this=exp.Is(this=per, expression=exp.null())), copy=False)
    group_by_position(outer, len(kept))
    return as_cte(outer, rows, rows_name), tuple(found)


def _check_adds_up(quantity: Quantity) -> None:
    if any(atom.snapshot for atom in quantity.formula.atoms):
        raise QueryNotPossible(
            f"{quantity.label} is a state of a time: it does not add up over time."
        )


def _of_groups(one: Measured) -> OfGroups:
    if not isinstance(one.value, OfGroups) or one.calculation is not None:
        raise QueryNotPossible(
            "What is measured of groups cannot stand beside other values, or be calculated with."
        )
    return one.value


def _per(values: list[OfGroups]) -> Group:
    groups = list(dict.fromkeys(value.per for value in values))
    if len(groups) > 1:
        raise QueryNotPossible("Only values of the same groups can stand side by side.")
    return groups[0]


def _counts(value: OfGroups) -> bool:
    return value.aggregation is Aggregation.COUNT
