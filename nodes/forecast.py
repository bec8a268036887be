"""forecast: what is expected to come after the rows."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from langgraph.runtime import Runtime

from bi.catalog.wording import forecast_phrase
from bi.insights.forecasting.forecast import ForecastFailed, forecast
from bi.insights.forecasting.history import ForecastNotPossible
from bi.insights.scope import first_open_day
from bi.model.semantic import SemanticQuery
from nodes.codec import decode, encode
from nodes.events import Progress
from nodes.names import Node
from nodes.rows import rows_of
from nodes.services import Services
from nodes.state import Analysis, BIState
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turns import datasource_of, visit

log = structlog.get_logger(__name__)

_FAILED = "It could not be worked out just now, through a fault on our side; try again."


@dataclass(frozen=True, slots=True)
class ForecastNode:
    """A series that cannot be forecast is answered all the same, with the reason."""

    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        analysis = state["analysis"]
        query = decode(SemanticQuery, analysis["query"])
        assert query.forecast is not None  # the graph leads nothing else here
        phrase = forecast_phrase(query.forecast, query.groups)
        tell(runtime, Progress(Node.FORECAST, f"Making a {phrase}"))
        result = await rows_of(analysis, self.services.results)
        datasource = datasource_of(state, self.services.datasources)
        understander = await datasource.understander(viewer_of(runtime))
        today = first_open_day(understander.today, datasource.catalog.as_of)
        found: Analysis = {**analysis}
        try:
            found["forecast"] = encode(await forecast(result, query, today=today))
        except ForecastNotPossible as fault:
            found["no_forecast"] = fault.message
        except ForecastFailed as error:
            log.warning("forecast_failed", exc_info=error)
            found["no_forecast"] = _FAILED
        return {"turn": visit(state["turn"], Node.FORECAST), "analysis": found}
