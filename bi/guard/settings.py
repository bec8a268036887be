"""Settings in a statement's text, as ClickHouse has them. They could lift every limit."""

from __future__ import annotations

from sqlglot import exp

from bi.guard.rules import refusal

# They make joins and sums standard SQL; the compiler writes them.
_ALLOWED = frozenset({"join_use_nulls", "aggregate_functions_null_for_empty"})


def take_settings(root: exp.Expr) -> list[exp.Expr]:
    """Takes the allowed settings off a statement. Raises QueryRefused for others."""
    settings: list[exp.Expr] = root.args.get("settings") or []
    root.set("settings", None)
    for node in root.find_all(exp.Query):
        if node.args.get("settings") or node.args.get("format"):
            raise refusal("settings", "A format or settings may not be chosen here.")
    if not all(_is_allowed(one) for one in settings):
        raise refusal("settings", "A setting of the database may not be changed.")
    return settings


def _is_allowed(setting: exp.Expr) -> bool:
    if not isinstance(setting, exp.EQ) or not isinstance(setting.left, exp.Column):
        return False
    switched_on = isinstance(setting.right, exp.Literal) and setting.right.this == "1"
    return setting.left.sql() in _ALLOWED and switched_on
