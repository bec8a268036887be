"""NULLs last, for an engine that has them first in rising order and no words to ask otherwise.

`x IS NULL, x` does it. But a name inside such a term means a column of the tables read before it
means an alias, so of an alias the expression itself is asked for NULL. Where that would be long,
or illegal beside DISTINCT, the order is that of a table of the columns.
"""

from __future__ import annotations

from sqlglot import exp

from bi.compiler import names
from bi.compiler.dialects.dialect import number

_ANSWER = "answer"
_COMPARISONS = (exp.EQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Like)
# Of dates and numbers that are not NULL, nothing else makes one.
_MAKERS_OF_NULL = (exp.Case, exp.Nullif, exp.Div, exp.AggFunc, exp.Query, exp.Null)
_ZONED = "CONVERT_TZ"


def nulls_last(tree: exp.Select) -> exp.Select:
    """Changes the tree in place, or puts it into another."""
    for window in list(tree.find_all(exp.Window)):
        _order_window(window)
    for select in list(tree.find_all(exp.Select)):
        if select.args.get("order") is None:
            continue
        if _needs_table(select):
            wrapped = _as_table(select)
            if select is tree:
                tree = wrapped
            select = wrapped
        _order_select(select)
    return tree


def _rises(term: exp.Expr) -> bool:
    return isinstance(term, exp.Ordered) and not term.args.get("desc")


def _order_window(window: exp.Window) -> None:
    order, spec = window.args.get("order"), window.args.get("spec")
    if order is None:
        return
    terms: list[exp.Expr] = []
    for term in order.expressions:
        if _rises(term):
            # A window that reaches back by a number has one term only; NULLs are not within reach.
            if spec is None:
                terms.append(_is_null(term.this))
            term.set("nulls_first", True)
        terms.append(term)
    order.set("expressions", terms)


def _order_select(select: exp.Select) -> None:
    order = select.args["order"]
    never_null = _compared(select)
    terms: list[exp.Expr] = []
    for term in order.expressions:
        if _rises(term):
            term.set("nulls_first", True)
            if isinstance(term.this, exp.Case) and term.this.args.get("default") is None:
                term.this.set("default", number(len(term.this.args["ifs"]) + 1))
            elif (flag := _flag(_source(term, select), select, never_null)) is not None:
                terms.append(flag)
        terms.append(term)
    order.set("expressions", terms)


def _flag(source: exp.Expr, select: exp.Select, never_null: frozenset[str]) -> exp.Expr | None:
    """What is true where a term is NULL; None where it never is."""
    if isinstance(source, exp.Count) or _never_null(source, never_null):
        return None
    computed = not isinstance(source, exp.Column) and source.find(exp.AggFunc) is None
    if computed and select.args.get("group") is not None:
        # The same for all rows of a group, said in a way that is allowed in every mode.
        return _is_null(exp.Max(this=source))
    return _is_null(source)


def _needs_table(select: exp.Select) -> bool:
    never_null = _compared(select)
    sources = [_source(term, select) for term in select.args["order"].expressions if _rises(term)]
    sources = [source for source in sources if not _never_null(source, never_null)]
    if select.args.get("distinct"):
        return any(not isinstance(source, exp.Column) for source in sources)
    return any(source.find(exp.Window) is not None for source in sources)


def _as_table(select: exp.Select) -> exp.Select:
    """The same columns, read from `select` without its order and cut, which are those outside."""
    columns = [names.column(column) for column in select.named_selects]
    outside = exp.select(*columns, copy=False)
    if select.parent is not None:
        select.replace(outside)
    for part in ("with_", "order", "limit", "offset"):
        outside.set(part, select.args.get(part))
        select.set(part, None)
    return outside.from_(select.subquery(_ANSWER, copy=False), copy=False)


def _source(term: exp.Ordered, select: exp.Select) -> exp.Expr:
    """The expression that an alias stands for."""
    wanted = term.this
    if isinstance(wanted, exp.Column) and not wanted.table:
        for column in select.expressions:
            if column.alias_or_name == wanted.name:
                return column.unalias()  # type: ignore[no-any-return]
    return wanted  # type: ignore[no-any-return]


def _compared(select: exp.Select) -> frozenset[str]:
    """The columns, as written, that rows have compared with something, and so never NULL."""
    where = select.args.get("where")
    parts = where.this.flatten() if where and isinstance(where.this, exp.And) else []
    if where and not isinstance(where.this, exp.And):
        parts = [where.this]
    met = [part for part in parts if isinstance(part, _COMPARISONS)]
    return frozenset(part.this.sql() for part in met if isinstance(part.this, exp.Column))


def _never_null(source: exp.Expr, never_null: frozenset[str]) -> bool:
    columns = list(source.find_all(exp.Column))
    if not columns or any(column.sql() not in never_null for column in columns):
        return False
    zoned = any(call.name == _ZONED for call in source.find_all(exp.Anonymous))
    return source.find(*_MAKERS_OF_NULL) is None and not zoned


def _is_null(operand: exp.Expr) -> exp.Expr:
    operand = operand.copy()
    if isinstance(operand, exp.Binary):
        operand = exp.Paren(this=operand)
    return exp.Is(this=operand, expression=exp.null())
