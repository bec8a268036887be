"""A number of a sentence, with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bi.model.words import singular
from llm.prose.context import Context, clause_of
from llm.prose.directions import Way, ends_at, ways_at
from llm.prose.known import Known, words_of
from llm.prose.written import Unit, Written

_JOINED = re.compile(r"[\s-]")


@dataclass(frozen=True)
class Place:
    context: Context
    at: int

    @property
    def known(self) -> Known:
        return self.context.known

    @property
    def written(self) -> Written:
        return self.context.written[self.at]

    @cached_property
    def before(self) -> str:
        """The words between the number before and this one."""
        return self.context.before(self.at)

    @cached_property
    def after(self) -> str:
        """Those up to the next number, and `clause` those of its own part of the sentence."""
        return self.context.after(self.at)

    @cached_property
    def clause(self) -> str:
        return clause_of(self.after)

    @cached_property
    def near(self) -> str:
        return f"{self.before} ¤ {self.clause}"

    @cached_property
    def owner(self) -> frozenset[int] | None:
        """The rows that it stands beside, or the only ones that are named."""
        beside = self.context.owner(self.at)
        return self.context.rows if beside is None and self.context.is_of_one else beside

    @cached_property
    def column(self) -> int | None:
        return self.context.column_of(self.at)

    def nouns(self, most: int) -> list[str]:
        """So many words that follow right after it, as of one."""
        if not _JOINED.match(self.after):
            return []
        return [singular(word) for word in words_of(self.after[:40])][:most]

    @cached_property
    def ways(self) -> list[tuple[int, Way]]:
        return ways_at(self.near)

    @cached_property
    def ends(self) -> frozenset[Way]:
        return frozenset(way for _, way in ends_at(self.near))

    @property
    def way(self) -> Way | None:
        """Of the word of movement that is nearest to it."""
        right_after = ways_at(" ".join(self.after.split()[:2]))
        said = right_after[:1] or ways_at(self.before)[-1:] or ways_at(self.clause)[:1]
        return said[0][1] if said else None

    def goes(self, value: float) -> bool:
        """Whether the direction that is said is the one that a change has."""
        sign = self.written.sign
        if sign and (sign > 0) != (value > 0):
            return False
        return value == 0 or self.way in (None, Way.UP if value > 0 else Way.DOWN)


def unit_fits(known: Unit, written: Unit) -> bool:
    """Money may be written without its sign, and ranks as plain numbers; nothing else may."""
    if known is written:
        return True
    return written is Unit.NONE and known in (Unit.MONEY, Unit.RANK)
