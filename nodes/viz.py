"""viz: the chart of a result; for a visualize it is all there is to do, and no SQL runs."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.charts.choose import choose_chart
from bi.charts.continued import continued
from bi.charts.draw import draw_chart
from bi.charts.fit import possible_types
from bi.model.chart import Chart, ChartType
from bi.model.forecast import Forecast
from bi.model.reading import ChartWish, Question
from bi.model.result import ResultSet
from nodes.answer import Intent
from nodes.asking import Asking
from nodes.codec import READING, decode, encode
from nodes.events import Progress
from nodes.names import Node
from nodes.prose import say
from nodes.rows import RowsExpired, asked_again, rows_of
from nodes.services import Services
from nodes.state import Analysis, BIState, Turn
from nodes.telling import TurnContext, tell, viewer_of
from nodes.turns import datasource_of, visit


@dataclass(frozen=True, slots=True)
class Viz:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn, analysis = state["turn"], state["analysis"]
        tell(runtime, Progress(Node.VIZ, "Drawing the chart"))
        try:
            result = await rows_of(analysis, self.services.results)
        except RowsExpired:
            if turn["intent"] != Intent.VISUALIZE:
                raise
            analysis = await self._asked_again(analysis, state, runtime)
            result = await rows_of(analysis, self.services.results)
        chart = _draw(turn, result, analysis)
        if "forecast" in analysis:
            chart = continued(chart, result, decode(Forecast, analysis["forecast"]))
        drawn: Analysis = {**analysis, "chart": encode(chart)}
        if turn["intent"] == Intent.VISUALIZE:
            drawn["wish"] = chart.type.value
        visited = visit(turn, Node.VIZ)
        if turn["intent"] != Intent.VISUALIZE:
            return {"turn": visited, "analysis": drawn}
        name = chart.type.value.replace("_", " ")
        text = f"Here is {chart.title} as a {name} chart."
        if name in ("table", "kpi"):
            text = f"Here is {chart.title} as a {'table' if name == 'table' else 'single figure'}."
        return {"analysis": drawn, **say(visited, text, Intent.VISUALIZE, drawn, runtime)}

    async def _asked_again(
        self, analysis: Analysis, state: BIState, runtime: Runtime[TurnContext]
    ) -> Analysis:
        datasource = datasource_of(state, self.services.datasources)
        title = datasource.catalog.datasource.title
        tell(runtime, Progress(Node.VIZ, f"Running the query on {title} again"))
        asking = Asking(self.services, datasource, state["session"], viewer_of(runtime))
        return await asked_again(analysis, asking)


def _draw(turn: Turn, result: ResultSet, analysis: Analysis) -> Chart:
    """Raises ChartNotPossible for a wish that the result cannot carry."""
    reading = READING.validate_python(turn["reading"])
    if isinstance(reading, ChartWish):
        return draw_chart(result, analysis["title"], reading.chart)
    asked = isinstance(reading, Question) and reading.chart is not None
    wish = ChartType(analysis["wish"]) if analysis["wish"] else None
    if wish is not None and not asked and wish not in possible_types(result):
        wish = None  # kept from before, so there is nothing to explain
    return choose_chart(result, analysis["title"], wish)
