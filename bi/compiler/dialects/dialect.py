"""What engines say differently. Everything the compiler writes otherwise is common SQL."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlglot import exp

from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.semantic import DatePart

_LIKE_ESCAPE = "!"
_NULL_TYPES = {
    ColumnType.TEXT: "TEXT",
    # Numeric and not double: a sum of decimals beside it keeps its digits.
    ColumnType.INTEGER: "NUMERIC",
    ColumnType.NUMBER: "NUMERIC",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP",
    ColumnType.TIME: "TIME",
}
_AGGREGATES: dict[Aggregation, type[exp.Func]] = {
    Aggregation.SUM: exp.Sum,
    Aggregation.AVERAGE: exp.Avg,
    Aggregation.MEDIAN: exp.Median,
    Aggregation.MIN: exp.Min,
    Aggregation.MAX: exp.Max,
    Aggregation.COUNT: exp.Count,
    Aggregation.STDDEV: exp.StddevSamp,
}
_BUCKET_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
# What EXTRACT and DATEPART call a part.
PARTS = {
    DatePart.WEEKDAY: "ISODOW",
    DatePart.MONTH_OF_YEAR: "MONTH",
    DatePart.QUARTER_OF_YEAR: "QUARTER",
    DatePart.HOUR_OF_DAY: "HOUR",
    DatePart.DAY_OF_MONTH: "DAY",
}


def number(value: int | float | Decimal) -> exp.Expr:
    """A number as a literal; floats by their shortest exact digits."""
    text = format(Decimal(repr(value)), "f") if isinstance(value, float) else format(value, "f")
    text = text if isinstance(value, Decimal) else text.removesuffix(".0")
    return exp.Literal.number(str(value) if isinstance(value, int) else text)


def text(value: str) -> exp.Expr:
    return exp.Literal.string(value)


def call(name: str, *arguments: exp.Expr) -> exp.Expr:
    """A function that is written as it is called here, in every dialect."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def interval(count: int, unit: str) -> exp.Expr:
    return exp.Interval(this=text(str(count)), unit=exp.var(unit))


def typed_null(type_: ColumnType) -> exp.Expr:
    """For engines that do not find out by themselves what a NULL would be."""
    return exp.cast(exp.null(), _NULL_TYPES[type_])


