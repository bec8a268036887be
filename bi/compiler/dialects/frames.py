"""Windows over so many buckets for engines whose frames count rows only.

Each grouped row is joined with those whose buckets its window reaches.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from bi.compiler import names
from bi.compiler.periods import Shift

_REACHED = "reached"
# Adds to a date.
Mover = Callable[[exp.Expr, Shift], exp.Expr]


def joined_frames(tree: exp.Select, moved: Mover) -> exp.Select:
    """`tree` without RANGE frames.

    What has them reads one table of rows that are grouped already, each but once.
    """
    for select in list(tree.find_all(exp.Select)):
        framed = [one for one in select.find_all(exp.Window) if _is_framed(one)]
        if framed := [one for one in framed if one.parent_select is select]:
            _rewrite(tree, select, framed, moved)
    return tree


def _rewrite(tree: exp.Select, select: exp.Select, framed: list[exp.Window], moved: Mover) -> None:
    name = names.free(tree, "with_windows")
    source, with_ = select.args["from_"].this.name, tree.args["with_"]
    at = next(index for index, cte in enumerate(with_.expressions) if cte.alias == source)
    columns = [one.alias_or_name for one in with_.expressions[at].this.expressions]
    frames = _Frames(source, columns, framed, moved)
    for window in framed:
        window.replace(names.column(frames.column(window)))
    select.args["from_"].this.replace(exp.Table(this=names.identifier(name)))
    alias = exp.TableAlias(this=names.identifier(name))
    found = exp.CTE(this=frames.select(), alias=alias)
    # It stands after the one it reads, before those that read it.
    with_.set("expressions", [*with_.expressions[: at + 1], found, *with_.expressions[at + 1 :]])


class _Frames:
    """The rows of `source`, each with the aggregates of its windows as further columns."""

    def __init__(
        self, source: str, columns: list[str], framed: list[exp.Window], moved: Mover
    ) -> None:
        self._source, self._columns, self._moved = source, columns, moved
        self._bucket = str(framed[0].args["order"].expressions[0].this.name)
        self._parts = [column.name for column in framed[0].args.get("partition_by") or []]
        self._reaches = sorted({_reach(one) for one in framed}, key=lambda s: (s.months, s.days))
        self._found: dict[tuple[exp.Expr, Shift], str] = {}
        self._taken = names.Aliases()
        for column in columns:
            self._taken.take(column)

    def column(self, window: exp.Window) -> str:
        """The name of a window's value; equal ones are computed once."""
        reach = _reach(window)
        key = (window.this.copy(), reach)
        if key not in self._found:
            length = f"{reach.months or reach.days}" if len(self._reaches) > 1 else "window"
            self._found[key] = self._taken.take(f"{window.this.this.name}_in_{length}")
        return self._found[key]

    def select(self) -> exp.Select:
        own = [names.column(column, self._source) for column in self._columns]
        query = exp.select(*own, copy=False)
        for (aggregate, reach), name in self._found.items():
            value: exp.Expr = names.column(aggregate.this.name, _REACHED)
            if reach != self._reaches[-1]:
                value = exp.Case(ifs=[exp.If(this=self._since(reach), true=value)])
            within = type(aggregate)(this=value)
            query.select(exp.Alias(this=within, alias=names.identifier(name)), copy=False)
        query.from_(exp.Table(this=names.identifier(self._source)), copy=False)
        here = names.column(self._bucket, self._source)
        met = [
            *map(self._same, self._parts),
            self._since(self._reaches[-1]),
            exp.LTE(this=names.column(self._bucket, _REACHED), expression=here),
        ]
        reached = exp.Table(
            this=names.identifier(self._source),
            alias=exp.TableAlias(this=names.identifier(_REACHED)),
        )
        query.join(reached, on=exp.and_(*met, copy=False), join_type="LEFT", copy=False)
        return query.group_by(*(one.copy() for one in own), copy=False)

    def _since(self, reach: Shift) -> exp.Expr:
        back = Shift(months=-reach.months, days=-reach.days)
        first = self._moved(names.column(self._bucket, self._source), back)
        return exp.GTE(this=names.column(self._bucket, _REACHED), expression=first)

    def _same(self, column: str) -> exp.Expr:
        """Equal, or both NULL: they are of one group."""
        one, other = names.column(column, _REACHED), names.column(column, self._source)
        both = [exp.Is(this=side.copy(), expression=exp.null()) for side in (one, other)]
        nulls = exp.Paren(this=exp.and_(*both, copy=False))
        equal = exp.EQ(this=one, expression=other)
        return exp.Paren(this=exp.or_(equal, nulls, copy=False))


def _is_framed(window: exp.Window) -> bool:
    spec = window.args.get("spec")
    return spec is not None and isinstance(spec.args.get("start"), exp.Interval)


def _reach(window: exp.Window) -> Shift:
    back = window.args["spec"].args["start"]
    count = int(back.this.name)
    return Shift(months=count) if back.unit.name == "MONTH" else Shift(days=count)
