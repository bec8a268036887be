"""What SQL may consist of. Whatever is not listed is refused, so a new feature of an engine or
of the parser is closed until somebody has looked at it."""

from __future__ import annotations

from sqlglot import exp

# Queries and their clauses.
_CLAUSES: tuple[type[exp.Expr], ...] = (
    exp.Select, exp.Union, exp.Except, exp.Intersect, exp.Subquery, exp.With, exp.CTE,
    exp.TableAlias, exp.Table, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Qualify,
    exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Fetch, exp.Distinct, exp.Alias, exp.Values,
)  # fmt: skip
_SCALARS: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Star, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Tuple,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ, exp.GT, exp.GTE,
    exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like, exp.ILike, exp.Escape, exp.Exists,
    exp.Any, exp.All, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg, exp.DPipe,
    exp.Case, exp.If, exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam, exp.Interval,
    exp.Var, exp.Window, exp.WindowSpec, exp.Filter, exp.WithinGroup, exp.Collate,
)  # fmt: skip
# Functions that read nothing but their arguments and cannot be made to fill the memory.
_FUNCTIONS: tuple[type[exp.Expr], ...] = (
    exp.Sum, exp.Avg, exp.Count, exp.CountIf, exp.Min, exp.Max, exp.Median, exp.Stddev,
    exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop, exp.PercentileCont,
    exp.PercentileDisc, exp.Quantile, exp.Corr, exp.CovarSamp, exp.CovarPop, exp.GroupConcat,
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.PercentRank, exp.CumeDist, exp.Lag,
    exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue,
    exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Abs, exp.Round, exp.Floor, exp.Ceil,
    exp.Sqrt, exp.Exp, exp.Ln, exp.Log, exp.Pow, exp.Sign, exp.Trunc,
    exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring, exp.Concat, exp.ConcatWs,
    exp.Left, exp.Right, exp.StrPosition, exp.StartsWith, exp.EndsWith, exp.Contains, exp.Initcap,
    exp.Replace,
    exp.Extract, exp.DateTrunc, exp.TimestampTrunc, exp.DateAdd, exp.DateSub, exp.DateDiff,
    exp.TsOrDsAdd, exp.TsOrDsDiff, exp.TsOrDsToDate, exp.TsOrDsToTimestamp, exp.Date,
    exp.DateFromParts, exp.CurrentDate, exp.CurrentTimestamp, exp.TimeToStr, exp.StrToTime,
    exp.StrToDate, exp.Year, exp.Quarter, exp.Month, exp.Week, exp.WeekOfYear, exp.Day,
    exp.DayOfWeek, exp.DayOfWeekIso, exp.DayOfYear, exp.DayOfMonth, exp.Hour, exp.Minute,
    exp.Second, exp.LastDay, exp.Dayname, exp.Monthname, exp.AtTimeZone,
    exp.ConvertTimezone, exp.TimestampDiff,
)  # fmt: skip
NODES = frozenset((*_CLAUSES, *_SCALARS, *_FUNCTIONS))

# Functions that the parser knows by name only.
ANONYMOUS = {
    "duckdb": frozenset({"date_trunc", "date_part", "datepart", "isodow", "median", "strftime"}),
    "mysql": frozenset({"makedate", "period_diff", "weekday", "yearweek"}),
    "postgres": frozenset({"date_trunc", "date_part", "to_char", "age"}),
    "sqlite": frozenset(
        {"date", "datetime", "time", "julianday", "strftime", "median", "total", "instr", "in_zone"}
    ),
}

_TYPES = exp.DataType.Type
TYPES = frozenset(
    {
        _TYPES.BOOLEAN, _TYPES.TINYINT, _TYPES.SMALLINT, _TYPES.INT, _TYPES.BIGINT, _TYPES.INT128,
        _TYPES.UTINYINT, _TYPES.USMALLINT, _TYPES.UINT, _TYPES.UBIGINT, _TYPES.FLOAT,
        _TYPES.DOUBLE, _TYPES.DECIMAL, _TYPES.CHAR, _TYPES.NCHAR, _TYPES.VARCHAR, _TYPES.NVARCHAR,
        _TYPES.TEXT, _TYPES.DATE, _TYPES.TIME, _TYPES.TIMESTAMP, _TYPES.TIMESTAMPTZ,
        _TYPES.TIMESTAMPNTZ, _TYPES.DATETIME, _TYPES.INTERVAL, _TYPES.UNKNOWN,
    }
)  # fmt: skip

# What a table reference may carry besides its name; sampling, versions, pivots and the like not.
TABLE_PARTS = frozenset({"this", "db", "catalog", "alias", "joins"})
