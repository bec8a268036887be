"""Keys and joins that a database does not declare, inferred from names and proved on its rows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from bi.catalog.inspection import Column, ForeignKey, Table
from bi.catalog.judge import is_free_text
from bi.catalog.lexicon import KEYS
from bi.catalog.proved_links import with_proved_links
from bi.catalog.sample import ROWS, selectable
from bi.model.catalog import ColumnType
from bi.model.words import singular

# A key is proved on this many rows, a join on this many.
_ROWS_FOR_KEY = 200_000
_ROWS_FOR_JOIN = 5_000
# With fewer rows a column of another table's ids may be unique by chance.
_ENOUGH = 20
_ENOUGH_FIRST = 5
# Names that every table may give a column: alike they say nothing.
_GENERIC = (["name"], ["title"], ["description"], ["status"], ["type"], ["label"], ["comment"])


def with_inferred_keys(
    tables: tuple[Table, ...], connection: sqlalchemy.Connection, until: float
) -> tuple[Table, ...]:
    """The tables with inferred keys and joins added to the declared ones, which are proved too.

    Nothing is inferred that the rows do not bear out, and nothing after `until` (monotonic
    seconds).
    """
    proof = _Proof(connection, until)
    keyed = tuple(table if table.key else _with_key(table, proof) for table in tables)
    proved = with_proved_links(keyed, proof.identifies)
    targets = _Targets.of(proved)
    return tuple(_with_joins(table, targets, proof) for table in proved)


@dataclass(frozen=True, slots=True)
class _Proof:
    """Questions put to the rows; False when they cannot be asked."""

    connection: sqlalchemy.Connection
    until: float

    def unique(self, table: Table, columns: tuple[str, ...], at_least: int) -> bool:
        """Whether the first rows all differ in `columns`, none of them NULL."""
        seen = _unique_as_seen(table, columns)
        if seen is not None:
            return seen and table.sampled >= at_least
        names: list[sqlalchemy.ColumnClause[Any]] = [sqlalchemy.column(name) for name in columns]
        rows = (
            sqlalchemy.select(*names)
            .select_from(selectable(table.name))
            .limit(_ROWS_FOR_KEY)
            .subquery()
        )
        count = sqlalchemy.func.count
        if len(columns) == 1:
            found = self._row(sqlalchemy.select(count(), count(rows.c[columns[0]].distinct())))
        else:
            filled = sqlalchemy.and_(*(rows.c[column].is_not(None) for column in columns))
            different = sqlalchemy.select(*rows.c).where(filled).distinct().subquery()
            found = self._row(
                sqlalchemy.select(
                    sqlalchemy.select(count()).select_from(rows).scalar_subquery(),
                    sqlalchemy.select(count()).select_from(different).scalar_subquery(),
                )
            )
        return found is not None and found[0] == found[1] and found[0] >= at_least

    def identifies(self, table: Table, columns: tuple[str, ...]) -> bool:
        """Whether a reference to `columns` finds one row; believed where there is no time."""
        declared = table.key_declared and table.key and set(table.key) <= set(columns)
        if declared or time.monotonic() > self.until:
            return True
        return self.unique(table, columns, 0)

    def joins(self, table: Table, column: str, target: Table, target_column: str) -> bool:
        """Whether the first values of `column` are all found in the target."""
        name: sqlalchemy.ColumnClause[Any] = sqlalchemy.column(column)
        key: sqlalchemy.ColumnClause[Any] = sqlalchemy.column(target_column)
        first = (
            sqlalchemy.select(name.label("value"))
            .select_from(selectable(table.name))
            .where(name.is_not(None))
            .limit(_ROWS_FOR_JOIN)
            .subquery()
        )
        values = sqlalchemy.select(first.c.value).distinct().subquery()
        keys = sqlalchemy.select(key.label("value")).select_from(selectable(target.name)).subquery()
        lost = (
            sqlalchemy.select(values.c.value)
            .select_from(values.outerjoin(keys, keys.c.value == values.c.value))
            .where(keys.c.value.is_(None))
        )
        found = self._row(sqlalchemy.select(sqlalchemy.func.count()).select_from(lost.subquery()))
        return found is not None and found[0] == 0

    def _row(self, query: sqlalchemy.Select[*tuple[Any, ...]]) -> Sequence[Any] | None:
        if time.monotonic() > self.until:
            return None
        try:
            return self.connection.execute(query).one()
        except SQLAlchemyError:
            self.connection.rollback()
            return None


def _unique_as_seen(table: Table, columns: tuple[str, ...]) -> bool | None:
    """What the sample says already, so that the rows need not be asked: a value that is there
    twice, or all of the rows. None where it does not tell."""
    column = table.column(columns[0])
    if len(columns) > 1 or column is None or column.type is None or not table.sampled:
        return None
    if column.distinct < column.filled or column.filled < table.sampled - 1:
        return False
    whole = table.sampled < ROWS and column.filled == table.sampled
    return True if whole else None


def _with_key(table: Table, proof: _Proof) -> Table:
    if table.is_view or not table.sampled:
        return table
    for columns, at_least in _key_candidates(table):
        if proof.unique(table, columns, at_least):
            return replace(table, key=columns, key_declared=False)
    return replace(table, key_declared=False)


def _key_candidates(table: Table) -> Iterator[tuple[tuple[str, ...], int]]:
    """Likely keys with the rows it takes to believe them, likeliest first."""
    ids = {column.name: column.words for column in table.columns if _is_key_word(column.words[-1:])}
    entity = table.entity
    for name, words in ids.items():
        if _singular(words[:-1]) in ([], entity):
            yield (name,), 1
    for name in ids:
        yield (name,), _ENOUGH
    for column in table.columns[:1]:
        # A list of states, of rates by country: what it is a list of comes first.
        if column.type is ColumnType.TEXT and not is_free_text(column):
            yield (column.name,), _ENOUGH_FIRST
    for size in (2, 3):
        for columns in combinations(list(ids)[:4], size):
            yield columns, _ENOUGH


@dataclass(frozen=True, slots=True)
class _Target:
    """A table that others may refer to by its one key column.

    `owned`: the key names the table's own rows. `film_id` is no key of film_category's own, even
    where it is unique there.
    """

    table: Table
    key: Column
    entity: list[str]
    owned: bool


@dataclass(frozen=True, slots=True)
class _Targets:
    by_entity: dict[str, list[_Target]]
    by_key: dict[tuple[str, ...], list[_Target]]

    @classmethod
    def of(cls, tables: tuple[Table, ...]) -> _Targets:
        by_entity: dict[str, list[_Target]] = {}
        by_key: dict[tuple[str, ...], list[_Target]] = {}
        for table in tables:
            if found := _as_target(table):
                by_key.setdefault(tuple(found.key.words), []).append(found)
                if found.owned:
                    by_entity.setdefault(found.entity[-1], []).append(found)
        return cls(by_entity, by_key)


def _as_target(table: Table) -> _Target | None:
    entity = table.entity
    if not entity or len(table.key) != 1 or (key := table.column(table.key[0])) is None:
        return None
    own = _singular(key.words[:-1]) in ([], entity) or _singular(key.words) == entity
    return _Target(table, key, entity, owned=table.key_declared or own)


def _with_joins(table: Table, targets: _Targets, proof: _Proof) -> Table:
    declared = {name.casefold(): link for link in table.foreign_keys for name in link.columns}
    inferred = []
    for column in table.columns:
        if not column.filled:
            continue
        if link := declared.get(column.name.casefold()):
            target = _mistaken(table, column, link, targets)
        else:
            target = _target(table, column, targets)
        if target and proof.joins(table, column.name, target.table, target.key.name):
            link = ForeignKey((column.name,), target.table.name, target.table.key, declared=False)
            inferred.append(link)
    return replace(table, foreign_keys=(*table.foreign_keys, *inferred))


def _mistaken(table: Table, column: Column, link: ForeignKey, targets: _Targets) -> _Target | None:
    """The table whose key a column is called like, where it is declared to lead to its own table.

    `actor.musical_id` cannot mean another actor.
    """
    itself = link.table == table.name and link.columns != link.target_columns
    return _same_key(table, column, targets) if itself else None


def _target(table: Table, column: Column, targets: _Targets) -> _Target | None:
    """The one table whose rows a column seems to name: `customer_id`, `from_airport`, `state`."""
    words = column.words
    if column.type is None or column.type.is_temporal:
        return None
    if _is_key_word(words[-1:]):
        if len(words) < 2:
            return None
        named = _named(table, column, _singular(words[:-1]), targets)
        # `attribute_id` is the key of attribute definitions, if of no other table.
        return named or _same_key(table, column, targets)
    if column.type is not ColumnType.TEXT:
        return None
    return _same_key(table, column, targets) or _named(table, column, _singular(words), targets)


def _named(table: Table, column: Column, named: list[str], targets: _Targets) -> _Target | None:
    fitting = [
        target
        for target in targets.by_entity.get(named[-1], ())
        if target.table is not table
        and target.key.type is column.type
        and named[-len(target.entity) :] == target.entity
    ]
    longest = max((len(target.entity) for target in fitting), default=0)
    best = [target for target in fitting if len(target.entity) == longest]
    return best[0] if len(best) == 1 else None


def _same_key(table: Table, column: Column, targets: _Targets) -> _Target | None:
    """The table whose key is called as the column is; best one that the key is at home in."""
    if column.words in _GENERIC or table.key == (column.name,):
        return None
    fitting = [
        target
        for target in targets.by_key.get(tuple(column.words), ())
        if target.table is not table and target.key.type is column.type
    ]
    best = [target for target in fitting if target.owned] or fitting
    return best[0] if len(best) == 1 else None


def _is_key_word(words: list[str]) -> bool:
    return bool(words) and words[0] in KEYS


def _singular(words: list[str]) -> list[str]:
    return [*words[:-1], singular(words[-1])] if words else []
