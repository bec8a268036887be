"""What SQL may consist of. Whatever is not listed is refused, so a new feature of an engine or
of the parser is closed until somebody has looked at it."""

from __future__ import annotations

from sqlglot import exp

# Queries and their clauses.
_CLAUSES: tuple[type[exp.Expr], ...] = (
    exp.Select, exp.Union, exp.Except, exp.Intersect, exp.Subquery, exp.With, exp.CTE,
    exp.TableAlias, exp.Table, exp.From, exp.Join, exp.Lateral, exp.Where, exp.Group,
    exp.GroupingSets, exp.Cube, exp.Rollup, exp.Having, exp.Qualify, exp.Order, exp.Ordered,
    exp.Limit, exp.Offset, exp.Fetch, exp.LimitOptions, exp.Distinct, exp.Alias, exp.Values,
    exp.TableSample, exp.Pivot, exp.PivotAlias, exp.UnpivotColumns,
)  # fmt: skip
# Names, literals and operators. Nested values (arrays, structs, JSON) are read by position and
# key. No lambda: what one builds from row to row cannot be told.
_SCALARS: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Star, exp.Literal, exp.National, exp.RawString,
    exp.Null, exp.Boolean, exp.Paren, exp.Tuple, exp.Aliases,
    exp.And, exp.Or, exp.Xor, exp.Not, exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ, exp.GT,
    exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like, exp.ILike, exp.Glob,
    exp.SimilarTo, exp.Escape, exp.Exists, exp.Any, exp.All, exp.Add, exp.Sub, exp.Mul, exp.Div,
    exp.IntDiv, exp.Mod, exp.Neg, exp.DPipe, exp.Adjacent, exp.BitwiseAnd, exp.BitwiseOr,
    exp.BitwiseXor, exp.BitwiseNot, exp.Overlaps,
    exp.Case, exp.If, exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam, exp.ColumnDef,
    exp.Interval, exp.IntervalSpan, exp.Var, exp.Window, exp.WindowSpec, exp.Filter,
    exp.WithinGroup, exp.IgnoreNulls, exp.RespectNulls, exp.HavingMax, exp.Collate,
    exp.CharacterSet, exp.Kwarg, exp.Bracket, exp.Slice, exp.Dot, exp.PropertyEQ, exp.Struct,
    exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey, exp.JSONPathSubscript, exp.JSONPathWildcard,
    exp.JSONPathSlice, exp.JSONPathUnion, exp.JSONPathSelector, exp.JSONKeyValue, exp.FormatJson,
)  # fmt: skip
NODES = frozenset((*_CLAUSES, *_SCALARS))

_TYPES = exp.DataType.Type
# No type that looks an object of the database up by its name (regclass) or that a user defined.
TYPES = frozenset(
    {
        *exp.DataType.INTEGER_TYPES, *exp.DataType.FLOAT_TYPES, *exp.DataType.REAL_TYPES,
        *exp.DataType.TEXT_TYPES, *exp.DataType.TEMPORAL_TYPES,
        _TYPES.BOOLEAN, _TYPES.BIT, _TYPES.BIGDECIMAL, _TYPES.DECIMAL32, _TYPES.DECIMAL64,
        _TYPES.DECIMAL128, _TYPES.DECIMAL256, _TYPES.UDECIMAL, _TYPES.MONEY, _TYPES.SMALLMONEY,
        _TYPES.FIXEDSTRING, _TYPES.LOWCARDINALITY, _TYPES.NULL,
        _TYPES.TIME, _TYPES.TIMETZ, _TYPES.YEAR, _TYPES.INTERVAL,
        _TYPES.BINARY, _TYPES.VARBINARY, _TYPES.UUID,
        _TYPES.JSON, _TYPES.JSONB, _TYPES.VARIANT, _TYPES.OBJECT, _TYPES.SUPER,
        _TYPES.ARRAY, _TYPES.LIST, _TYPES.STRUCT, _TYPES.MAP, _TYPES.NESTED,
        _TYPES.UNKNOWN,
    }
)  # fmt: skip

# What a node may carry. A part that is not listed here (a lock, a target of INTO, a setting, a
# table's version) would change what is done or read.
PARTS: dict[type[exp.Expr], frozenset[str]] = {
    exp.Select: frozenset(
        {
            "with_", "kind", "expressions", "distinct", "limit", "offset", "from_", "joins",
            "laterals", "where", "group", "having", "qualify", "windows", "order",
        }
    ),
    exp.Subquery: frozenset(
        {"this", "alias", "with_", "joins", "laterals", "pivots", "sample", "order", "limit",
         "offset"}
    ),
    exp.Table: frozenset(
        {"this", "db", "catalog", "alias", "joins", "laterals", "pivots", "sample"}
    ),
    exp.Join: frozenset(
        {"this", "on", "side", "kind", "using", "method", "global_", "match_condition"}
    ),
    exp.With: frozenset({"expressions", "recursive"}),
    exp.CTE: frozenset({"this", "alias", "materialized"}),
    exp.Lateral: frozenset({"this", "view", "outer", "alias", "cross_apply", "ordinality"}),
    exp.Star: frozenset({"except_", "except", "replace", "rename"}),
    exp.Limit: frozenset({"this", "expression", "expressions", "limit_options", "offset"}),
}  # fmt: skip
