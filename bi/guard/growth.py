"""Functions whose result may be far longer than what they are given: only so far."""

from __future__ import annotations

import re

from sqlglot import exp

from bi.guard.rules import refusal

MAX_WIDTH = 1_000
SERIES = (exp.GenerateSeries, exp.GenerateDateArray, exp.GenerateTimestampArray)
# REPLACE and REPEAT inside one another multiply; this is what all on one path may come to.
MAX_GROWTH = 1_000

_REPEATING = frozenset({"repeat", "replicate", "space"})
_PADDING = frozenset({"lpad", "rpad", "leftpad", "rightpad", "leftpadutf8", "rightpadutf8"})
_FORMATTING = frozenset({"printf", "format_string"})
NAMES = _REPEATING | _PADDING | _FORMATTING

# Days of ten thousand years: what a series of dates may come to at worst.
_STEP = re.compile(r"-?(?=[0-9]*[1-9])[0-9]{1,4} *(day|week|month|quarter|year)s?", re.IGNORECASE)
MAX_SERIES = 10_000

# A width that is an argument, or one of four digits, or a width inside braces inside braces.
_WIDE = re.compile(r"\*|[0-9]{4}|\{[^{}]*\{")


def factor(node: exp.Expr) -> float:
    """How many times as long as its argument a function's result may be.

    Raises QueryRefused when that cannot be told, or is too much.
    """
    if isinstance(node, exp.Pad):
        _small(node.expression, node)
    elif isinstance(node, exp.Repeat):
        return _small(node.args.get("times"), node)
    elif isinstance(node, exp.Space):
        return _small(node.this, node)
    elif isinstance(node, exp.Format):
        _narrow(node.this, node)
    elif isinstance(node, exp.Replace | exp.RegexpReplace):
        return _replaced(node)
    elif isinstance(node, SERIES):
        _series(node)
    elif isinstance(node, exp.Anonymous):
        return _named(node)
    return 1


def _series(node: exp.Expr) -> None:
    """Dates by the day or wider, or whole numbers that are written out."""
    start, end, step = (node.args.get(part) for part in ("start", "end", "step"))
    if step is not None and _STEP.fullmatch(_step_text(step)):
        return
    bounds = [_integer(value) for value in (start, end)]
    width = abs(_integer(step) or 0) if step is not None else 1
    if None in bounds or not width:
        raise refusal("growth", "A series goes by days or wider, or from one number to another.")
    first, last = (bound or 0 for bound in bounds)
    if abs(last - first) // width > MAX_SERIES:
        raise refusal("growth", f"A series may have {MAX_SERIES:,} numbers.")


def _step_text(step: exp.Expr) -> str:
    """`1 month`, however that is written."""
    if isinstance(step, exp.Neg | exp.Paren):
        return _step_text(step.this)
    if isinstance(step, exp.Cast) and step.to.is_type("interval"):
        return str(step.this.name)
    if isinstance(step, exp.Interval) and isinstance(step.this, exp.Literal):
        unit = step.args.get("unit")
        return f"{step.this.name} {unit.name}" if unit else step.this.name
    return step.name if isinstance(step, exp.Literal) else ""


def _integer(value: exp.Expr | None) -> int | None:
    if isinstance(value, exp.Neg):
        positive = _integer(value.this)
        return None if positive is None else -positive
    if isinstance(value, exp.Literal) and not value.is_string and value.name.isdigit():
        return int(value.name[:18])
    return None


def _named(node: exp.Anonymous) -> float:
    name = node.name.lower()
    arguments = node.expressions
    if name in _REPEATING:
        return _small(arguments[-1] if arguments else None, node)
    if name in _PADDING:
        _small(arguments[1] if len(arguments) > 1 else None, node)
    elif name in _FORMATTING:
        _narrow(arguments[0] if arguments else None, node)
    return 1


def _small(count: exp.Expr | None, node: exp.Expr) -> float:
    if isinstance(count, exp.Literal) and not count.is_string and count.name.isdigit():
        number = int(count.name) if len(count.name) < 10 else MAX_WIDTH + 1
        if number <= MAX_WIDTH:
            return number
    raise refusal("growth", f"{_name(node)} needs a length of at most {MAX_WIDTH:,}, in digits.")


def _narrow(template: exp.Expr | None, node: exp.Expr) -> None:
    known = isinstance(template, exp.Literal | exp.National)
    if template is None or not known or _WIDE.search(template.name):
        raise refusal("growth", f"{_name(node)} needs a format in quotes, with narrow widths.")


def _replaced(node: exp.Replace | exp.RegexpReplace) -> float:
    replacement = node.args.get("replacement")
    if not isinstance(replacement, exp.Literal | exp.National):
        return 1
    pattern = node.expression
    # A regular expression may match a single letter, or nothing at all.
    plain = isinstance(node, exp.Replace) and isinstance(pattern, exp.Literal)
    length = len(pattern.name) if plain else 1
    return max(1.0, len(replacement.name) / max(length, 1))


def _name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return node.name.upper()
    return node.sql_name() if isinstance(node, exp.Func) else type(node).__name__.upper()
