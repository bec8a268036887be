"""What the right answer to a golden question holds."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bi.datasources.connected import ConnectedDatasource
from bi.model.catalog import Catalog
from bi.model.errors import ParleyError, UserError
from evaluation import vega_lite
from evaluation.cases import ChartedData, GoldTurn
from evaluation.comparison import Row
from evaluation.ordering import Ordered, ordered, ranks
from evaluation.vega_lite import NotInSql

_NAMES = {*calendar.day_abbr, *calendar.month_abbr} - {""}


class GoldUnusable(Exception):
    """There is no golden data to compare with; the text says why."""


@dataclass(frozen=True, slots=True)
class GoldRows:
    """`ranks`: the rows are in order, and those of one rank are level; None: in no order."""

    rows: tuple[Row, ...]
    ranks: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Bins:
    """How an answer puts a number into bins: in steps, or by a drawing that does so itself.

    A golden chart leaves the width open, so that of the answer is taken; but bins there must be.
    """

    step: float | None = None
    drawn: bool = False


class GoldReader:
    """The golden data of one turn, read once however many wordings are compared with it."""

    def __init__(
        self, turn: GoldTurn, datasource: ConnectedDatasource, row_limit: int, timeout_s: float
    ) -> None:
        self._turn = turn
        self._datasource = datasource
        self._limit = row_limit
        self._timeout_s = timeout_s
        self._known: dict[Bins, tuple[GoldRows, ...]] = {}

    async def accepted(self, bins: Bins) -> tuple[GoldRows, ...]:
        """The row sets of which any one is right; `bins` are those of the answer.

        Raises GoldUnusable.
        """
        if bins not in self._known:
            self._known[bins] = await self._read(bins)
        return self._known[bins]

    async def _read(self, bins: Bins) -> tuple[GoldRows, ...]:
        turn = self._turn
        if turn.gold_data is not None:
            return tuple(_of_data(turn.gold_data))
        if turn.gold_vegalite is not None and vega_lite.is_binned(turn.gold_vegalite):
            # No SQL says what bins a chart has; the chart leaves that to the answer.
            return await self._of_chart(turn.gold_vegalite, bins)
        trouble = "no golden data"
        statements = [sql for sql in (turn.gold_sql, *turn.alt_gold_sql) if sql is not None]
        if statements:
            try:
                return await self._of_sql(statements)
            except GoldUnusable as unusable:
                trouble = str(unusable)
        if turn.gold_vegalite is not None:
            return await self._of_chart(turn.gold_vegalite, bins)
        raise GoldUnusable(trouble)

    async def _of_chart(self, spec: dict[str, Any], bins: Bins) -> tuple[GoldRows, ...]:
        catalog, dialect = self._datasource.catalog, self._datasource.warehouse.dialect
        table = _table_of(spec, catalog)
        if vega_lite.is_binned(spec) and bins == Bins():
            return ()
        try:
            sql = vega_lite.sql_of(spec, table, dialect, bins.step)
        except NotInSql:
            raise GoldUnusable("the golden chart has no plain query") from None
        return await self._of_sql([sql])

    async def _of_sql(self, statements: list[str]) -> tuple[GoldRows, ...]:
        """What the accepted statements give; those that fail are left out unless all do."""
        found: list[GoldRows] = []
        trouble = ""
        for sql in statements:
            try:
                found.append(await self._rows(sql))
            except GoldUnusable as unusable:
                trouble = trouble or str(unusable)
        if not found:
            raise GoldUnusable(trouble)
        return tuple(found)

    async def _rows(self, sql: str) -> GoldRows:
        order = ordered(sql, self._datasource.warehouse.dialect)
        if order is None:
            return GoldRows(await self._fetch(sql))
        try:
            return _in_order(await self._fetch(order.sql), order)
        except GoldUnusable:
            if not order.extra:
                raise
        # Its keys cannot be shown, so nothing tells which rows are level.
        rows = await self._fetch(sql)
        return GoldRows(rows, tuple(range(len(rows))))

    async def _fetch(self, sql: str) -> tuple[Row, ...]:
        warehouse = self._datasource.warehouse
        try:
            fetched = await warehouse.fetch(sql, self._limit, self._timeout_s)
        except UserError as error:
            raise GoldUnusable(f"the golden SQL: {error.message}") from None
        except ParleyError:
            raise GoldUnusable("the database does not accept the golden SQL") from None
        if fetched.truncated:
            raise GoldUnusable(f"the golden SQL gives more than {self._limit:,} rows")
        return tuple(map(tuple, fetched.rows))


def _table_of(spec: dict[str, Any], catalog: Catalog) -> str:
    """The only table, else the one that the file of the chart's data is called like."""
    if len(catalog.datasets) == 1:
        return catalog.datasets[0].table
    data = spec.get("data")
    file = str(data.get("url", "")) if isinstance(data, dict) else ""
    for dataset in catalog.datasets:
        if dataset.table == PurePosixPath(file).stem:
            return dataset.table
    raise GoldUnusable("a golden chart needs a database of one table, or names its table's file")


def _in_order(rows: tuple[Row, ...], order: Ordered) -> GoldRows:
    shown = tuple(row[: len(row) - order.extra] for row in rows)
    return GoldRows(shown, ranks(rows, order.keys))


def _of_data(data: ChartedData | list[list[Any]]) -> Iterator[GoldRows]:
    if not isinstance(data, ChartedData):
        yield GoldRows(tuple(map(tuple, data)))
        return
    for marks in charted_marks(data):
        yield _sorted(marks, data)


def charted_marks(data: ChartedData) -> Iterator[tuple[Row, ...]]:
    """The marks as rows of place, amount and series, in each way that is right."""
    marks = tuple(_marks(data))
    yield marks
    # A chart draws a series that has nothing at some place as zero there; a result has no row.
    present = tuple(mark for mark in marks if mark[1] != 0)
    if len(present) < len(marks):
        yield present


def _sorted(marks: tuple[Row, ...], data: ChartedData) -> GoldRows:
    # The order of several series is that of their sums, which no row shows.
    if data.sort is None or data.classify:
        return GoldRows(marks)
    return GoldRows(marks, ranks(marks, (0,) if data.sort.channel == "x" else (1,)))


def _marks(data: ChartedData) -> Iterator[tuple[Any, ...]]:
    for n, amounts in enumerate(data.y_data):
        places = data.x_data[n if len(data.x_data) > 1 else 0]
        series = (data.classify[n],) if data.classify else ()
        for place, amount in zip(places, amounts, strict=True):
            yield (_place(place), amount, *series)


def _place(value: Any) -> Any:
    """Names of days and months by three letters, as `judge` writes an answer's."""
    if isinstance(value, str) and len(value) <= 5 and value[:3] in _NAMES:
        return value[:3]
    return value
