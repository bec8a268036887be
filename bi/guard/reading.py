"""The text of one statement -> its tree, within limits that are held before the parser works."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlglot import TokenType, exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

from bi.guard.rules import refusal

if TYPE_CHECKING:
    from sqlglot.tokenizer_core import Token

# The parser logs what it cannot read; that is somebody's SQL, and no news to us.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

MAX_LENGTH = 100_000
MAX_TOKENS = 20_000
MAX_DEPTH = 150
# The parser takes quadratic time, and more, for these.
_MAX_SUBSCRIPTS = 100
_MAX_NESTED_TYPES = 30

_OPENING = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE})
_CLOSING = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END})
_NESTED = frozenset({TokenType.ARRAY, TokenType.STRUCT, TokenType.MAP, TokenType.NESTED})


def read_statement(sql: str, dialect: str, *, own: bool = False) -> exp.Expr:
    """The one query that the text holds; our `own` text may be longer. Raises QueryRefused."""
    if len(sql) > MAX_LENGTH and not own:
        raise refusal("length", f"SQL may have {MAX_LENGTH:,} characters.")
    engine = Dialect.get_or_raise(dialect)
    try:
        tokens = engine.tokenize(sql)
        if not own:
            _check_tokens(tokens)
            if dialect == "mysql":
                _check_comments(tokens)
        statements = engine.parser().parse(tokens, sql)
    except (SqlglotError, TypeError, AttributeError, ValueError, KeyError, IndexError):
        # Besides its own errors, the parser stumbles over some texts that it half understands.
        raise refusal("syntax", "The statement cannot be read.") from None
    # A semicolon at the end, with a comment behind it, is no second statement.
    while statements and isinstance(statements[-1], exp.Semicolon):
        statements.pop()
    if len(statements) != 1 or statements[0] is None:
        raise refusal("one_statement", "Exactly one statement is allowed.")
    root = statements[0]
    if not isinstance(root, exp.Select | exp.SetOperation | exp.Subquery):
        raise refusal("not_a_query", "Only SELECT may be asked for.")
    return root


def _check_tokens(tokens: list[Token]) -> None:
    if len(tokens) > MAX_TOKENS:
        raise refusal("size", f"A statement may have {MAX_TOKENS:,} words and signs.")
    depth = subscripts = nested = 0
    previous = None
    for token in tokens:
        kind = token.token_type
        if kind in _OPENING:
            depth += 1
            if depth > MAX_DEPTH:
                raise too_deep()
            if kind is TokenType.L_BRACKET and previous is TokenType.R_BRACKET:
                subscripts += 1
        elif kind in _CLOSING:
            depth -= 1
        elif kind is TokenType.LT and previous in _NESTED:
            nested += 1
        previous = kind
    if subscripts > _MAX_SUBSCRIPTS or nested > _MAX_NESTED_TYPES:
        raise too_deep()


def _check_comments(tokens: list[Token]) -> None:
    """`/*! … */` of MySQL and `/*M! … */` of MariaDB are SQL to the server; leaving them out
    would run something else than what was written."""
    for token in tokens:
        if any(comment.startswith(("!", "M!")) for comment in token.comments):
            raise refusal("comment", "Comments that are executed are not allowed.")


def too_deep() -> Exception:
    return refusal("depth", "The statement is nested too deeply.")
