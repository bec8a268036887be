"""sql: the typed question becomes SQL, the guard passes it, the warehouse answers."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.runtime import Runtime

from bi.catalog.wording import title_of
from bi.model.chart import ChartType
from bi.model.reading import Question
from nodes.answer import ResultRef, Task
from nodes.asking import Asking
from nodes.codec import READING, decode, encode
from nodes.events import Partial, Progress
from nodes.names import Node
from nodes.provenance import freshness_of
from nodes.services import Services
from nodes.state import HISTORY, Analysis, BIState, Json
from nodes.telling import TurnContext, tell, viewer_of, wants_fresh_rows
from nodes.turns import datasource_of, visit


@dataclass(frozen=True, slots=True)
class Sql:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = state["turn"]
        reading = READING.validate_python(turn["reading"])
        assert isinstance(reading, Question)  # the graph leads nothing else here
        datasource = datasource_of(state, self.services.datasources)
        tell(runtime, Progress(Node.SQL, "Writing the SQL"))
        viewer = viewer_of(runtime)
        compiled = datasource.compile(reading.query, viewer)
        catalog = datasource.seen_by(viewer)
        title = title_of(reading.query, catalog)
        tell(runtime, Partial(Task("0", turn["text"] or "", title, sql=compiled.sql)))
        running = f"Running the query on {catalog.datasource.title}"
        tell(runtime, Progress(Node.SQL, running))
        asking = Asking(self.services, datasource, state["session"], viewer)
        asked = await asking.ask(compiled, fresh=wants_fresh_rows(runtime))
        freshness = await freshness_of(asked, compiled.lineage, datasource, viewer)
        wish, options = _wishes(reading, state.get("analysis"), asked.reference)
        analysis = Analysis(
            query=encode(reading.query),
            title=title,
            sql=compiled.sql,
            rights=catalog.rights,
            result=encode(asked.reference),
            understanding=encode(reading.understanding),
            wish=wish,
            options=options,
            lineage=encode(compiled.lineage),
            freshness=encode(freshness),
        )
        return {
            "turn": visit(turn, Node.SQL),
            "analysis": analysis,
            "history": history_after(reading, state),
            "forgot": False,
        }


def history_after(question: Question, state: BIState) -> list[Json]:
    """The queries before this one: one more, or fewer where it goes back to one of them."""
    history, before = state.get("history", []), state.get("analysis")
    if before is None or state.get("forgot"):
        return []
    if question.returns_to is not None:
        return history[: question.returns_to]
    if before["query"] == encode(question.query):
        return history
    longer = [*history, before["query"]]
    return longer if len(longer) <= HISTORY else [longer[0], *longer[-HISTORY + 1 :]]


# Drawn of one column more, which becomes their colours, these are still what was wished for.
_TAKE_SERIES = frozenset(
    {ChartType.SCATTER, ChartType.BUBBLE, ChartType.BOXPLOT, ChartType.LINE, ChartType.AREA}
)


def _wishes(
    question: Question, before: Analysis | None, result: ResultRef
) -> tuple[str | None, Json | None]:
    """The chart and the ways of drawing that were asked for, now or before.

    They stay when a refinement keeps the columns: it changed the rows. Some charts stay when it
    adds columns, too.
    """
    wish = question.chart.value if question.chart else None
    options = encode(question.options) if question.options else None
    if not question.refines or before is None:
        return wish, options
    earlier = decode(ResultRef, before["result"]).columns
    more = before["wish"] in _TAKE_SERIES and {*earlier} <= {*result.columns}
    if earlier != result.columns and not more:
        return wish, options
    return wish or before["wish"], options or before.get("options")