class Dialect:
    """An engine with DATE_TRUNC, EXTRACT and intervals; `name` is sqlglot's."""

    name = ""
    # Without ILIKE, text in any case is compared in lower case.
    _folds_case = False
    _wildcards: tuple[str, ...] = ("%", "_")

    def finished(self, tree: exp.Select) -> exp.Select:
        """A whole statement, as the engine needs it where that is no matter of one expression."""
        return tree

    def bucket(
        self,
        column: exp.Expr,
        type_: ColumnType,
        grain: Grain,
        week_start: int = 0,
        shift: Shift | None = None,
        ahead: int = 0,
    ) -> exp.Expr:
        """The first day of a value's bucket as a DATE (a TIMESTAMP for hours), then shifted.

        `ahead` counts the months by which fiscal years or quarters begin later.
        """
        if grain is Grain.HOUR:
            return self._moved(self._truncated(column, grain), shift)
        if grain is Grain.DAY:
            if type_ is ColumnType.DATE and shift is None:
                return column
            return exp.cast(self._moved(column, shift), "DATE")
        if grain is Grain.WEEK and week_start:
            monday = self._moved(column, Shift(days=-week_start))
            days = Shift(days=week_start + (shift.days if shift else 0))
            return exp.cast(self._moved(self._truncated(monday, grain), days), "DATE")
        if ahead and (shift is None or not shift.days):
            inside = self._moved(column, Shift(months=-ahead))
            months = Shift(months=ahead + (shift.months if shift else 0))
            return exp.cast(self._moved(self._truncated(inside, grain), months), "DATE")
        return exp.cast(self._moved(self._truncated(column, grain), shift), "DATE")

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        """A recurring part of a date as an integer; weekdays are 1 Monday to 7 Sunday."""
        return exp.cast(exp.Extract(this=exp.var(PARTS[part]), expression=column), "INT")

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        """The ISO 8601 number of a week; of weeks that begin with another day, of its Monday."""
        monday = self._moved(column, Shift(days=(7 - week_start) % 7)) if week_start else column
        return exp.cast(exp.Extract(this=exp.var("WEEK"), expression=monday), "INT")

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        """A stored moment as the clocks of the zone show it that is meant."""
        stored = exp.AtTimeZone(this=exp.cast(column, "TIMESTAMP"), zone=text(zones.stored))
        return exp.AtTimeZone(this=stored, zone=text(zones.meant))

    def day(self, written: str) -> exp.Expr:
        """A day as a literal, from its ISO text."""
        return text(written)

    def moment(self, written: str) -> exp.Expr:
        """A moment as a literal, from its ISO text."""
        return text(written)

    def flag(self, met: exp.Expr) -> exp.Expr:
        """1 where a condition is met, 0 where it is not."""
        return exp.cast(met, "INT")

    def comparable(self, moment: exp.Expr, zones: Zones) -> exp.Expr:  # noqa: ARG002
        """A stored moment that can be compared with a text of one."""
        return moment

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        """What a RANGE window over buckets is ordered by, and how far back it reaches."""
        if back.months:
            return bucket, interval(back.months, "MONTH")
        return bucket, interval(back.days, "DAY")

    def later(self, day: exp.Expr, shift: Shift) -> exp.Expr:
        return self._moved(day, shift)

    def buckets_between(self, first: exp.Expr, last: exp.Expr, grain: Grain) -> exp.Expr:
        """How many buckets later `last` begins than `first`."""
        if grain in _BUCKET_MONTHS:
            return _divided(self._months_between(first, last), _BUCKET_MONTHS[grain])
        return _divided(self._days_between(first, last), 7 if grain is Grain.WEEK else 1)

    def _months_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        """Of first days of months."""
        return exp.Sub(this=self._months(last), expression=exp.Paren(this=self._months(first)))

    def _months(self, day: exp.Expr) -> exp.Expr:
        """A day's month, counted from the year 0."""
        year = exp.Extract(this=exp.var("YEAR"), expression=day)
        month = exp.Extract(this=exp.var("MONTH"), expression=day.copy())
        return exp.Add(this=exp.Mul(this=year, expression=number(12)), expression=month)

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        return exp.Sub(this=last, expression=first)

    def step(self, column: exp.Expr, width: Decimal) -> exp.Expr:
        """The lower bound of the step of `width` that a number lies in."""
        if (times := _reciprocal(width)) is not None:
            multiple = exp.Mul(this=column, expression=number(times))
            return exp.Div(this=self._floor(self._tidy(multiple)), expression=number(times))
        quotient = exp.Div(this=column, expression=number(width))
        floor = self._floor(self._tidy(quotient) if width % 1 else quotient)
        return exp.Mul(this=floor, expression=number(width))

    def null(self, type_: ColumnType) -> exp.Expr:  # noqa: ARG002
        """A NULL that can stand above a value of this type in a UNION ALL."""
        return exp.null()

    def like(self, column: exp.Expr, before: str, value: str, after: str) -> exp.Expr:
        """Text in any case, with wildcards before or after it; those within mean themselves."""
        if self._folds_case:
            return self._matching(exp.Lower(this=column), before, value.lower(), after)
        return self._matching(column, before, value, after)

    def _matching(self, operand: exp.Expr, before: str, value: str, after: str) -> exp.Expr:
        escaped = value
        for character in (_LIKE_ESCAPE, *self._wildcards):
            escaped = escaped.replace(character, _LIKE_ESCAPE + character)
        like = exp.Like if self._folds_case else exp.ILike
        match = like(this=operand, expression=text(f"{before}{escaped}{after}"))
        # Some engines take a backslash for an escape where no other is named.
        if escaped == value and "\\" not in value:
            return match
        return exp.Escape(this=match, expression=text(_LIKE_ESCAPE))

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        """`fraction` is that of a percentile."""
        if aggregation is Aggregation.PERCENTILE:
            return self._percentile(operand, fraction or 0)
        if aggregation is Aggregation.COUNT_DISTINCT:
            return exp.Count(this=exp.Distinct(expressions=[operand]))
        return _AGGREGATES[aggregation](this=operand)

    def _percentile(self, operand: exp.Expr, fraction: float) -> exp.Expr:
        """Between two values it lies in proportion, also where they are decimals."""
        return exp.PercentileCont(this=exp.cast(operand, "DOUBLE"), expression=number(fraction))

    def _truncated(self, column: exp.Expr, grain: Grain) -> exp.Expr:
        return call("DATE_TRUNC", text(grain.value), column)

    def _moved(self, moment: exp.Expr, shift: Shift | None) -> exp.Expr:
        if shift is None:
            return moment
        count, unit = steps(shift)
        move = exp.Add if count > 0 else exp.Sub
        return move(this=moment, expression=interval(abs(count), unit))

    def _floor(self, value: exp.Expr) -> exp.Expr:
        return exp.Floor(this=value)

    def _tidy(self, value: exp.Expr) -> exp.Expr:
        """Takes away the dust of binary fractions: 0.3 / 0.1 is 3, not 2.9999999999999996."""
        return exp.Round(this=value, decimals=number(9))


