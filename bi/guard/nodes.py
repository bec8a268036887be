"""Every node of a statement against what the engine may be asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sqlglot import exp

from bi.guard import growth
from bi.guard.allowed.functions import FUNCTIONS
from bi.guard.allowed.names import NAMES
from bi.guard.allowed.nodes import NODES, PARTS, TYPES
from bi.guard.reading import too_deep
from bi.guard.rules import refusal

MAX_NODES = 20_000
MAX_LEVELS = 300  # of the tree: a sum of 300 terms is 300 deep

_ALLOWED = NODES | FUNCTIONS
_PARAMETERS = (exp.Placeholder, exp.Parameter, exp.SessionParameter)
# ClickHouse: sumIf, uniqArray … are the function in front of the suffix.
_SUFFIXES = re.compile(r"(if|array|distinct|ornull|ordefault)$")
# Engines where PostgreSQL's reading of `(x).f` as f(x) does not hold.
_WITH_STRUCTS = frozenset(
    {"duckdb", "clickhouse", "spark", "databricks", "trino", "snowflake", "bigquery"}
)
# What is written as it is, so it must be nothing but what it seems: names without quotes (with
# BigQuery's dashes), numbers, and units like MONTH or WEEK(MONDAY).
_UNQUOTED = re.compile(r"\w[\w$#]*(-\w+)*")
_NUMBER = re.compile(r"[0-9_]*\.?[0-9_]*([eE][+-]?[0-9]+)?")
_WORDS = re.compile(r"\w+(\(\w+\)|( \w+)*)")
_SPEAKING = frozenset(
    {
        "current_user", "current_user_id", "session_user", "system_user", "current_role",
        "current_catalog", "current_schema", "current_schemas", "current_database",
        "current_namespace", "current_warehouse", "current_account", "current_session",
        "current_path", "current_setting",
    }
)  # fmt: skip
_WITH_USER = frozenset({"duckdb", "postgres", "redshift", "tsql", "spark", "databricks"})
_SEQUENCE = frozenset({"nextval", "currval"})
_SAMPLING = frozenset({"system", "bernoulli", "reservoir", "block", "row"})
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def check_nodes(root: exp.Expr, dialect: str) -> None:
    """Raises QueryRefused for the first node that is not allowed."""
    stack = [(root, 0, 1.0)]
    count = 0
    while stack:
        node, level, grown = stack.pop()
        count += 1
        if count > MAX_NODES:
            raise refusal("size", "The statement is too large.")
        if level > MAX_LEVELS:
            raise too_deep()
        kind = type(node)
        check = _CHECKS.get(kind)
        if check is not None:
            check(node, dialect)
        elif kind not in _ALLOWED:
            raise _not_allowed(node)
        if kind in PARTS:
            _check_parts(node, PARTS[kind])
        if kind in _GROWING:
            grown *= growth.factor(node)
            if grown > growth.MAX_GROWTH:
                raise refusal("growth", "The functions make too long a text.")
        stack.extend((child, level + 1, grown) for child in node.iter_expressions())


def _not_allowed(node: exp.Expr) -> Exception:
    if isinstance(node, _PARAMETERS):
        return refusal("parameter", "Placeholders and variables are not allowed.")
    if isinstance(node, exp.Func):
        return _function(node.sql_name())
    return refusal("construct", f"{type(node).__name__} is not allowed here.")


def _function(name: str) -> Exception:
    return refusal("function", f"The function {name} is not allowed.")


def _check_parts(node: exp.Expr, parts: frozenset[str]) -> None:
    for part, value in node.args.items():
        if value and part not in parts:
            rule = "table_option" if isinstance(node, exp.Table) else "construct"
            what = part.strip("_").replace("_", " ")
            raise refusal(rule, f"{type(node).__name__} with {what} is not allowed here.")


def _check_name(node: exp.Expr, dialect: str) -> None:
    """A function that the parser has no type for."""
    name = (node.this if isinstance(node.this, str) else node.name).lower()
    names = NAMES[dialect]
    if name in names or name in growth.NAMES:
        return
    if dialect == "clickhouse" and _SUFFIXES.sub("", name) in names:
        return
    raise _function(name)


def _check_type(node: exp.Expr, dialect: str) -> None:
    if node.this not in TYPES:
        raise refusal("type", f"The type {node.sql(dialect)} is not allowed.")


def _check_in(node: exp.Expr, _dialect: str) -> None:
    if node.args.get("field"):
        # SQLite reads `x IN name` as the whole table of that name.
        raise refusal("construct", "IN takes a list or a query.")


def _check_dot(node: exp.Expr, dialect: str) -> None:
    """A part of a struct; never a function of some schema."""
    whole, part = node.this, node.expression
    if dialect not in _WITH_STRUCTS or not isinstance(
        part, exp.Identifier | exp.Star | exp.Literal
    ):
        raise refusal("construct", "A dot may not stand here.")
    if isinstance(whole, exp.Identifier):
        raise refusal("construct", "A dot may not stand here.")


def _check_identifier(node: exp.Expr, _dialect: str) -> None:
    name = node.this
    if not node.args.get("quoted") and not _UNQUOTED.fullmatch(name):
        raise refusal("construct", f"The name {name} needs quotes.")


def check_letters(root: exp.Expr) -> None:
    """Names of mixed scripts, where no catalog says which names there are. Raises QueryRefused."""
    for node in root.find_all(exp.Identifier):
        name = node.this
        if not name.isascii():
            scripts = {_script(letter) for letter in name if letter.isalpha()}
            if len(scripts & {*_ALIKE}) > 1:
                raise refusal("mixed_letters", f"The name {name} mixes letters that look alike.")


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _check_column(node: exp.Expr, dialect: str) -> None:
    """Words without parentheses that an engine takes for a function: they look like columns."""
    name = node.this
    if not isinstance(name, exp.Identifier) or name.args.get("quoted"):
        return
    word = name.this.lower()
    if node.args.get("table"):
        if word in _SEQUENCE:
            raise _function(word)
    elif word in _SPEAKING or (word == "user" and dialect in _WITH_USER):
        raise _function(word)


def _check_literal(node: exp.Expr, _dialect: str) -> None:
    if not node.args.get("is_string") and not _NUMBER.fullmatch(node.this):
        raise refusal("construct", f"{node.this} is no number.")


def _check_sample(node: exp.Expr, _dialect: str) -> None:
    """The method is a function's name; some engines let people add their own."""
    method = node.args.get("method")
    if method is not None and method.name.lower() not in _SAMPLING:
        raise _function(method.name)


