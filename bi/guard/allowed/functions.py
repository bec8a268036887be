"""Functions of every engine, by the parser's type for them: `exp.Substring` is SUBSTRING, SUBSTR
and MID. Those that the parser knows by name only are in `bi.guard.allowed.names`.

Each reads nothing but its arguments, changes nothing, and gives no more than a small multiple of
what it was given. Left out on purpose:

- what tells about the server or the user: CURRENT_USER, VERSION, DATABASE, current settings
- what reads elsewhere: files, the network, other tables by name, XML built from a query
- what makes rows or text from a number: RANGE, RANDSTR (and GENERATE_SERIES but for dates)
- what calls a model, encrypts, decrypts, or fails on purpose
- what takes a lambda: REDUCE may double its value in each step
"""

from __future__ import annotations

from sqlglot import exp

_AGGREGATES: tuple[type[exp.Expr], ...] = (
    exp.Sum, exp.Avg, exp.Count, exp.CountIf, exp.Min, exp.Max, exp.Median, exp.Mode, exp.Stddev,
    exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop, exp.PercentileCont,
    exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile, exp.ApproxQuantiles, exp.ApproxDistinct,
    exp.Corr, exp.CovarSamp, exp.CovarPop, exp.RegrSlope, exp.RegrIntercept, exp.RegrR2,
    exp.RegrCount,
    exp.RegrAvgx, exp.RegrAvgy, exp.RegrSxx, exp.RegrSxy, exp.RegrSyy, exp.Skewness, exp.Kurtosis,
    exp.GroupConcat, exp.ArrayAgg, exp.ArrayUniqueAgg, exp.JSONArrayAgg, exp.JSONObjectAgg,
    exp.AnyValue, exp.ArgMax, exp.ArgMin, exp.First, exp.Last, exp.LogicalAnd, exp.LogicalOr,
    exp.BitwiseAndAgg, exp.BitwiseOrAgg, exp.BitwiseXorAgg, exp.Grouping, exp.GroupingId,
)  # fmt: skip
_WINDOWS: tuple[type[exp.Expr], ...] = (
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.PercentRank, exp.CumeDist, exp.Lag,
    exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue,
)  # fmt: skip
_CONDITIONS: tuple[type[exp.Expr], ...] = (
    exp.Coalesce, exp.Nullif, exp.Nvl2, exp.Nanvl, exp.DecodeCase, exp.Elt, exp.EqualNull,
    exp.Greatest, exp.Least, exp.IsNan, exp.IsInf, exp.Typeof, exp.Convert, exp.Booland, exp.Boolor,
    exp.Boolnot,
)  # fmt: skip
_NUMBERS: tuple[type[exp.Expr], ...] = (
    exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Trunc, exp.Rint, exp.Sqrt, exp.Cbrt, exp.Exp,
    exp.Ln, exp.Log, exp.Pow, exp.Sign, exp.Pi, exp.Sin, exp.Cos, exp.Tan, exp.Cot, exp.Sec,
    exp.Csc, exp.Asin, exp.Acos, exp.Atan, exp.Atan2, exp.Sinh, exp.Cosh, exp.Tanh, exp.Coth,
    exp.Sech, exp.Csch, exp.Asinh, exp.Acosh, exp.Atanh, exp.Degrees, exp.Radians, exp.WidthBucket,
    exp.SafeDivide, exp.SafeAdd, exp.SafeSubtract, exp.SafeMultiply, exp.SafeNegate,
    exp.EuclideanDistance, exp.ManhattanDistance, exp.CosineDistance, exp.DotProduct, exp.Rand,
    exp.ToNumber, exp.ToDouble, exp.BitwiseCount,
)  # fmt: skip
_TEXTS: tuple[type[exp.Expr], ...] = (
    exp.Lower, exp.Upper, exp.Initcap, exp.Trim, exp.Length, exp.ByteLength, exp.BitLength,
    exp.Substring, exp.SubstringIndex, exp.Left, exp.Right, exp.Overlay, exp.Stuff, exp.Concat,
    exp.ConcatWs, exp.Reverse, exp.StrPosition, exp.StartsWith, exp.EndsWith, exp.Contains,
    exp.Replace, exp.Translate, exp.Split, exp.SplitPart, exp.Strtok, exp.Ascii, exp.Unicode,
    exp.Chr, exp.ToChar, exp.NumberToStr, exp.Soundex, exp.Levenshtein, exp.JarowinklerSimilarity,
    exp.RegexpLike, exp.RegexpILike, exp.RegexpFullMatch, exp.RegexpExtract, exp.RegexpExtractAll,
    exp.RegexpReplace, exp.RegexpSplit, exp.RegexpInstr, exp.RegexpCount, exp.RegexpSubstr,
    exp.MD5, exp.MD5Digest, exp.SHA, exp.SHA2, exp.Hex, exp.LowerHex, exp.Normalize,
    exp.Pad, exp.Repeat, exp.Space, exp.Format,  # bounded by `bi.guard.growth`
)  # fmt: skip
_DATES: tuple[type[exp.Expr], ...] = (
    exp.Extract, exp.DateTrunc, exp.TimestampTrunc, exp.DatetimeTrunc, exp.TimeTrunc, exp.DateBin,
    exp.TimeSlice, exp.DateAdd, exp.DateSub, exp.DateDiff, exp.DatetimeAdd, exp.DatetimeSub,
    exp.DatetimeDiff, exp.TimestampAdd, exp.TimestampSub, exp.TimestampDiff, exp.TimeAdd,
    exp.TimeSub, exp.TimeDiff, exp.AddMonths, exp.MonthsBetween, exp.NextDay, exp.PreviousDay,
    exp.TsOrDsAdd, exp.TsOrDsDiff, exp.TsOrDsToDate, exp.TsOrDsToDateStr, exp.TsOrDsToDatetime,
    exp.TsOrDsToTime, exp.TsOrDsToTimestamp, exp.TsOrDiToDi, exp.DateStrToDate, exp.DateToDateStr,
    exp.DateToDi, exp.DiToDate, exp.Date, exp.Datetime, exp.Time, exp.Timestamp,
    exp.DateFromParts, exp.TimeFromParts, exp.TimestampFromParts, exp.DateFromUnixDate,
    exp.MakeInterval, exp.JustifyDays, exp.JustifyHours, exp.JustifyInterval,
    exp.CurrentDate, exp.CurrentTime, exp.CurrentDatetime, exp.CurrentTimestamp,
    exp.CurrentTimestampLTZ, exp.Localtime, exp.Localtimestamp, exp.Systimestamp, exp.UtcDate,
    exp.UtcTime, exp.UtcTimestamp,
    exp.TimeToStr, exp.TimeToTimeStr, exp.TimeToUnix, exp.StrToTime, exp.StrToDate, exp.StrToUnix,
    exp.TimeStrToDate, exp.TimeStrToTime, exp.TimeStrToUnix, exp.UnixToTime, exp.UnixToTimeStr,
    exp.UnixToStr, exp.UnixDate, exp.UnixSeconds, exp.UnixMillis, exp.UnixMicros, exp.ToDays,
    exp.ParseDatetime, exp.ParseTime, exp.FromISO8601Date, exp.FromISO8601Timestamp,
    exp.Year, exp.Quarter, exp.Month, exp.Week, exp.WeekStart, exp.WeekOfYear, exp.YearOfWeek,
    exp.YearOfWeekIso, exp.Day, exp.DayOfWeek, exp.DayOfWeekIso, exp.DayOfYear, exp.DayOfMonth,
    exp.Hour, exp.Minute, exp.Second, exp.LastDay, exp.Dayname, exp.Monthname,
    exp.AtTimeZone, exp.FromTimeZone, exp.ConvertTimezone,
)  # fmt: skip
_NESTED: tuple[type[exp.Expr], ...] = (
    exp.JSONExtract, exp.JSONExtractScalar, exp.JSONExtractArray, exp.JSONBExtract,
    exp.JSONBExtractScalar, exp.JSONValue, exp.JSONValueArray, exp.JSONArrayContains,
    exp.JSONBContains, exp.JSONBExists, exp.JSONExists, exp.JSONFormat, exp.JSONKeys, exp.JSONType,
    exp.JSONObject, exp.JSONArray, exp.JSONExtractQuote, exp.ParseJSON, exp.CheckJson,
    exp.StripNullValue, exp.JSONStripNulls, exp.GetExtract, exp.LaxBool, exp.LaxFloat64,
    exp.LaxInt64, exp.LaxString,
    exp.Array, exp.ArraySize, exp.ArrayContains, exp.ArrayContainsAll, exp.ArrayOverlaps,
    exp.ArrayContainedBy, exp.ArrayDistinct, exp.ArraySort, exp.ArrayReverse, exp.ArraySlice,
    exp.ArrayConcat, exp.ArrayAppend, exp.ArrayPrepend, exp.ArrayToString, exp.ArrayFirst,
    exp.ArrayLast, exp.ArrayMax, exp.ArrayMin, exp.ArraySum, exp.ArrayPosition, exp.ArrayCompact,
    exp.ArrayExcept, exp.ArrayIntersect, exp.StringToArray, exp.StrtokToArray, exp.Unnest,
    exp.Explode, exp.ExplodeOuter, exp.Posexplode, exp.PosexplodeOuter, exp.Inline, exp.Flatten,
    exp.Struct, exp.StructExtract, exp.Map, exp.VarMap, exp.MapKeys, exp.MapSize,
    exp.MapContainsKey,
)  # fmt: skip
# Bounded by `bi.guard.growth`.
_SERIES: tuple[type[exp.Expr], ...] = (
    exp.GenerateSeries, exp.ExplodingGenerateSeries, exp.GenerateDateArray,
    exp.GenerateTimestampArray,
)  # fmt: skip
FUNCTIONS = frozenset(
    (*_AGGREGATES, *_WINDOWS, *_CONDITIONS, *_NUMBERS, *_TEXTS, *_DATES, *_NESTED, *_SERIES)
)