def steps(shift: Shift) -> tuple[int, str]:
    """A shift as a number of years, months or days."""
    months = shift.months
    if months and months % 12 == 0:
        return months // 12, "YEAR"
    return (months, "MONTH") if months else (shift.days, "DAY")


def in_doubles(tree: exp.Select, operation: type[exp.Div | exp.Avg]) -> exp.Select:
    """`tree` with quotients or averages computed in doubles, for engines that would round them."""
    for node in list(tree.find_all(operation)):
        if not isinstance(node.this, exp.Cast):
            node.set("this", exp.cast(node.this, "DOUBLE"))
    return tree


def nulls_last(order: exp.Order, key: Callable[[exp.Expr], exp.Expr] | None) -> None:
    """Puts NULL last where it would come first, by a further key; without one it stays first.

    Values that come in an order of their own are numbered by a CASE, which can number NULL, too.
    """
    keys: list[exp.Expr] = []
    for one in order.expressions:
        if isinstance(one, exp.Ordered) and not one.args.get("desc"):
            if _numbers_values(one.this):
                one.this.set("default", number(len(one.this.args["ifs"]) + 1))
            elif key and not one.args.get("nulls_first"):
                keys.append(exp.Ordered(this=key(one.this.copy()), nulls_first=True))
            one.set("nulls_first", True)
        keys.append(one)
    order.set("expressions", keys)


def _numbers_values(expression: exp.Expr) -> bool:
    """Whether it is `CASE column WHEN 'a' THEN 1 WHEN 'b' THEN 2 END`."""
    if not isinstance(expression, exp.Case) or not expression.this:
        return False
    places = [one.args["true"].name for one in expression.args["ifs"]]
    return not expression.args.get("default") and places == [
        str(place + 1) for place in range(len(places))
    ]


def _divided(value: exp.Expr, by: int) -> exp.Expr:
    if by == 1:
        return value
    value = exp.Paren(this=value) if isinstance(value, exp.Binary) else value
    return exp.Div(this=value, expression=number(by))


def _reciprocal(width: Decimal) -> int | None:
    """10 for 0.1 and 4 for 0.25: multiplying and dividing by it is exact, by a fraction not."""
    if width >= 1 or (1 / width) % 1:
        return None
    return int(1 / width)
