"""Reads what filters and time phrases can refer to: distinct values and spans of time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bi.guard.physical import physical_table
from bi.model.catalog import Catalog, ColumnRef, ColumnType, Dimension
from bi.model.errors import DatabaseRejected, QueryTimeout
from bi.model.profile import Profile
from bi.warehouse.adapter import Fetched
from bi.warehouse.cells import cell

logger = logging.getLogger(__name__)

MOST_VALUES = 20_000  # of one dimension
_LONGEST_VALUE = 200  # characters; longer texts are prose, not names
_TIMEOUT_S = 30.0

Fetch = Callable[[str, int, float], Awaitable[Fetched]]


async def profile_of(catalog: Catalog, dialect: str, fetch: Fetch) -> Profile:
    """Raises DatabaseUnavailable. A dimension that cannot be read is left out, and logged."""
    texts = [
        dimension
        for dimension in catalog.dimensions()
        if dimension.type is ColumnType.TEXT and dimension.indexed and not dimension.identifier
    ]
    times = [dimension for dimension in catalog.dimensions() if dimension.is_time]
    reader = _Reader(catalog, dialect, fetch)
    found = await asyncio.gather(*(reader.values(dimension) for dimension in texts))
    spans = await asyncio.gather(*(reader.span(dimension) for dimension in times))
    return Profile(
        values={ref: values for ref, values, _ in found},
        incomplete=frozenset(ref for ref, _, complete in found if not complete),
        spans={ref: span for ref, span in spans if span},
    )


class _Reader:
    def __init__(self, catalog: Catalog, dialect: str, fetch: Fetch) -> None:
        self._catalog = catalog
        self._dialect = dialect
        self._fetch = fetch

    async def values(self, dimension: Dimension) -> tuple[ColumnRef, tuple[str, ...], bool]:
        """Distinct values in order, and whether these are all."""
        fetched = await self._read(dimension, MOST_VALUES, _distinct)
        if fetched is None:
            return dimension.ref, (), False
        values = sorted(str(row[0]) for row in fetched.rows if row[0] is not None)
        short = tuple(value for value in values if len(value) <= _LONGEST_VALUE)
        complete = not fetched.truncated and len(short) == len(values)
        return dimension.ref, short, complete

    async def span(self, dimension: Dimension) -> tuple[ColumnRef, tuple[date, date] | None]:
        """First and last day, None for a dimension without any."""
        fetched = await self._read(dimension, 1, _first_and_last)
        if fetched is None or not fetched.rows:
            return dimension.ref, None
        days = [_day(cell(value)) for value in fetched.rows[0]]
        first, last = days
        return dimension.ref, (first, last) if first and last else None

    async def _read(
        self, dimension: Dimension, limit: int, build: Callable[[exp.Expr], exp.Select]
    ) -> Fetched | None:
        try:
            column = sqlglot.parse_one(dimension.expression, dialect=self._dialect)
            table = physical_table(self._catalog.dataset(dimension.dataset).table)
            sql = build(column).from_(table).sql(dialect=self._dialect)
            return await self._fetch(sql, limit, _TIMEOUT_S)
        except (SqlglotError, DatabaseRejected, QueryTimeout):
            logger.warning("The values of %s could not be read.", dimension.ref)
            return None


def _distinct(column: exp.Expr) -> exp.Select:
    return exp.select(column).distinct().limit(MOST_VALUES + 1)


def _first_and_last(column: exp.Expr) -> exp.Select:
    return exp.select(exp.Min(this=column), exp.Max(this=column.copy()))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
