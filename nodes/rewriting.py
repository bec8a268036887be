"""SQL changed by a sentence: as a question of the catalog's words where it says one, else where a
change is safe by the place it is put."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from bi.catalog.wording import capital
from bi.compiler.inverse.editing import (
    RowsChange,
    condition_phrases,
    datasets_open_to_conditions,
    output_columns,
    with_conditions,
    with_rows,
)
from bi.compiler.inverse.not_read import NotRead
from bi.datasources.understanding import Understander
from bi.language.context import ReadContext
from bi.model.catalog import Catalog, ColumnRef
from bi.model.chart import ChartOptions
from bi.model.reading import (
    ChartWish,
    Clarification,
    Question,
    Reading,
    Token,
    TokenKind,
    Understanding,
    Unsupported,
    WrittenSql,
)
from bi.model.semantic import (
    CountRows,
    DatePartFilter,
    Filter,
    Measured,
    SemanticQuery,
    TimeRange,
)
from nodes.asking import Asking

_WOULD_DO = (
    "A condition on a column of the catalog whose table it reads, the first rows, or an order by "
    "one of its columns would do."
)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """`drawn` is how its answer is drawn so far."""

    asking: Asking
    understander: Understander
    drawn: ChartOptions = ChartOptions()

    async def reading(self, written: WrittenSql, text: str) -> Reading:
        """What the sentence makes of the SQL.

        Raises QueryRefused with the guard's rule for SQL that may not run, ClaimMissing, and what
        running it does.
        """
        asking = self.asking
        await asyncio.to_thread(asking.datasource.guarded, written.sql, asking.viewer)
        try:
            found = await asking.datasource.read_back(written.sql, asking.viewer)
        except NotRead as fault:
            return await asyncio.to_thread(self._edited, written, text, fault.reason)
        return await asyncio.to_thread(self._of_query, found.query, text)

    def _of_query(self, query: SemanticQuery, text: str) -> Reading:
        engine, today = self.understander.engine, self.understander.today
        context = ReadContext(today, query, must_refine=True, drawn=self.drawn)
        reading = engine.read(text, context)
        if isinstance(reading, ChartWish):
            return Question(query, Understanding(), reading.chart, reading.options)
        return reading

    def _edited(self, written: WrittenSql, text: str, reason: str) -> Reading:
        """Of SQL that says no question, for that reason."""
        engine = self.understander.engine
        context = ReadContext(
            self.understander.today, drawn=self.drawn, unreadable=written.title, must_refine=True
        )
        alone = engine.read(text, context)
        if isinstance(alone, ChartWish):
            return replace(written, chart=alone.chart, options=alone.options, refines=True)
        try:
            return self._sorted(written, text) or self._limited(written, text)
        except NotRead as fault:
            return _refused(text, f"{fault.reason}. {_WOULD_DO}")
        except _NotUnderstood as fault:
            why = f"the SQL says no question of the catalog's words, as {reason}. {fault.message}"
            return _refused(text, f"{why} {_WOULD_DO}", fault.unknown)

    def _sorted(self, written: WrittenSql, text: str) -> WrittenSql | None:
        """Another order, or the first rows."""
        dialect = self.asking.datasource.warehouse.dialect
        columns = output_columns(written.sql, dialect)
        wish = self.understander.engine.rows_wished(text, columns)
        if wish is None:
            return None
        change = RowsChange(wish.column, wish.descending, wish.count)
        sql = with_rows(written.sql, change, dialect)
        said = []
        if wish.column is not None:
            way = ", highest first" if wish.descending else ""
            said.append(Token(TokenKind.ORDER, f"By {columns[wish.column]}{way}", text))
        if wish.count is not None:
            said.append(Token(TokenKind.LIMIT, f"First {wish.count}", text))
        return _rewritten(written, sql, text, tuple(said))

    def _limited(self, written: WrittenSql, text: str) -> WrittenSql:
        """Further conditions. Raises NotRead, and _NotUnderstood where the sentence is another."""
        datasource, viewer = self.asking.datasource, self.asking.viewer
        catalog, dialect = datasource.seen_by(viewer), datasource.warehouse.dialect
        refusal: NotRead | None = None
        for dataset in datasets_open_to_conditions(written.sql, catalog, dialect):
            conditions = self._conditions(dataset, text, catalog)
            if conditions is None:
                continue
            try:
                sql = with_conditions(written.sql, conditions, catalog, dialect)
            except NotRead as fault:
                refusal = refusal or fault
                continue
            phrases = condition_phrases(conditions, catalog)
            tokens = tuple(Token(TokenKind.FILTER, capital(one), text) for one in phrases)
            return _rewritten(written, sql, text, tokens)
        if refusal is not None:
            raise refusal
        raise self._not_understood(written, text, catalog, dialect)

    def _conditions(
        self, dataset: str, text: str, catalog: Catalog
    ) -> list[Filter | DatePartFilter | tuple[TimeRange, ColumnRef]] | None:
        """Those that the sentence adds to the rows of a dataset; None if it asks for more."""
        before = SemanticQuery(measures=(Measured(CountRows(dataset)),))
        reading = self._of_query(before, text)
        if not isinstance(reading, Question):
            return None
        query = reading.query
        only = replace(query, filters=(), part_filters=(), time=None)
        if only != before:
            return None
        own = catalog.dataset(dataset).time
        found: list[Filter | DatePartFilter | tuple[TimeRange, ColumnRef]] = [*query.filters]
        found += [replace(part, column=part.column or own) for part in query.part_filters]
        if query.time is not None:
            time = query.time.column or own
            if time is None:
                return None
            found.append((query.time, time))
        return found or None

    def _not_understood(
        self, written: WrittenSql, text: str, catalog: Catalog, dialect: str
    ) -> _NotUnderstood:
        open_ = datasets_open_to_conditions(written.sql, catalog, dialect)
        if not open_:
            return _NotUnderstood("None of the tables that it reads can take a condition safely.")
        reading = self._of_query(SemanticQuery(measures=(Measured(CountRows(open_[0])),)), text)
        if isinstance(reading, Unsupported | Clarification):
            return _NotUnderstood(reading.message, reading.unknown)
        return _NotUnderstood("Another grouping or another measure would be another query.")


class _NotUnderstood(Exception):
    def __init__(self, message: str, unknown: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.unknown = unknown


def _rewritten(written: WrittenSql, sql: str, text: str, tokens: tuple[Token, ...]) -> WrittenSql:
    """Nobody has checked it any more."""
    understanding = replace(written.understanding, tokens=(*written.understanding.tokens, *tokens))
    title = f"{written.title}, {text.strip().rstrip('.!?')}" if written.title else text.strip()
    return WrittenSql(sql, title, understanding, refines=True)


def _refused(text: str, why: str, unknown: tuple[str, ...] = ()) -> Unsupported:
    said = text.strip()
    return Unsupported(
        f"I cannot change the SQL by “{said}”: {why}", unknown or (said,), refines=True
    )
