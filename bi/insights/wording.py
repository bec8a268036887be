"""Turns of phrase around a title."""

from __future__ import annotations

from bi.insights.scope import Scope
from bi.model.writing import is_plural


def said(title: str, singular: str, plural: str) -> str:
    """The title as the subject of a sentence; with a colon where it has commas of its own."""
    if "," in title or ":" in title:
        return f"{title}:"
    return f"{title} {plural if is_plural(title) else singular}"


def not_over(scope: Scope) -> str:
    """A warning where a period that is not over is compared with one that is."""
    return f"; {scope.unfinished} is not over" if scope.unfinished else ""
