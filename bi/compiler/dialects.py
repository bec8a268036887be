"""What engines say differently. Everything the compiler writes otherwise is common SQL."""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from bi.compiler.periods import Shift
from bi.compiler.zones import Zones
from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.errors import QueryNotPossible
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
_PARTS = {
    DatePart.WEEKDAY: "ISODOW",
    DatePart.MONTH_OF_YEAR: "MONTH",
    DatePart.QUARTER_OF_YEAR: "QUARTER",
    DatePart.HOUR_OF_DAY: "HOUR",
    DatePart.DAY_OF_MONTH: "DAY",
}
_PART_FORMATS = {
    DatePart.MONTH_OF_YEAR: "%m",
    DatePart.HOUR_OF_DAY: "%H",
    DatePart.DAY_OF_MONTH: "%d",
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


class Dialect:
    """An engine with DATE_TRUNC, EXTRACT and intervals; `name` is sqlglot's."""

    name = ""

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
            monday = exp.Sub(this=column, expression=_interval(week_start, "DAY"))
            days = Shift(days=week_start + (shift.days if shift else 0))
            return exp.cast(self._moved(self._truncated(monday, grain), days), "DATE")
        if ahead and (shift is None or not shift.days):
            inside = self._moved(column, Shift(months=-ahead))
            months = Shift(months=ahead + (shift.months if shift else 0))
            return exp.cast(self._moved(self._truncated(inside, grain), months), "DATE")
        return exp.cast(self._moved(self._truncated(column, grain), shift), "DATE")

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        """A recurring part of a date as an integer; weekdays are 1 Monday to 7 Sunday."""
        return exp.cast(exp.Extract(this=exp.var(_PARTS[part]), expression=column), "INT")

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        """The ISO 8601 number of a week; of weeks that begin with another day, of its Monday."""
        monday = self._moved(column, Shift(days=(7 - week_start) % 7)) if week_start else column
        return exp.cast(exp.Extract(this=exp.var("WEEK"), expression=monday), "INT")

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        """A stored moment as the clocks of the zone show it that is meant."""
        stored = exp.AtTimeZone(this=exp.cast(column, "TIMESTAMP"), zone=text(zones.stored))
        return exp.AtTimeZone(this=stored, zone=text(zones.meant))

    def comparable(self, moment: exp.Expr) -> exp.Expr:
        """A stored moment that can be compared with a text of one."""
        return moment

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        """What a RANGE window over buckets is ordered by, and how far back it reaches."""
        if back.months:
            return bucket, _interval(back.months, "MONTH")
        return bucket, _interval(back.days, "DAY")

    def later(self, day: exp.Expr, shift: Shift) -> exp.Expr:
        return self._moved(day, shift)

    def buckets_between(self, first: exp.Expr, last: exp.Expr, grain: Grain) -> exp.Expr:
        """How many buckets later `last` begins than `first`."""
        if grain in _BUCKET_MONTHS:
            months = exp.Sub(
                this=self._months(last), expression=exp.Paren(this=self._months(first))
            )
            return _divided(months, _BUCKET_MONTHS[grain])
        return _divided(self._days_between(first, last), 7 if grain is Grain.WEEK else 1)

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
        escaped = value
        for character in (_LIKE_ESCAPE, "%", "_"):
            escaped = escaped.replace(character, _LIKE_ESCAPE + character)
        match = exp.ILike(this=column, expression=text(f"{before}{escaped}{after}"))
        if escaped == value:
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
        months = shift.months
        if months and months % 12 == 0:
            interval = _interval(months // 12, "YEAR")
        else:
            interval = _interval(months, "MONTH") if months else _interval(shift.days, "DAY")
        return exp.Add(this=moment, expression=interval)

    def _floor(self, value: exp.Expr) -> exp.Expr:
        return exp.Floor(this=value)

    def _tidy(self, value: exp.Expr) -> exp.Expr:
        """Takes away the dust of binary fractions: 0.3 / 0.1 is 3, not 2.9999999999999996."""
        return exp.Round(this=value, decimals=number(9))


class DuckDB(Dialect):
    name = "duckdb"


class Postgres(Dialect):
    name = "postgres"

    def null(self, type_: ColumnType) -> exp.Expr:
        return exp.cast(exp.null(), _NULL_TYPES[type_])

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        value = super().aggregate(aggregation, operand, fraction)
        if aggregation in (Aggregation.AVERAGE, Aggregation.STDDEV):
            # Of numerics they are numerics, with more digits than anything can show.
            return exp.cast(value, "DOUBLE")
        return value

    def _percentile(self, operand: exp.Expr, fraction: float) -> exp.Expr:
        order = exp.Order(expressions=[exp.Ordered(this=operand, nulls_first=False)])
        return exp.WithinGroup(this=exp.PercentileCont(this=number(fraction)), expression=order)

    def step(self, column: exp.Expr, width: Decimal) -> exp.Expr:
        # Numeric arithmetic is exact, and ROUND to digits exists for numeric alone.
        return super().step(exp.cast(column, "NUMERIC"), width)

    def _tidy(self, value: exp.Expr) -> exp.Expr:
        return value


class SQLite(Dialect):
    """Dates are ISO texts. MEDIAN and STDDEV_SAMP are added by the warehouse's connection."""

    name = "sqlite"

    def bucket(
        self,
        column: exp.Expr,
        type_: ColumnType,
        grain: Grain,
        week_start: int = 0,
        shift: Shift | None = None,
        ahead: int = 0,
    ) -> exp.Expr:
        moved = _modifiers(shift)
        match grain:
            case Grain.HOUR:
                return call("STRFTIME", text("%Y-%m-%d %H:00:00"), column, *moved)
            case Grain.DAY if shift and shift.months:
                # '+1 month' runs over the end of a shorter month, so it is capped there.
                last = [text("start of month"), text(f"{shift.months + 1:+} months")]
                return call(
                    "MIN", call("DATE", column, *moved), call("DATE", column, *last, text("-1 day"))
                )
            case Grain.DAY:
                plain = type_ is ColumnType.DATE and shift is None
                return column if plain else call("DATE", column, *moved)
            case Grain.WEEK:
                # On to the week's last day (0 is Sunday here), then back to its first.
                week = [text(f"weekday {week_start}"), text("-6 days")]
                return call("DATE", column, *week, *moved)
            case Grain.QUARTER:
                month = call("STRFTIME", text("%m"), column)
                since: exp.Expr = exp.Sub(this=month, expression=number(1))
                if ahead:
                    since = exp.Add(this=month, expression=number(2 - ahead))
                into = exp.Mod(this=exp.Paren(this=since), expression=number(3))
                back = exp.DPipe(
                    this=exp.DPipe(this=text("-"), expression=exp.Paren(this=into)),
                    expression=text(" months"),
                )
                return call("DATE", column, text("start of month"), back, *moved)
            case Grain.YEAR if ahead:
                steps = ("start of month", f"-{ahead} months", "start of year", f"+{ahead} months")
                return call("DATE", column, *map(text, steps), *moved)
            case _:
                return call("DATE", column, text(f"start of {grain.value}"), *moved)

    def week_of_year(self, column: exp.Expr, week_start: int) -> exp.Expr:
        # A week belongs to the year of its Thursday; the Thursday's day of the year tells which.
        monday = [text(f"+{(7 - week_start) % 7} days")] if week_start else []
        thursday = call("DATE", column, *monday, text("-3 days"), text("weekday 4"))
        days = exp.Sub(this=_strftime_number("%j", thursday), expression=number(1))
        weeks = exp.Div(this=exp.Paren(this=days), expression=number(7), typed=True)
        return exp.Add(this=weeks, expression=number(1))

    def in_zone(self, column: exp.Expr, zones: Zones) -> exp.Expr:
        # SQLite knows no zones: the warehouse's connection adds the function.
        return call("IN_ZONE", column, text(zones.stored), text(zones.meant))

    def comparable(self, moment: exp.Expr) -> exp.Expr:
        # Texts of moments are written with a T or a space.
        return call("DATETIME", moment)

    def reach(self, bucket: exp.Expr, back: Shift) -> tuple[exp.Expr, exp.Expr]:
        if not back.months:
            return call("JULIANDAY", bucket), number(back.days)
        years = exp.Mul(this=_strftime_number("%Y", bucket), expression=number(12))
        months = exp.Add(this=years, expression=_strftime_number("%m", bucket.copy()))
        return months, number(back.months)

    def later(self, day: exp.Expr, shift: Shift) -> exp.Expr:
        return call("DATE", day, *_modifiers(shift))

    def _months(self, day: exp.Expr) -> exp.Expr:
        years = exp.Mul(this=_strftime_number("%Y", day), expression=number(12))
        return exp.Add(this=years, expression=_strftime_number("%m", day.copy()))

    def _days_between(self, first: exp.Expr, last: exp.Expr) -> exp.Expr:
        days = exp.Sub(this=call("JULIANDAY", last), expression=call("JULIANDAY", first))
        return exp.cast(days, "INT")

    def part(self, column: exp.Expr, part: DatePart) -> exp.Expr:
        if part is DatePart.WEEKDAY:
            sunday_first = _strftime_number("%w", column)
            monday_first = exp.Paren(this=exp.Add(this=sunday_first, expression=number(6)))
            return exp.Add(
                this=exp.Mod(this=monday_first, expression=number(7)), expression=number(1)
            )
        if part is DatePart.QUARTER_OF_YEAR:
            month = exp.Add(this=_strftime_number("%m", column), expression=number(2))
            return exp.Div(this=exp.Paren(this=month), expression=number(3), typed=True)
        return _strftime_number(_PART_FORMATS[part], column)

    def aggregate(
        self, aggregation: Aggregation, operand: exp.Expr, fraction: float | None = None
    ) -> exp.Expr:
        if aggregation is Aggregation.MEDIAN:
            return call("MEDIAN", operand)
        return super().aggregate(aggregation, operand, fraction)

    def _floor(self, value: exp.Expr) -> exp.Expr:
        # FLOOR is an optional part of SQLite; a cast cuts towards zero.
        whole = exp.cast(value, "INT")
        below = exp.LT(this=value.copy(), expression=whole.copy())
        return exp.Paren(this=exp.Sub(this=whole, expression=exp.Paren(this=below)))


_DIALECTS = {dialect.name: dialect for dialect in (DuckDB(), Postgres(), SQLite())}


def dialect_named(name: str) -> Dialect:
    """Raises QueryNotPossible for an engine that no SQL can be written for."""
    if (dialect := _DIALECTS.get(name)) is None:
        raise QueryNotPossible(
            f"No SQL can be written for {name}; known are {', '.join(sorted(_DIALECTS))}.",
            dialect=name,
        )
    return dialect


def _divided(value: exp.Expr, by: int) -> exp.Expr:
    if by == 1:
        return value
    return exp.Div(this=exp.Paren(this=value), expression=number(by))


def _interval(count: int, unit: str) -> exp.Expr:
    return exp.Interval(this=text(str(count)), unit=exp.var(unit))


def _modifiers(shift: Shift | None) -> list[exp.Expr]:
    if shift is None:
        return []
    months = f"{shift.months:+} months"
    return [text(months if shift.months else f"{shift.days:+} days")]


def _strftime_number(form: str, column: exp.Expr) -> exp.Expr:
    return exp.cast(call("STRFTIME", text(form), column), "INT")


def _reciprocal(width: Decimal) -> int | None:
    """10 for 0.1 and 4 for 0.25: multiplying and dividing by it is exact, by a fraction not."""
    if width >= 1 or (1 / width) % 1:
        return None
    return int(1 / width)
