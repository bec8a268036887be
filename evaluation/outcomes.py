"""What came of one golden question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bi.model.result import Cell, ResultSet
from evaluation.asking import Reply
from evaluation.charts.matching import ChartVerdict
from evaluation.model_use import ModelShare
from llm.usage import AuthorKind
from nodes.answer import Answer, AskedBack
from nodes.events import Complete, Failed


class Status(StrEnum):
    ANSWERED = "answered"
    ASKED = "asked"  # asked back, with readings to choose from
    REFUSED = "refused"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put. `turn` counts from 0; `variant` from 1, None is the first wording.

    `source` is the name of the file of cases.
    """

    source: str
    case_id: str
    turn: int
    variant: int | None
    kind: str
    question: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`right` None: not scored, and `unscored` says why. Times in milliseconds.

    `charted` is the verdict on its chart, None without a golden one. `share` is the model's, None
    where it was not called.
    """

    asked: Asked
    status: Status
    right: bool | None
    ms: float
    language_ms: float
    message: str = ""
    answer: Answer | None = None
    rows: ResultSet | None = None
    unscored: str | None = None
    charted: ChartVerdict | None = None
    share: ModelShare | None = None

    @property
    def author(self) -> AuthorKind | None:
        """Who wrote the query, or said that there is none; None: nobody who was to be asked."""
        if self.answer is not None and self.answer.author is not None:
            return self.answer.author.kind
        if self.share is None:
            return AuthorKind.EMBEDDED if self.ms else None
        return AuthorKind.MODEL if self.share.missed is None else None

    def as_json(self) -> dict[str, Any]:
        """JSON values; one line of the predictions file."""
        asked, answer, rows = self.asked, self.answer, self.rows
        variant = {} if asked.variant is None else {"variant": asked.variant}
        chart = answer.chart if answer else None
        return {
            "id": asked.case_id,
            "turn": asked.turn,
            **variant,
            "type": asked.kind,
            "question": asked.question,
            "status": self.status.value,
            "right": self.right,
            **({} if self.unscored is None else {"unscored": self.unscored}),
            "sql": answer.sql if answer else None,
            "columns": [column.name for column in rows.columns] if rows else None,
            "rows": _as_a_database_writes(rows) if rows else None,
            "truncated": rows.truncated if rows else False,
            "chart": chart.type.value if chart else None,
            **({} if self.charted is None else {"chart_match": self.charted.match.value}),
            "vegalite": chart.spec or None if chart else None,
            "author": self.author.value if self.author else None,
            "usage": _used(self.share) if self.share else None,
            "understood": [token.text for token in answer.understanding.tokens] if answer else [],
            "assumptions": list(answer.understanding.assumptions) if answer else [],
            "message": self.message,
            "ms": round(self.ms, 2),
            "language_ms": round(self.language_ms, 2),
        }


def _used(share: ModelShare) -> dict[str, Any]:
    return {
        "input_tokens": share.usage.input_tokens,
        "cached_tokens": share.usage.cached_tokens,
        "output_tokens": share.usage.output_tokens,
        "cost": share.usage.cost,
        "repairs": share.repairs,
        "ms": round(sum(share.reply_ms), 2),
    }


def _as_a_database_writes(result: ResultSet) -> list[list[Cell]]:
    """Rows with moments as most engines print them, so that other programs may compare them."""
    moments = {n for n, column in enumerate(result.columns) if column.type.is_temporal}
    return [
        [
            cell.replace("T", " ") if n in moments and isinstance(cell, str) else cell
            for n, cell in enumerate(row)
        ]
        for row in result.rows
    ]


def status_of(reply: Reply) -> Status:
    if not isinstance(reply.event, Complete):
        return Status.ERROR
    asked_back = reply.event.answer.asked_back
    return Status.ANSWERED if asked_back is None else _without_answer(asked_back)


def message_of(reply: Reply) -> str:
    match reply.event:
        case Complete(answer):
            return answer.text
        case Failed(code, message):
            return f"{code}: {message}"
        case _:
            return ""


def _without_answer(asked_back: AskedBack) -> Status:
    return Status.ASKED if asked_back.options else Status.REFUSED
