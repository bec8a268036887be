"""What an expression is to a catalog: SQL over a row, or arithmetic of measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from bi.catalog.reveal.expressions import Call, CannotTranslate, FieldName, Node, Number, Text

_PLAIN = {
    "abs": "ABS",
    "exp": "EXP",
    "lower": "LOWER",
    "sign": "SIGN",
    "sqrt": "SQRT",
    "trim": "TRIM",
    "upper": "UPPER",
}
_PARTS = ("year", "quarter", "month", "day", "hour", "minute", "second")
_SIGNS = {"+", "-", "*", "=", "<>", "<", ">", "<=", ">="}
_CONDITIONS = {"=", "<>", "<", ">", "<=", ">=", "and", "or", "not", "isempty", "true", "false"}
AGGREGATES = {
    "sum": "sum",
    "average": "average",
    "min": "min",
    "max": "max",
}


def row_sql(node: Node, column: Callable[[str], str]) -> str:
    """Generic SQL, read and written in sqlglot's own dialect; `column` gives a field's column.

    A division is no division of whole numbers, and NULL by zero. Raises CannotTranslate.
    """

    def sql(one: Node) -> str:
        return row_sql(one, column)

    match node:
        case Number(text):
            return text
        case Text(value):
            return "'" + value.replace("'", "''") + "'"
        case FieldName(name):
            return column(name)
        case Call("()", (inner,)):
            return f"({sql(inner)})"
        case Call("negative", (inner,)):
            return f"-({sql(inner)})"
        case Call("/", (left, right)):
            return f"({sql(left)}) * 1.0 / NULLIF({sql(right)}, 0)"
        case Call("&", (left, right)):
            return _joined((left, right), sql)
        case Call("concatenate", parts) if parts:
            return _joined(parts, sql)
        case Call(sign, (left, right)) if sign in _SIGNS:
            return f"{_value(left, sql)} {sign} {_value(right, sql)}"
        case Call(name, (inner,)) if name in _PLAIN:
            return f"{_PLAIN[name]}({sql(inner)})"
        case Call(name, (inner,)) if name in _PARTS:
            return f"EXTRACT({name.upper()} FROM {sql(inner)})"
        case Call("len", (inner,)):
            return f"LENGTH({sql(inner)})"
        case Call("mod", (left, right)):
            return f"MOD({sql(left)}, NULLIF({sql(right)}, 0))"
        case Call("log10", (inner,)) | Call("log", (inner,)):
            return f"LN({sql(inner)}) / LN(10)"
        case Call("log", (inner, base)):
            return f"LN({sql(inner)}) / LN({sql(base)})"
        case Call("mid", (text, start, length)):
            return f"SUBSTRING({sql(text)}, {sql(start)}, {sql(length)})"
        case Call("replace", (text, old, new)):
            return f"REPLACE({sql(text)}, {sql(old)}, {sql(new)})"
        case Call("date", (Number(year), Number(month), Number(day))):
            return f"CAST('{int(year):04}-{int(month):02}-{int(day):02}' AS DATE)"
        case Call("if", (test, yes, no)):
            return f"CASE WHEN {condition_sql(test, column)} THEN {sql(yes)} ELSE {sql(no)} END"
        case Call(name, _) if name in _CONDITIONS:
            # A condition is 1 or 0 where a value is wanted.
            return f"CASE WHEN {condition_sql(node, column)} THEN 1 ELSE 0 END"
    raise CannotTranslate(_unknown(node))


def in_dialect(generic: str, dialect: str | None) -> str:
    """Generic SQL in the words of an engine; `dialect` is sqlglot's name of it."""
    tree = sqlglot.parse_one(generic)
    if dialect == "sqlite":
        tree = tree.transform(_for_sqlite)
    return tree.sql(dialect=dialect)


_STRFTIME = {
    "YEAR": "%Y",
    "QUARTER": "%m",
    "MONTH": "%m",
    "DAY": "%d",
    "HOUR": "%H",
    "MINUTE": "%M",
    "SECOND": "%S",
}


