"""A change that may be offered, and what it is thought up from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bi.language.context import ReadContext
from bi.language.edits.same import plain
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.reading import Question
from bi.model.semantic import SemanticQuery
from bi.model.words import mid_sentence


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` is what it is called in a menu, `meant` the query it leads to, and `ways` are
    sentences that may say so."""

    text: str
    meant: SemanticQuery
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """The question that is changed, in `context`, and what is known of its data.

    `is_possible` tells whether a query has SQL.
    """

    engine: LanguageEngine
    query: SemanticQuery
    context: ReadContext
    is_possible: Callable[[SemanticQuery], bool]

    @property
    def catalog(self) -> Catalog:
        return self.engine.catalog

    def ways(self, *names: str, **named: str) -> tuple[str, ...]:
        """The sentences of these names, with labels and values at their places."""
        inside = {key: mid_sentence(text) for key, text in named.items()}
        as_written = {key.title(): text for key, text in named.items()}
        edits = self.engine.lexicon.edits
        return tuple(
            way.format(**inside, **as_written) for name in names for way in edits.get(name, ())
        )

    def said(self, edit: Edit) -> str | None:
        """The first of its ways that is read as what is meant; None: none of them is."""
        meant = plain(edit.meant)
        if meant == self._plain or not self.is_possible(edit.meant):
            return None
        return next((way for way in edit.ways if self._says(way, meant)), None)

    @cached_property
    def _plain(self) -> SemanticQuery:
        return plain(self.query)

    def _says(self, way: str, meant: SemanticQuery) -> bool:
        """`meant` is plain."""
        reading = self.engine.read(way, self.context)
        if not isinstance(reading, Question) or not reading.refines:
            return False
        return reading.chart is None and plain(reading.query) == meant
