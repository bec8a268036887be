"""What a live database was found to hold: the ground a first catalog is drafted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from bi.catalog.naming import entity_of, head_of, words_of
from bi.model.catalog import ColumnType


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and what a sample of its rows shows.

    `type` None: nothing a question could use (a picture, a list). `values` are all the values
    seen, as text, when they are few. `distinct` and `filled` count within `Table.sampled` rows.
    `lowest` and `highest` are of numbers, `longest` is a length of text in characters.
    `spoken` are the words of its name as people say them; without them its name is taken apart
    as it is written.
    """

    name: str
    type: ColumnType | None
    description: str = ""
    values: tuple[str, ...] = ()
    distinct: int = 0
    filled: int = 0
    lowest: float | None = None
    highest: float | None = None
    longest: int = 0
    # Every moment seen is midnight: a date in a timestamp's clothes.
    midnight: bool = False
    # Text, and every one seen is a number.
    digits: bool = False
    # They are whole numbers.
    whole: bool = False
    # The engine's function that makes a number of a text, for numbers that are kept as text.
    cast: str | None = None
    # A yes or no that is kept as 1 and 0: the yes, as SQL.
    yes: str | None = None
    spoken: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """`EMP_LNAME` -> [employee, last, name], once it is read; [emp, lname] before."""
        return list(self.spoken) or words_of(self.name)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` hold the key `target_columns` of `table`; `declared` False: inferred.

    `leads_to_one` False: several rows of `table` have the same `target_columns`.
    """

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...]
    declared: bool = True
    leads_to_one: bool = True


@dataclass(frozen=True)
class Table:
    """`name` holds the schema where it is not the default one; `sampled` counts rows read.

    `spoken` is what one of its rows is called, in words, where the name does not say it plainly.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    description: str = ""
    sampled: int = 0
    is_view: bool = False
    key_declared: bool = True
    spoken: tuple[str, ...] = ()

    @property
    def entity(self) -> list[str]:
        """What one row is: `sales.Order Details` -> [order, detail]."""
        return list(self.spoken) or entity_of(self.name)

    @property
    def head(self) -> list[str]:
        """The noun of `entity`: `movies_w_year` -> [movie]."""
        return head_of(self.entity)

    @property
    def is_link(self) -> bool:
        """Whether its rows say no more than which rows of other tables belong together."""
        linked = {column for link in self.foreign_keys for column in link.columns}
        targets = {link.table for link in self.foreign_keys}
        return len(targets) > 1 and all(column.name in linked for column in self.columns)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name.casefold(): column for column in self.columns}

    def column(self, name: str) -> Column | None:
        """Engines compare names in any case; so does this."""
        return self._by_name.get(name.casefold())


@dataclass(frozen=True)
class Inspection:
    """`dialect` is the sqlglot name of the engine; `views` are the names of those left out."""

    dialect: str
    tables: tuple[Table, ...]
    views: tuple[str, ...] = field(default=())

    @cached_property
    def _by_name(self) -> dict[str, Table]:
        return {table.name.casefold(): table for table in self.tables}

    def table(self, name: str) -> Table | None:
        return self._by_name.get(name.casefold())
