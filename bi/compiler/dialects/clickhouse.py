"""ClickHouse: exact quantiles, no windows over intervals, decimals that lose digits in divisions.

What can only be right under a setting carries it in a SETTINGS clause, so that a copied text gives
the same rows. Servers since 25.8 know all of it (correlated subqueries are the newest part).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlglot import exp

from bi.compiler.dialects.dialect import Dialect, call, number, text
from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.guard.names import identifier
from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.semantic import DatePart

_PARTS = {
    DatePart.WEEKDAY: "toDayOfWeek",
    DatePart.MONTH_OF_YEAR: "toMonth",
    DatePart.QUARTER_OF_YEAR: "toQuarter",
    DatePart.HOUR_OF_DAY: "toHour",
    DatePart.DAY_OF_MONTH: "toDayOfMonth",
}
_UTC = "UTC"
_DIGITS = 6  # of a second
_TO_FLOAT = "toFloat64"
_EXACT_QUANTILE = "quantileExactInclusive"


class ClickHouse(Dialect):
    name = "clickhouse"

    def bucket(
        self,
        column: exp.Expr,
        type_: ColumnType,
        grain: Grain,
        week_start: int = 0,
        shift: Shift | None = None,
        ahead: int = 0,
    ) -> exp.Expr:
        value = super().bucket(column, type_, grain, week_start, shift, ahead)
        if not isinstance(value, exp.Cast):
            return value
        # Truncated to a week or more it is a date already. Date32 knows days before 1970.
        return exp.cast(value.this, exp.DataType.Type.DATE32) if grain is Grain.DAY else value.this

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        return call(_PARTS[part], column)

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        monday = self._moved(column, Shift(days=(7 - week_start) % 7)) if week_start else column
        return call("toISOWeek", monday)

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        if zones.stored != _UTC:
            # Clocks of another zone than the server's, or of the server's: either is read anew.
            column = call(
                "toDateTime64", call("toString", column), number(_DIGITS), text(zones.stored)
            )
        return call("toTimeZone", column, text(zones.meant))

    def comparable(self, moment: exp.Expr, zones: Zones) -> exp.Expr:
        # A moment is one in every zone, but a text is read by the clock of the column's.
        return call("toTimeZone", moment, text(_UTC)) if zones.stored == _UTC else moment

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        # RANGE takes numbers only; those added to a date are days.
        if back.months:
            return call("toRelativeMonthNum", bucket), number(back.months)
        return bucket, number(back.days)

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return call("dateDiff", text("day"), first, last)

    def step(self, column: exp.Expr, width: Decimal) -> exp.Expr:
        return super().step(_as_float(column), width)

    def like(self, column: exp.Expr, before: str, value: str, after: str) -> exp.Expr:
        # There is no ESCAPE clause: the backslash always escapes.
        escaped = value
        for character in ("\\", "%", "_"):
            escaped = escaped.replace(character, "\\" + character)
        return exp.ILike(this=column, expression=text(f"{before}{escaped}{after}"))

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            # MEDIAN is of a sample.
            return self._percentile(operand, 0.5)
        return super().aggregate(aggregation, operand, fraction)

    def _percentile(self, operand: exp.Expr, fraction: float) -> exp.Expr:
        return exp.ParameterizedAgg(
            this=_EXACT_QUANTILE, expressions=[number(fraction)], params=[_as_float(operand)]
        )

    def finished(self, tree: exp.Select) -> exp.Select:
        selects = list(tree.find_all(exp.Select))
        for select in selects:
            _qualify_hidden_columns(select)
            _hide_names_behind_aliases(select)
        for division in list(tree.find_all(exp.Div)):
            _divide_as_floats(division)
        for membership in list(tree.find_all(exp.In)):
            _compare_with_fractions(membership)
        for subquery in list(tree.find_all(exp.Subquery)):
            _count_nothing_as_zero(subquery)
        if needed := _settings(tree, selects):
            tree.set("settings", [_is_on(name) for name in needed])
        return tree


def _as_float(value: exp.Expr) -> exp.Expr:
    return call(_TO_FLOAT, value)


def _qualify_hidden_columns(select: exp.Select) -> None:
    """`SUM(revenue) AS revenue` makes `revenue` mean the sum in all of the SELECT but itself.

    A column that is meant beside such an alias is written with its table, which no alias has.
    """
    source = select.args.get("from_")
    if source is None or select.args.get("joins"):
        return
    aliases = {
        projection.alias: projection
        for projection in select.expressions
        if isinstance(projection, exp.Alias)
    }
    if not aliases:
        return
    used: dict[str, list[exp.Column]] = {}
    hidden: set[str] = set()
    for part in _parts(select):
        for column in _own_columns(part):
            if not column.table and column.name in aliases:
                used.setdefault(column.name, []).append(column)
                if aliases[column.name] is not part:
                    hidden.add(column.name)
    for name in hidden:
        for column in used[name]:
            column.set("table", identifier(source.this.alias_or_name))


def _parts(select: exp.Select) -> Iterator[exp.Expr]:
    """What reads columns of a SELECT's table; its ORDER BY reads the result's."""
    yield from select.expressions
    for clause in ("where", "group", "having"):
        if part := select.args.get(clause):
            yield part


def _own_columns(part: exp.Expr) -> Iterator[exp.Column]:
    """Columns in a part of a SELECT, without those of the queries in it."""
    for node in part.walk(prune=lambda node: isinstance(node, exp.Query)):
        if isinstance(node, exp.Column):
            yield node


def _hide_names_behind_aliases(select: exp.Select) -> None:
    """In a query about another table's row, `teams AS guests` is still called `teams`, too.

    Where that is the outer table's name, the inner one is read inside a query of its own.
    """
    outer: set[str] = set()
    above = select.find_ancestor(exp.Select)
    while above is not None:
        outer.update(source.alias_or_name for source in _sources(above))
        above = above.find_ancestor(exp.Select)
    for source in _sources(select):
        if isinstance(source, exp.Table) and source.alias and source.name in outer:
            alias = source.args["alias"].pop()
            whole = exp.select("*").from_(source.copy(), copy=False)
            source.replace(exp.Subquery(this=whole, alias=alias))


def _sources(select: exp.Select) -> list[exp.Expr]:
    joined = [select.args.get("from_"), *(select.args.get("joins") or [])]
    return [part.this for part in joined if part is not None]


def _divide_as_floats(division: exp.Div) -> None:
    """A decimal divided by a number keeps its scale, and so loses digits."""
    if not _is_float(division.left) and not _is_float(division.right):
        if _is_count(division.left) and _is_count(division.right):
            return
        division.set("this", _as_float(division.left.unnest()))


def _is_float(value: exp.Expr) -> bool:
    match value:
        case exp.Anonymous():
            return value.name == _TO_FLOAT
        case exp.Avg() | exp.ParameterizedAgg() | exp.StddevSamp() | exp.Div():
            return True
        case exp.Add() | exp.Sub() | exp.Mul():
            return _is_float(value.left) or _is_float(value.right)
        case exp.Paren() | exp.Nullif() | exp.Round() | exp.Floor() | exp.Abs() | exp.Window():
            return _is_float(value.this)
        case _:
            return False


def _is_count(value: exp.Expr) -> bool:
    if isinstance(value, exp.Paren | exp.Nullif):
        return _is_count(value.this)
    return isinstance(value, exp.Count) or (isinstance(value, exp.Literal) and value.is_int)


def _compare_with_fractions(membership: exp.In) -> None:
    """IN makes decimals of the listed numbers by cutting, and of 0.29 so 0.28; `=` does not."""
    listed = membership.expressions
    if any(value.is_number and not value.is_int for value in listed):
        equal = [exp.EQ(this=membership.this.copy(), expression=value) for value in listed]
        membership.replace(exp.Paren(this=exp.or_(*equal, copy=False)))


def _count_nothing_as_zero(subquery: exp.Subquery) -> None:
    """A subquery about another table's row is joined to it, so it is NULL where nothing matches."""
    inner = subquery.this
    if not isinstance(inner, exp.Select) or isinstance(
        subquery.parent, exp.From | exp.Join | exp.In | exp.Exists
    ):
        return
    if len(inner.expressions) == 1 and isinstance(inner.expressions[0].unalias(), exp.Count):
        subquery.replace(exp.Coalesce(this=subquery.copy(), expressions=[number(0)]))


def _settings(tree: exp.Select, selects: list[exp.Select]) -> list[str]:
    needed = []
    if any(join.side for join in tree.find_all(exp.Join)):
        # Else a row without a match has 0, '' and 1970-01-01 in the joined columns.
        needed.append("join_use_nulls")
    if any(not select.args.get("group") and _aggregates(select) for select in selects):
        # Else the sum of no rows is 0, their lowest day 1970-01-01.
        needed.append("aggregate_functions_null_for_empty")
    return needed


def _aggregates(select: exp.Select) -> bool:
    """Whether a SELECT has an aggregate that is 0 for no rows; a count is."""
    return any(
        isinstance(node, exp.AggFunc | exp.ParameterizedAgg)
        and not isinstance(node, exp.Count)
        and not isinstance(node.parent, exp.Window)
        for projection in select.expressions
        for node in projection.walk(prune=lambda node: isinstance(node, exp.Query))
    )


def _is_on(name: str) -> exp.Expr:
    return exp.EQ(this=exp.column(name), expression=number(1))
