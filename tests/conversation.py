"""A conversation with the service, as a test holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bi.model.chart import ChartType
from bi.model.result import Cell
from nodes.answer import Answer
from nodes.events import Cancelled, Complete, Failed
from runs.model import Ask, Principal, Refine, Rerun, TurnRequest, Visualize
from runs.service import Service

ALICE = Principal("acme-corp", "alice")


@dataclass(frozen=True)
class Said:
    """What came of a turn: its answer and the rows behind it."""

    answer: Answer
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Conversation:
    """One session; every call is a whole turn."""

    def __init__(self, service: Service, session_id: str, principal: Principal = ALICE) -> None:
        self.service = service
        self.session_id = session_id
        self.principal = principal

    @classmethod
    async def begin(cls, service: Service, principal: Principal = ALICE) -> Conversation:
        session = await service.sessions.create(principal)
        return cls(service, session.session_id, principal)

    async def say(self, text: str) -> Said:
        return await self._answered(Ask(text))

    async def refine(self, text: str) -> Said:
        return await self._answered(Refine(text))

    async def visualize(self, chart: str) -> Said:
        return await self._answered(Visualize(ChartType(chart)))

    async def turn(self, request: TurnRequest | Rerun) -> Complete | Failed | Cancelled:
        return await self.service.runs.outcome(self.session_id, await self.begun(request))

    async def begun(self, request: TurnRequest | Rerun) -> str:
        """The run of a turn that was accepted and goes on."""
        accepted = await self.service.runs.start(self.principal, self.session_id, request)
        return accepted.run_id

    async def _answered(self, request: TurnRequest) -> Said:
        ending = await self.turn(request)
        assert isinstance(ending, Complete), ending
        result = ending.answer.result
        rows = await self.service.runs.rows(result) if result else None
        if rows is None:
            return Said(ending.answer, (), ())
        return Said(ending.answer, tuple(c.name for c in rows.columns), rows.rows)


def comparable(rows: Any) -> list[tuple[str, ...]]:
    """Rows as text: dates in ISO form, numbers to nine significant digits."""
    return [tuple(_text(value) for value in row) for row in rows]


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return _number_in(value) if isinstance(value, str) else str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return f"{float(value):.9g}"


def _number_in(text: str) -> str:
    """A decimal too long for a double comes as a string."""
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return text
