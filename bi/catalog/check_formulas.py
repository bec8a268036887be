"""Metrics: arithmetic of measures that are there."""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.schema import CatalogSection
from bi.catalog.source import Source

_ARITHMETIC = (
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.Neg,
    exp.Paren,
    exp.Literal,
    exp.Column,
    exp.Identifier,
)


def check_formulas(section: CatalogSection, source: Source) -> Iterator[Fault]:
    known = [name for dataset in section.datasets.values() for name in dataset.measures]
    known.extend(section.metrics)
    parts: dict[str, list[str]] = {}
    for name, metric in section.metrics.items():
        place = ("metrics", name, "formula")
        try:
            tree = sqlglot.parse_one(metric.formula)
        except SqlglotError:
            yield source.fault(place, f"the formula `{metric.formula}` cannot be read")
            continue
        if any(not isinstance(node, _ARITHMETIC) for node in tree.walk()):
            suggestion = "use names of measures, numbers, + - * / and parentheses"
            yield source.fault(place, "a formula is arithmetic of measures", suggestion)
            continue
        parts[name] = [column.name for column in tree.find_all(exp.Column)]
        for part in parts[name]:
            if part not in known:
                message = f"`{part}` in the formula of `{name}` is not a measure or metric"
                yield source.fault(place, message, did_you_mean(part, known))
        if not parts[name]:
            yield source.fault(place, f"the formula of `{name}` names no measure")
    for name in parts:
        if _holds_itself(name, parts):
            yield source.fault(("metrics", name, "formula"), f"`{name}` is defined by itself")


def _holds_itself(name: str, parts: dict[str, list[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(parts[name])
    while waiting:
        part = waiting.pop()
        if part == name:
            return True
        if part not in seen:
            seen.add(part)
            waiting.extend(parts.get(part, ()))
    return False