def _check_word(node: exp.Expr, _dialect: str) -> None:
    if not _WORDS.fullmatch(node.name):
        raise refusal("construct", f"{node.name} may not stand here.")


def _check_text(node: exp.Expr, _dialect: str) -> None:
    """`'DR' || 'OP'`: nobody asks like that, except to get past a reader."""
    before = ""
    for piece in _pieces(node):
        text = _text(piece)
        if text is None:
            before = ""
        elif text:
            if _in_word(before[-1:]) and _in_word(text[:1]):
                raise refusal("split_word", "A word may not be put together from pieces.")
            before = text


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _check_condition(node: exp.Expr, _dialect: str) -> None:
    """`x = 1 OR 'a'`: an engine may take any text for true or false."""
    for operand in (node.this, node.args.get("expression")):
        if isinstance(operand, exp.Literal) and operand.is_string:
            raise refusal("construct", "A text is no condition.")


def _pieces(node: exp.Expr) -> Iterator[exp.Expr]:
    """What is joined to one text, from left to right."""
    stack = [node]
    while stack:
        piece = stack.pop()
        if isinstance(piece, exp.DPipe):
            stack += (piece.expression, piece.this)
        elif isinstance(piece, exp.Concat):
            stack += reversed(piece.expressions)
        elif isinstance(piece, exp.Paren):
            stack.append(piece.this)
        else:
            yield piece


def _text(piece: exp.Expr) -> str | None:
    if isinstance(piece, exp.Chr):
        codes = [code.name for code in piece.expressions]
        valid = all(code.isdigit() and int(code) < 0x110000 for code in codes)
        return "".join(chr(int(code)) for code in codes) if valid else None
    if isinstance(piece, exp.National):
        return piece.name
    return piece.name if isinstance(piece, exp.Literal) and piece.is_string else None


_GROWING = frozenset(
    {
        exp.GenerateSeries, exp.ExplodingGenerateSeries, exp.GenerateDateArray,
        exp.GenerateTimestampArray, exp.Pad, exp.Repeat, exp.Space, exp.Format, exp.Replace,
        exp.RegexpReplace, exp.Anonymous,
    }
)  # fmt: skip
_CHECKS = {
    exp.Anonymous: _check_name,
    exp.AnonymousAggFunc: _check_name,
    exp.ParameterizedAgg: _check_name,
    exp.CombinedAggFunc: _check_name,
    exp.CombinedParameterizedAgg: _check_name,
    exp.DataType: _check_type,
    exp.In: _check_in,
    exp.Dot: _check_dot,
    exp.Column: _check_column,
    exp.Identifier: _check_identifier,
    exp.Literal: _check_literal,
    exp.TableSample: _check_sample,
    exp.Var: _check_word,
    exp.DPipe: _check_text,
    exp.Concat: _check_text,
    exp.And: _check_condition,
    exp.Or: _check_condition,
    exp.Xor: _check_condition,
    exp.Not: _check_condition,
    exp.Where: _check_condition,
}
