"""Reads what a question can refer to: distinct values, spans of time and of numbers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from math import isfinite

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.guard.physical import visible_rows
from bi.model.catalog import Catalog, ColumnRef, Dimension
from bi.model.errors import DatabaseRejected, QueryTimeout
from bi.model.profile import MOST_DISTINCT, NumberSpan, Profile, ValueBounds
from bi.model.texts import Texts
from bi.warehouse.adapter import Fetched
from bi.warehouse.cells import cell

logger = logging.getLogger(__name__)

_LONGEST_VALUE = 200  # characters; longer texts are prose, not names
_TIMEOUT_S = 30.0
# Of dimensions with so many values at most it is counted which are the most common, which takes as
# long as it took to find them; how many of them are kept, and the seconds that it may take.
_FEW, _COMMON, _COUNTING_S = 50, 8, 5.0
# Statements at once: questions find free connections beside them.
_AT_ONCE = 2

# What is wrong with one dimension, and not with the database.
_UNREADABLE = (SqlglotError, DatabaseRejected, QueryTimeout)

Fetch = Callable[[str, int, float], Awaitable[Fetched]]


async def profile_of(
    catalog: Catalog, dialect: str, fetch: Fetch, bounds: ValueBounds = ValueBounds()
) -> Profile:
    """What the catalog's viewer can see of the data.

    Raises DatabaseUnavailable. A dimension that cannot be read is left out, and logged.
    """
    reader = _Reader(catalog, dialect, fetch, bounds)
    own = [d for d in catalog.dimensions() if d.in_role_of is None and _has_rows(d, catalog)]
    texts = [dimension for dimension in own if dimension.has_known_values]
    times = [dimension for dimension in own if dimension.is_time]
    spans: dict[ColumnRef, tuple[date, date]] = {}

    async def span(dimension: Dimension) -> None:
        if found := await reader.span(dimension):
            spans[dimension.ref] = found

    await _each(times, span)
    amounts = [dimension for dimension in own if _is_amount(dimension)]
    numbers: dict[ColumnRef, NumberSpan] = {}

    async def number_span(dimension: Dimension) -> None:
        if between := await reader.numbers(dimension):
            numbers[dimension.ref] = between

    await _each(amounts, number_span)
    kept = _Kept(bounds.in_all)
    common: dict[ColumnRef, tuple[str, ...]] = {}

    async def values(dimension: Dimension) -> None:
        found, complete = await reader.values(dimension)
        kept.add(dimension.ref, found, complete)
        if complete and 1 < len(found) <= _FEW and (first := await reader.common(dimension)):
            common[dimension.ref] = first

    await _each(texts, values)
    for dimension in catalog.dimensions():
        # The same column in a role: its rows are not read twice.
        if dimension.in_role_of in spans:
            spans[dimension.ref] = spans[dimension.in_role_of]
        if dimension.in_role_of in numbers:
            numbers[dimension.ref] = numbers[dimension.in_role_of]
    return Profile(
        values={dimension.ref: kept.values[dimension.ref] for dimension in texts},
        incomplete=frozenset(kept.incomplete),
        spans=spans,
        unread=frozenset(reader.unread),
        numbers=numbers,
        common=common,
    )


def _has_rows(dimension: Dimension, catalog: Catalog) -> bool:
    """Not where it cannot be told which ones the viewer may see: then there are none."""
    rows = catalog.dataset(dimension.dataset).rows
    return rows is None or not rows.lacks


def _is_amount(dimension: Dimension) -> bool:
    return dimension.type.is_numeric and not dimension.identifier


async def _each(dimensions: list[Dimension], read: Callable[[Dimension], Awaitable[None]]) -> None:
    """Reads all, a few at once; the first failure ends the others."""
    left = iter(dimensions)

    async def read_on() -> None:
        for dimension in left:
            await read(dimension)

    readers = [asyncio.create_task(read_on()) for _ in range(_AT_ONCE)]
    try:
        await asyncio.gather(*readers)
    finally:
        for reader in readers:
            reader.cancel()


class _Kept:
    """Values within the bound in all: over it, the dimension with the most gives up its own."""

    def __init__(self, most: int) -> None:
        self.values: dict[ColumnRef, Texts] = {}
        self.incomplete: set[ColumnRef] = set()
        self._room = most

    def add(self, ref: ColumnRef, values: Texts, complete: bool) -> None:
        self.values[ref] = values
        self._room -= len(values)
        if not complete:
            self.incomplete.add(ref)
        while self._room < 0:
            # Of equally large ones always the same, in whatever order they were read.
            largest = max(self.values, key=lambda one: (len(self.values[one]), str(one)))
            logger.warning("There is no room for the values of %s.", largest)
            self._room += len(self.values[largest])
            self.values[largest] = Texts()
            self.incomplete.add(largest)


class _Reader:
    def __init__(self, catalog: Catalog, dialect: str, fetch: Fetch, bounds: ValueBounds) -> None:
        self._catalog = catalog
        self._dialect = dialect
        self._fetch = fetch
        self._most = min(bounds.of_dimension, bounds.in_all)
        self.unread: set[ColumnRef] = set()

    async def values(self, dimension: Dimension) -> tuple[Texts, bool]:
        """Distinct values in order, and whether these are all."""
        fetched = await self._read(dimension, self._most, self._distinct)
        if fetched is None:
            return Texts(), False
        return await asyncio.to_thread(_packed, fetched)

    async def span(self, dimension: Dimension) -> tuple[date, date] | None:
        """First and last day, None for a dimension without any."""
        fetched = await self._read(dimension, 1, _first_and_last)
        if fetched is None or not fetched.rows:
            return None
        first, last = (_day(cell(value)) for value in fetched.rows[0])
        return (first, last) if first and last else None

    async def numbers(self, dimension: Dimension) -> NumberSpan | None:
        """None for a dimension without any number."""
        fetched = await self._read(dimension, MOST_DISTINCT, _different_numbers)
        ends = await self._read(dimension, 1, _first_and_last)
        if not fetched or not fetched.rows or not ends or not ends.rows:
            return None
        lowest, highest = (_number(value) for value in ends.rows[0])
        if lowest is None or highest is None:
            return None
        return NumberSpan(lowest, highest, len(fetched.rows))

    async def common(self, dimension: Dimension) -> tuple[str, ...]:
        """The most common values, the most common first; none where they cannot be counted."""
        try:
            fetched = await self._asked(dimension, _FEW, _counted, _COUNTING_S)
        except _UNREADABLE:
            return ()
        counts = [(-int(str(count)), str(value)) for value, count in fetched.rows]
        return tuple(value for _, value in sorted(counts)[:_COMMON])

    async def _read(
        self, dimension: Dimension, limit: int, build: Callable[[exp.Expr], exp.Select]
    ) -> Fetched | None:
        try:
            return await self._asked(dimension, limit, build, _TIMEOUT_S)
        except _UNREADABLE:
            logger.warning("The values of %s could not be read.", dimension.ref)
            self.unread.add(dimension.ref)
            return None

    async def _asked(
        self,
        dimension: Dimension,
        limit: int,
        build: Callable[[exp.Expr], exp.Select],
        timeout_s: float,
    ) -> Fetched:
        column = sqlglot.parse_one(dimension.expression, dialect=self._dialect)
        dataset = self._catalog.dataset(dimension.dataset)
        table = visible_rows(dataset, self._catalog, self._dialect)
        sql = build(column).from_(table).sql(dialect=self._dialect)
        return await self._fetch(sql, limit, timeout_s)

    def _distinct(self, column: exp.Expr) -> exp.Select:
        return exp.select(column).distinct().where(_known(column)).limit(self._most + 1)


def _packed(fetched: Fetched) -> tuple[Texts, bool]:
    values = sorted(str(row[0]) for row in fetched.rows)
    short = [value for value in values if len(value) <= _LONGEST_VALUE]
    return Texts(short), not fetched.truncated and len(short) == len(values)


def _first_and_last(column: exp.Expr) -> exp.Select:
    return exp.select(exp.Min(this=column), exp.Max(this=column.copy()))


def _different_numbers(column: exp.Expr) -> exp.Select:
    return exp.select(column).distinct().where(_known(column)).limit(MOST_DISTINCT)


def _counted(column: exp.Expr) -> exp.Select:
    count = exp.alias_(exp.Count(this=exp.Star()), "parley_count")
    return exp.select(column, count).where(_known(column)).group_by(column.copy())


def _known(column: exp.Expr) -> exp.Not:
    return exp.Not(this=exp.Is(this=column.copy(), expression=exp.Null()))


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if isfinite(number) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
