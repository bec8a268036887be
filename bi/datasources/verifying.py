"""Does what a catalog says in words hold? Its verified queries are read, and their SQL guarded; its
terms and instructions are learned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bi.catalog.faults import Fault
from bi.catalog.source import Place, Source, read_source
from bi.catalog.url import SecretMissing, dialect_of, resolve_url
from bi.guard.guard import guard_sql
from bi.language.context import ReadContext
from bi.language.lessons.learn import taught_engine
from bi.model.catalog import Catalog
from bi.model.errors import QueryRefused
from bi.model.knowledge import Entry
from bi.model.profile import Profile
from bi.model.reading import Clarification, Question, Unsupported


def check_verified_queries(
    path: Path, catalog: Catalog, profile: Profile | None = None
) -> tuple[Fault, ...]:
    """`catalog` was read from `path`. Without a profile of its values, a question that is not
    understood may name one of them, so that it is a hint."""
    if not catalog.verified_queries:
        return ()
    source = read_source(path)
    return (*_refused(source, catalog), *_not_read(source, catalog, profile))


def check_lessons(
    path: Path, catalog: Catalog, profile: Profile | None = None
) -> tuple[Fault, ...]:
    """As `check_verified_queries`. What only a language model may make something of is a hint."""
    if not (catalog.terms or catalog.instructions):
        return ()
    source = read_source(path)
    taken = taught_engine(catalog, profile or Profile()).lessons.taken
    places: dict[Entry, Place] = {one: ("terms", n) for n, one in enumerate(catalog.terms)}
    places |= {one: ("instructions", n) for n, one in enumerate(catalog.instructions)}
    return tuple(
        source.fault(places[one.entry], one.note)
        if one.refused and profile
        else source.hint(places[one.entry], one.note)
        for one in taken
        if not one.applied
    )


def _refused(source: Source, catalog: Catalog) -> Iterator[Fault]:
    dialect = _dialect(catalog)
    for n, one in enumerate(catalog.verified_queries):
        place: Place = ("verified_queries", n, "sql")
        if one.sql is None:
            continue
        if dialect is None:
            yield source.hint(place, f"the SQL of “{one.question}” is not checked: which database?")
            continue
        try:
            guard_sql(one.sql, catalog, dialect)
        except QueryRefused as refusal:
            message = f"the SQL of “{one.question}” may not run: {refusal.message}"
            yield source.fault(place, message, f"rule {refusal.details['rule']}")


def _dialect(catalog: Catalog) -> str | None:
    try:
        return dialect_of(resolve_url(catalog.datasource.url))
    except SecretMissing:
        return dialect_of(catalog.datasource.url)


def _not_read(source: Source, catalog: Catalog, profile: Profile | None) -> Iterator[Fault]:
    engine = taught_engine(catalog, profile or Profile())
    for n, one in enumerate(catalog.verified_queries):
        if one.means is None:
            continue
        reading = engine.read(one.means, ReadContext(date.today()))
        if isinstance(reading, Question):
            continue
        place: Place = ("verified_queries", n, "means")
        why = f": {reading.message}" if isinstance(reading, Clarification | Unsupported) else ""
        message = f"“{one.means}” is not read as a question{why}"
        yield source.fault(place, message) if profile else source.hint(place, message)
