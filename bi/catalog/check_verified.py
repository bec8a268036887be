"""Verified queries: what can be told without asking the guard or the language engine."""

from __future__ import annotations

from collections.abc import Iterator

from bi.catalog.faults import Fault
from bi.catalog.schema import CatalogSection
from bi.catalog.source import Source
from bi.model.catalog import asked_as


def check_verified(section: CatalogSection, source: Source) -> Iterator[Fault]:
    owners: dict[str, int] = {}
    for n, one in enumerate(section.verified_queries):
        place = ("verified_queries", n)
        if (one.means is None) == (one.sql is None):
            message = f"“{one.question}” needs either `means` or `sql`"
            yield source.fault(place, message, "`means` is the question in other words")
        for wording in (one.question, *one.also):
            if owners.setdefault(asked_as(wording), n) != n:
                yield source.fault(place, f"“{wording}” is a verified query already", "keep one")
