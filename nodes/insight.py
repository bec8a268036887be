"""insight: what the data shows, and the answer in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from bi.catalog.wording import title_of
from bi.datasources.connected import ConnectedDatasource
from bi.insights.comparable import comparable_pairs
from bi.insights.drivers.change import Change, change_in
from bi.insights.drivers.planning import Split, plan_splits
from bi.insights.find import find_insights
from bi.insights.forecasting.telling import forecast_text, with_forecast
from bi.insights.provenance import verified_text
from bi.insights.scope import first_open_day
from bi.insights.summary import summarize
from bi.model.forecast import Forecast
from bi.model.reading import Verified
from bi.model.result import ColumnRole, ResultSet
from bi.model.words import mid_sentence
from llm.prose.facts import Facts
from nodes.answer import Intent, ResultRef
from nodes.asking import Asking
from nodes.codec import decode, encode
from nodes.earlier import query_of
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.rows import rows_of
from nodes.services import Services
from nodes.splitting import SLOW_MS, answered_splits
from nodes.state import Analysis, BIState
from nodes.telling import TurnContext, tell, viewer_of, wants_fresh_rows
from nodes.turns import datasource_of, visit
from nodes.wording import Wording


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
        query = query_of(analysis)
        catalog = datasource.seen_by(viewer_of(runtime))
        title, change, comparable = analysis["title"], None, frozenset[tuple[int, int]]()
        if query is not None:
            if "written" not in analysis:
                title = title_of(replace(query, forecast=None), understander.engine.catalog)
            change = change_in(result, title, today=today, query=query)
            comparable = comparable_pairs(query, catalog, datasource.warehouse.dialect)
        if "written" in analysis:
            title = _spoken_of(result) or title
        answered = await self._split(change, state, datasource, runtime) if change else []
        insights = find_insights(
            result,
            title,
            today=today,
            query=query,
            change=change,
            answered=answered,
            comparable=comparable,
        )
        text = summarize(result, title, insights, today=today, query=query)
        lead = ""
        if "forecast" in analysis:
            ahead = decode(Forecast, analysis["forecast"])
            insights = with_forecast(insights, result, ahead)
            lead = f"{forecast_text(result, ahead)} "
        elif "no_forecast" in analysis:
            lead = f"There is no forecast: {mid_sentence(analysis['no_forecast'])} "
        if checked := analysis.get("verified"):
            lead = f"{verified_text(decode(Verified, checked))} {lead}"
        turn = visit(state["turn"], Node.INSIGHT)
        facts = Facts(
            question=turn["text"] or "",
            title=title,
            result=result,
            text=text,
            insights=tuple(insights),
            language=catalog.language,
            query=query,
            today=today,
        )
        wording = Wording(self.services, state, runtime)
        told = await wording.told(facts, lead)
        text = f"{lead}{told.text}" if told else f"{lead}{text}"
        found: Analysis = {
            **analysis,
            "insights": [encode(one) for one in (told.insights if told else insights)],
            "text": text,
        }
        so_far = text if told else ""
        said = say(turn, text, Intent.QUERY, found, runtime, so_far=so_far)
        return {"analysis": found, **said}

    async def _split(
        self,
        change: Change,
        state: BIState,
        datasource: ConnectedDatasource,
        runtime: Runtime[TurnContext],
    ) -> list[tuple[Split, ResultSet]]:
        """The change by further dimensions; nothing where the database is slow or busy."""
        most = self.services.insight_queries
        took_ms = decode(ResultRef, state["analysis"]["result"]).elapsed_ms
        if not most or took_ms > SLOW_MS or datasource.warehouse.is_busy:
            return []
        viewer = viewer_of(runtime)
        understander = await datasource.understander(viewer)
        catalog = datasource.seen_by(viewer)
        splits = plan_splits(change, catalog, understander.profile.values, most)
        asking = Asking(self.services, datasource, state["session"], viewer)
        return await answered_splits(splits, asking, fresh=wants_fresh_rows(runtime))


def _spoken_of(result: ResultSet) -> str | None:
    """What an answer by SQL is about: its title may be a question, of which nothing can be said."""
    measured = (column for column in result.columns if column.role is ColumnRole.MEASURE)
    return next((column.label for column in measured), None)
