"""insight: what the data shows, and the answer in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from bi.catalog.wording import title_of
from bi.insights.find import find_insights
from bi.insights.forecasting.telling import forecast_text, with_forecast
from bi.insights.scope import first_open_day
from bi.insights.summary import summarize
from bi.model.forecast import Forecast
from bi.model.semantic import SemanticQuery
from bi.model.words import mid_sentence
from nodes.answer import Intent
from nodes.codec import decode, encode
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.rows import rows_of
from nodes.services import Services
from nodes.state import Analysis, BIState
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turns import datasource_of, visit


@dataclass(frozen=True, slots=True)
class InsightNode:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        analysis = state["analysis"]
        tell(runtime, Progress(Node.INSIGHT, "Looking for what stands out"))
        result = await rows_of(analysis, self.services.results)
        datasource = datasource_of(state, self.services.datasources)
        understander = await datasource.understander(viewer_of(runtime))
        today = first_open_day(understander.today, datasource.catalog.as_of)
        query = decode(SemanticQuery, analysis["query"])
        title = title_of(replace(query, forecast=None), understander.engine.catalog)
        insights = find_insights(result, title, today=today, query=query)
        text = summarize(result, title, insights, today=today, query=query)
        if "forecast" in analysis:
            ahead = decode(Forecast, analysis["forecast"])
            insights = with_forecast(insights, result, ahead)
            text = f"{forecast_text(result, ahead)} {text}"
        elif "no_forecast" in analysis:
            text = f"There is no forecast: {mid_sentence(analysis['no_forecast'])} {text}"
        found: Analysis = {
            **analysis,
            "insights": [encode(insight) for insight in insights],
            "text": text,
        }
        turn = visit(state["turn"], Node.INSIGHT)
        return {"analysis": found, **say(turn, text, Intent.QUERY, found, runtime)}
