"""What a sentence is read in: the day, and what was asked before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bi.model.chart import ChartOptions
from bi.model.reading import WrittenSql
from bi.model.semantic import SemanticQuery


@dataclass(frozen=True, slots=True)
class ReadContext:
    """`previous` is the query that a follow-up edits; `must_refine`: the sentence is one.

    `history` are the queries before `previous`, the oldest first. `lost`: since `previous` there
    was a question of its own that was not answered, so that "they" may be said of that. `drawn` is
    how `previous` is drawn, which a sentence may change in part. `unreadable` is the title of an
    answer before that has no query: SQL that somebody wrote gave it. There is no `previous` then.
    """

    today: date
    previous: SemanticQuery | None = None
    must_refine: bool = False
    history: tuple[SemanticQuery | WrittenSql, ...] = ()
    lost: bool = False
    drawn: ChartOptions = ChartOptions()
    unreadable: str | None = None
