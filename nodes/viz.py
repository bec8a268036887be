"""viz: the chart of a result; for a visualize it is all there is to do, and no SQL runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from bi.charts.choose import choose_chart
from bi.charts.continued import continued
from bi.charts.draw import draw_chart
from bi.charts.fit import possible_types
from bi.charts.wording import options_in_words, type_in_words
from bi.model.chart import Chart, ChartOptions, ChartType
from bi.model.forecast import Forecast
from bi.model.reading import ChartWish, Question, Understanding
from bi.model.result import ResultSet
from llm.usage import Author
from nodes.answer import WHOLE, Intent, ResultRef, Task
from nodes.asking import Asking
from nodes.codec import READING, decode, encode
from nodes.drawn import drawn_type, drawn_with, wished_type
from nodes.events import Partial, Progress
from nodes.names import Node
from nodes.parts import task_id_of
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
        # What the chart could not have is not tried again, and not explained again.
        drawn: Analysis = {
            **analysis,
            "chart": encode(chart),
            "options": None if chart.options == ChartOptions() else encode(chart.options),
        }
        if turn["intent"] == Intent.VISUALIZE:
            drawn["wish"] = chart.type.value if _names_a_type(turn) else analysis["wish"]
        visited = visit(turn, Node.VIZ)
        task = Task(WHOLE, turn["text"] or "", chart=chart)
        if turn["intent"] != Intent.VISUALIZE:
            tell(runtime, Partial(task))
            return {"turn": visited, "analysis": drawn}
        tell(runtime, Partial(_with_all_else(task, drawn)))
        said = options_in_words(chart.options)
        text = f"Here is {chart.title} as {type_in_words(chart.type)}{f', {said}' if said else ''}."
        update: BIState = {
            "analysis": drawn,
            **say(visited, text, Intent.VISUALIZE, drawn, runtime),
        }
        if (part := turn.get("part")) is not None:
            update["parts"] = {**state["parts"], task_id_of(part): drawn}
        return update

    async def _asked_again(
        self, analysis: Analysis, state: BIState, runtime: Runtime[TurnContext]
    ) -> Analysis:
        datasource = datasource_of(state, self.services.datasources)
        title = datasource.catalog.datasource.title
        tell(runtime, Progress(Node.VIZ, f"Running the query on {title} again"))
        asking = Asking(self.services, datasource, state["session"], viewer_of(runtime))
        return await asked_again(analysis, asking)


def _with_all_else(task: Task, analysis: Analysis) -> Task:
    """A task whose SQL and rows were there before the turn."""
    return replace(
        task,
        title=analysis["title"],
        sql=analysis["sql"],
        result=decode(ResultRef, analysis["result"]),
        understanding=decode(Understanding, analysis["understanding"]),
        author=decode(Author, one) if (one := analysis.get("author")) else None,
    )


def _names_a_type(turn: Turn) -> bool:
    reading = READING.validate_python(turn["reading"])
    return isinstance(reading, ChartWish) and reading.chart is not None


def _draw(turn: Turn, result: ResultSet, analysis: Analysis) -> Chart:
    """Raises ChartNotPossible for a wish that the result cannot carry."""
    reading = READING.validate_python(turn["reading"])
    if isinstance(reading, ChartWish):
        return _drawn_again(reading, result, analysis)
    asked = isinstance(reading, Question) and reading.chart is not None
    wish = wished_type(analysis)
    if wish is not None and not asked and wish not in possible_types(result):
        wish = None  # kept from before, so there is nothing to explain
    return choose_chart(result, analysis["title"], wish, drawn_with(analysis))


def _drawn_again(wish: ChartWish, result: ResultSet, analysis: Analysis) -> Chart:
    before = drawn_with(analysis)
    options = before if wish.options is None else wish.options
    type_ = wish.chart or _type_for(options, result, analysis)
    return draw_chart(result, analysis["title"], type_, options, kept=before)


def _type_for(options: ChartOptions, result: ResultSet, analysis: Analysis) -> ChartType:
    """The type that is shown; another one where nobody asked for that and it cannot have them.

    Bins are of a histogram, which need not be said.
    """
    able = possible_types(result, options)
    shown = wished_type(analysis) or drawn_type(analysis) or able[0]
    free = wished_type(analysis) is None or options.bins is not None
    return able[0] if free and able and shown not in able else shown
