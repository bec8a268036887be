"""Ordinals before a rank: "second highest" is one item, a rank with a place of its own."""

from __future__ import annotations

from dataclasses import replace

from bi.language.meanings import Item, Ordinal
from bi.language.pattern import Match

_RANKS = frozenset({"TOP", "BOTTOM", "BEST", "WORST", "superlative"})


def with_ordinals(items: list[Item]) -> list[Item]:
    """The items with each ordinal joined to the rank right after it."""
    joined: list[Item] = []
    for item in items:
        before = joined[-1] if joined else None
        if before is not None and before.of(Ordinal) and item.tags & _RANKS:
            joined[-1] = replace(
                item,
                text=f"{before.text} {item.text}",
                start=before.start,
                meanings=(*before.of(Ordinal), *item.meanings),
            )
        else:
            joined.append(item)
    return joined


def ordinal_of(match: Match) -> int | None:
    """The place that a rank among the match's items has: 2 of "second highest"."""
    found = [ordinal.value for item in match.covered for ordinal in item.of(Ordinal)]
    ranked = any(item.of(Ordinal) and item.tags & _RANKS for item in match.covered)
    return found[0] if ranked and found else None
