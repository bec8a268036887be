"""The chart of an earlier turn as a picture."""

from __future__ import annotations

from dataclasses import dataclass

from bi.charts.choose import choose_chart
from bi.charts.images.draw import draw_image
from bi.charts.images.options import ImageOptions
from bi.model.chart import Chart
from bi.model.result import ResultSet
from nodes.answer import ResultRef
from nodes.asking import Asking
from nodes.codec import decode
from nodes.rows import asked_again
from nodes.services import Services
from nodes.state import Analysis, SessionFacts
from runs.model import Principal, Session
from runs.turns import Turns


@dataclass(frozen=True, slots=True)
class Image:
    """`title` is the chart's."""

    content: bytes
    title: str


class Images:
    def __init__(self, turns: Turns, services: Services) -> None:
        self._turns = turns
        self._services = services

    async def draw(
        self,
        principal: Principal,
        session_id: str,
        turn_id: str,
        options: ImageOptions,
        *,
        part: int | None = None,
    ) -> Image:
        """Draws the rows of the turn. When they are kept no longer, or were those of other rights
        than the caller has now, its query is asked again. `part` is which part of a compound
        question, the first being 1.

        Raises UnknownSession, UnknownTurn, TurnNotRestored, UnknownTask, NothingToExport,
        ImageNotPossible, ImageFailed, and what asking again does.
        """
        session, analysis = await self._turns.analysis(principal, session_id, turn_id, part)
        rows = await self._rows(session, analysis, principal)
        if rows is None:
            chart, rows = await self._again(session, analysis, principal)
        else:
            chart = decode(Chart, analysis["chart"])
        return Image(await draw_image(chart, rows, options), chart.title)

    async def _rows(
        self, session: Session, analysis: Analysis, principal: Principal
    ) -> ResultSet | None:
        datasource = self._services.datasources.chosen(session.datasource_id, session.tenant_id)
        viewer = principal.viewer(self._services.datasources.claims)
        if analysis.get("rights", "") != datasource.seen_by(viewer).rights:
            return None
        return await self._services.results.load(decode(ResultRef, analysis["result"]).key)

    async def _again(
        self, session: Session, analysis: Analysis, principal: Principal
    ) -> tuple[Chart, ResultSet]:
        datasource = self._services.datasources.chosen(session.datasource_id, session.tenant_id)
        viewer = principal.viewer(self._services.datasources.claims)
        facts = SessionFacts(
            tenant_id=session.tenant_id,
            user_id=session.user_id,
            datasource_id=session.datasource_id,
        )
        asking = Asking(self._services, datasource, facts, viewer)
        asked = await asked_again(analysis, asking)
        rows = await self._services.results.load(decode(ResultRef, asked["result"]).key)
        assert rows is not None  # stored just now, for as long as any
        before = decode(Chart, analysis["chart"])
        return choose_chart(rows, before.title, before.type), rows
