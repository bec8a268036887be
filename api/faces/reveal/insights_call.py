"""A request for insights: what it is about, and its answer as JSON or as a stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.responses import Response
from structlog import get_logger

from api.context import service_of
from api.faces.reveal.chat_stream import failed_frame
from api.faces.reveal.documents import Documents
from api.faces.reveal.insight_schemas import InsightsRequest
from api.faces.reveal.schemas import finished
from api.json_response import JsonResponse
from api.problem import InvalidRequest
from api.sse import Frame, event_stream
from bi.model.dashboard import Dashboard
from bi.model.errors import UserError
from nodes.events import Progress, Text
from runs.model import InsightsWish, Principal, Speaker

if TYPE_CHECKING:
    from bi.datasources.connected import ConnectedDatasource
    from runs.service import Service

COMPLETE_MESSAGE = "Insights generated successfully"

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class InsightsCall:
    """Nothing of it is remembered, so it ends with its reader."""

    request: Request
    speaker: Speaker
    body: InsightsRequest

    async def answer(self) -> Response:
        if self.body.stream:
            return event_stream(self._frames(), resumes=False)
        said = [told.content async for told in self._told() if isinstance(told, Text)]
        return JsonResponse(_result(said))

    async def _told(self) -> AsyncIterator[Progress | Text]:
        service = await service_of(self.request)
        dashboard = await self._dashboard(service)
        body = self.body
        wish = InsightsWish(body.insight_type, body.visualization_id, body.forecast_periods)
        async for told in service.insights.about(self._principal, dashboard, wish):
            yield told

    async def _frames(self) -> AsyncIterator[Frame]:
        pace_s = self.request.app.state.settings.reveal_text_pace_ms / 1000
        said: list[str] = []
        try:
            async for told in self._told():
                if isinstance(told, Progress):
                    yield Frame(None, "progress", {"message": told.message})
                else:
                    said.append(told.content)
                    yield Frame(None, "text", {"content": told.content})
                    await asyncio.sleep(pace_s)
        except Exception as error:
            # The status line is long gone, so the failure has to be an event.
            if not isinstance(error, UserError):
                _log.exception("insights_failed")
            yield failed_frame(error)
        else:
            data = {"message": COMPLETE_MESSAGE, "result": _result(said)}
            yield Frame(None, "complete", data)

    @property
    def _principal(self) -> Principal:
        return self.speaker.principal

    async def _dashboard(self, service: Service) -> Dashboard:
        """Raises RdashInvalid, UnknownDatasource, and UnknownDashboard for a stored one."""
        if self.body.dashboard is None:
            owner = replace(self._principal, user_id=self.speaker.user_id)
            return (await service.dashboards.get(owner, self.body.dashboard_id or "")).dashboard
        datasource = await self._datasource(service, self.body.dashboard)
        viewer = service.sessions.viewer(self._principal)
        return await Documents(datasource, viewer).read(self.body.dashboard)

    async def _datasource(self, service: Service, text: str) -> ConnectedDatasource:
        """The one that is named, else the one that the document's data sources are, else the only
        one that there is."""
        from bi.dashboards.rdash.sources import named_sources

        tenant_id = self._principal.tenant_id
        if self.body.datasource_id is not None:
            return service.datasources.chosen(self.body.datasource_id, tenant_id)
        known = {one.id: one for one in service.datasources.open_to(tenant_id)}
        named = dict.fromkeys(await asyncio.to_thread(named_sources, text))
        found = [known[name] for name in named if name in known] or list(known.values())
        if len(found) == 1:
            return found[0]
        raise InvalidRequest(
            "The dashboard's data sources do not say which datasource it is about; name one as "
            f"datasourceId: {', '.join(known)}."
        )


def _result(said: list[str]) -> dict[str, Any]:
    return {"explanation": "".join(said)} | finished()
