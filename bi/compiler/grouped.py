"""The grouped rows of a plan: groups and values, before windows, order and limit."""

from __future__ import annotations

from sqlglot import exp

from bi.compiler import names
from bi.compiler.conditions import condition
from bi.compiler.leaves import LeafSource, group_by_position
from bi.compiler.names import aliased
from bi.compiler.plan import Plan, PlannedValue, is_count
from bi.compiler.question import Leaf
from bi.compiler.values import Atom, AtomWriter
from bi.model.catalog import Aggregation

_NOW = "is_now"


def grouped(plan: Plan, parts_name: str) -> exp.Select:
    """`parts_name` is what the stacked facts are called, if there are several."""
    return _plain(plan) if plan.is_plain else _stacked(plan, parts_name)


def _plain(plan: Plan) -> exp.Select:
    source = LeafSource(plan.leaves[0], plan.question, plan.atom_names)

    def write(atom: Atom, is_term: bool) -> exp.Expr:  # noqa: ARG001
        return source.aggregate(atom)

    columns = [aliased(v.quantity.formula.written(write), v.grouped) for v in _once(plan)]
    columns += _benchmarked(plan, write)
    return _having(source.select(columns), plan, write)


def _stacked(plan: Plan, parts_name: str) -> exp.Select:
    """The facts one above the other, each with NULL in the others' columns, grouped again.

    GROUP BY takes NULL groups together, which no join does on every engine.
    """
    now, before = _collector(plan, ""), _collector(plan, "_previous")
    columns: list[exp.Expr] = [names.column(group.name) for group in plan.question.groups]
    for value in _once(plan):
        columns.append(aliased(value.quantity.formula.written(now), value.grouped))
        if plan.compares:
            columns.append(aliased(value.quantity.formula.written(before), value.before))
    columns += _benchmarked(plan, now)
    parts = exp.Table(this=names.identifier(parts_name))
    query = exp.select(*columns, copy=False).from_(parts, copy=False)
    group_by_position(query, len(plan.question.groups))
    if plan.open_ended:
        is_now = exp.Max(this=names.column(_NOW))
        query.having(exp.EQ(this=is_now, expression=exp.Literal.number(1)), copy=False)
    leaves = [_part(leaf, plan) for leaf in (*plan.leaves, *plan.before)]
    stack = exp.union(*leaves, distinct=False, copy=False) if len(leaves) > 1 else leaves[0]
    return _having(query, plan, now).with_(parts_name, as_=stack, copy=False)


def _benchmarked(plan: Plan, write: AtomWriter) -> list[exp.Expr]:
    """What is measured for a condition alone."""
    return [
        aliased(one.hidden.formula.written(write), one.name)
        for one in plan.benchmarks
        if one.hidden is not None
    ]


def _once(plan: Plan) -> list[PlannedValue]:
    """One of the values that share a grouped column."""
    return list({value.grouped: value for value in reversed(plan.values)}.values())[::-1]


def _part(leaf: Leaf, plan: Plan) -> exp.Select:
    """One fact with a column for every atom of the plan."""
    source = LeafSource(leaf, plan.question, plan.atom_names)
    columns = []
    for suffix, is_before in (("", False), ("_previous", True)):
        leaves = plan.before if is_before else plan.leaves
        known = {atom for other in leaves for atom in other.atoms}
        for atom, name in plan.atom_names.items():
            if atom not in known:
                continue
            mine = atom in leaf.atoms and is_before == bool(leaf.shift)
            value = source.aggregate(atom) if mine else plan.question.dialect.null(atom.type)
            columns.append(aliased(value, name + suffix))
    if plan.open_ended:
        columns.append(aliased(exp.Literal.number(0 if leaf.shift else 1), _NOW))
    return source.select(columns)


def _collector(plan: Plan, suffix: str) -> AtomWriter:
    """Reads an atom back from the stack. No rows at all count 0, and add 0 to a sum."""

    def write(atom: Atom, is_term: bool) -> exp.Expr:
        value = exp.Max(this=names.column(plan.atom_names[atom] + suffix))
        several = len(plan.leaves) > 1
        if is_count(atom) or (is_term and several and atom.aggregation is Aggregation.SUM):
            return exp.Coalesce(this=value, expressions=[exp.Literal.number(0)])
        return value

    return write


def _having(query: exp.Select, plan: Plan, write: AtomWriter) -> exp.Select:
    for part, quantity in plan.conditions:
        value = quantity.formula.written(write)
        operand = exp.Paren(this=value) if isinstance(value, exp.Binary) else value
        met = condition(operand, quantity.type, part.operator, part.values, plan.question.dialect)
        query.having(met, copy=False)
    return query
