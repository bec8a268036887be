"""What is left out or rewritten before a statement is looked at."""

from __future__ import annotations

from sqlglot import exp

_HINTS = (exp.Hint, exp.WithTableHint, exp.IndexTableHint)
_QUOTED_OTHERWISE = (exp.RawString, exp.ByteString)


def tidy(root: exp.Expr, dialect: str) -> exp.Expr:
    """Without hints, which are orders to the engine; texts in plain quotes."""
    for node in list(root.find_all(*_HINTS, *_QUOTED_OTHERWISE)):
        if isinstance(node, _HINTS):
            node.pop()
        elif isinstance(node, exp.RawString) or dialect == "postgres":
            # Dollar quotes, r'…', and PostgreSQL's E'…': the parser has put in what escapes mean.
            node.replace(exp.Literal.string(node.name))
    return root