def _for_sqlite(node: exp.Expr) -> exp.Expr:
    """It has dates as text, and no EXTRACT."""
    if not isinstance(node, exp.Extract):
        return node
    part = node.name.upper()
    number = f"CAST(STRFTIME('{_STRFTIME[part]}', {node.expression.sql('sqlite')}) AS INTEGER)"
    return sqlglot.parse_one(f"({number} + 2) / 3" if part == "QUARTER" else number, read="sqlite")


def condition_sql(node: Node, column: Callable[[str], str]) -> str:
    """Raises CannotTranslate."""
    match node:
        case Call("()", (inner,)):
            return f"({condition_sql(inner, column)})"
        case Call("and" | "or" as word, parts) if len(parts) > 1:
            return f" {word.upper()} ".join(f"({condition_sql(p, column)})" for p in parts)
        case Call("not", (inner,)):
            return f"NOT ({condition_sql(inner, column)})"
        case Call("isempty", (inner,)):
            return f"{row_sql(inner, column)} IS NULL"
        case Call("true", ()):
            return "1 = 1"
        case Call("false", ()):
            return "1 = 0"
        case Call(sign, (_, _)) if sign in _CONDITIONS:
            left, right = node.arguments
            return f"{row_sql(left, column)} {sign} {row_sql(right, column)}"
    return f"({row_sql(node, column)}) <> 0"


def _value(node: Node, sql: Callable[[Node], str]) -> str:
    """A part of an operation, in parentheses where it is one itself."""
    text = sql(node)
    return f"({text})" if isinstance(node, Call) and not node.name.isalpha() else text


def _joined(parts: tuple[Node, ...], sql: Callable[[Node], str]) -> str:
    return " || ".join(f"CAST({sql(part)} AS TEXT)" for part in parts)


def _unknown(node: Node) -> str:
    name = node.name if isinstance(node, Call) else str(node)
    if name in AGGREGATES or name.endswith("if") or name == "count":
        return f"`{name}` is over all rows: make it a PostCalculatedField"
    return f"`{name}` has no counterpart here, or not with so many arguments"


@dataclass(frozen=True, slots=True)
class Aggregated:
    """An aggregation over rows; `over` None counts them, `where` None takes all."""

    aggregation: str
    over: Node | None = None
    where: Node | None = None


def formula_of(node: Node, name_of: Callable[[Aggregated], str]) -> str:
    """Arithmetic of measures; `name_of` gives a measure's name. Raises CannotTranslate.

    A field that stands by itself is summed: it is calculated with after it was.
    """

    def formula(one: Node) -> str:
        return formula_of(one, name_of)

    match node:
        case Number(text):
            return text
        case FieldName():
            return name_of(Aggregated("sum", node))
        case Call("()", (inner,)):
            return f"({formula(inner)})"
        case Call("negative", (inner,)):
            return f"-({formula(inner)})"
        case Call("+" | "-" | "*" | "/" as sign, (left, right)):
            return f"{_operand(left, formula)} {sign} {_operand(right, formula)}"
    if (found := aggregated(node)) is not None:
        return name_of(found)
    name = node.name if isinstance(node, Call) else "a text"
    raise CannotTranslate(f"`{name}` cannot be made of aggregated values here")


def aggregated(node: Node) -> Aggregated | None:
    match node:
        case Call("count", ()):
            return Aggregated("count")
        case Call("countif", (where,)):
            return Aggregated("count", None, where)
        case Call(name, (over,)) if name in AGGREGATES:
            return Aggregated(AGGREGATES[name], over)
        case Call(name, (over, where)) if name.removesuffix("if") in AGGREGATES:
            return Aggregated(AGGREGATES[name.removesuffix("if")], over, where)
        case Call("()", (inner,)):
            return aggregated(inner)
    return None


def _operand(node: Node, formula: Callable[[Node], str]) -> str:
    text = formula(node)
    is_operation = isinstance(node, Call) and node.name in ("+", "-", "*", "/")
    return f"({text})" if is_operation else text
