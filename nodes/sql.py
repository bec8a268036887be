"""sql: the typed question becomes SQL, the guard passes it, the warehouse answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from langgraph.runtime import Runtime

from bi.catalog.wording import title_of
from bi.model.catalog import Catalog
from bi.model.chart import ChartType
from bi.model.reading import Question, WrittenSql
from bi.model.semantic import SemanticQuery
from llm.usage import Author
from nodes.answer import WHOLE, ResultRef, Task
from nodes.asking import Asking
from nodes.authored import EMBEDDED, PERSON, author_of
from nodes.codec import READING, decode, encode
from nodes.earlier import asked_by
from nodes.events import Partial, Progress
from nodes.mending import UNRUNNABLE, Mending
from nodes.names import Node
from nodes.provenance import freshness_of
from nodes.services import Services
from nodes.state import HISTORY, Analysis, BIState, Json, Turn
from nodes.telling import TurnContext, tell, viewer_of, wants_fresh_rows
from nodes.turns import datasource_of, visit


@dataclass(frozen=True, slots=True)
class Sql:
    services: Services

    async def __call__(self, state: BIState, runtime: Runtime[TurnContext]) -> BIState:
        turn = state["turn"]
        reading = READING.validate_python(turn["reading"])
        # The graph leads nothing else here.
        assert isinstance(reading, Question | WrittenSql)
        datasource = datasource_of(state, self.services.datasources)
        asking = Asking(self.services, datasource, state["session"], viewer_of(runtime))
        while True:
            try:
                return await self._answered(turn, reading, state, asking, runtime)
            except UNRUNNABLE as error:
                turn, reading = await Mending(state, asking, runtime).mended(turn, reading, error)

    async def _answered(
        self,
        turn: Turn,
        reading: Question | WrittenSql,
        state: BIState,
        asking: Asking,
        runtime: Runtime[TurnContext],
    ) -> BIState:
        datasource, viewer = asking.datasource, asking.viewer
        written = reading if isinstance(reading, WrittenSql) else None
        question = reading.query if isinstance(reading, Question) else reading
        doing = "Checking the SQL" if written else "Writing the SQL"
        tell(runtime, Progress(Node.SQL, doing))
        compiled = await asking.prepared(question)
        catalog = datasource.seen_by(viewer)
        title = _title_of(question, catalog)
        author = _author_of(turn, reading, state.get("analysis"))
        task = Task(WHOLE, turn["text"] or "", title, sql=compiled.sql, author=author)
        tell(runtime, Partial(replace(task, understanding=reading.understanding)))
        running = f"Running the query on {catalog.datasource.title}"
        tell(runtime, Progress(Node.SQL, running))
        asked = await asking.ask(compiled, fresh=wants_fresh_rows(runtime))
        tell(runtime, Partial(Task(WHOLE, task.question, result=asked.reference)))
        freshness = await freshness_of(asked, compiled.lineage, datasource, viewer)
        wish, options = _wishes(reading, state.get("analysis"), asked.reference)
        analysis = Analysis(
            query=None if isinstance(question, WrittenSql) else encode(question),
            title=title,
            sql=compiled.sql,
            rights=catalog.rights,
            result=encode(asked.reference),
            understanding=encode(reading.understanding),
            wish=wish,
            options=options,
            lineage=encode(compiled.lineage),
            freshness=encode(freshness),
            verified=encode(reading.verified) if reading.verified else None,
            author=encode(author),
        )
        if written:
            analysis["written"] = _kept(written)
        return {
            "turn": visit(turn, Node.SQL, reading=READING.dump_python(reading, mode="json")),
            "analysis": analysis,
            "history": history_after(reading, state),
            "forgot": False,
        }


def _author_of(turn: Turn, reading: Question | WrittenSql, before: Analysis | None) -> Author:
    if (author := author_of(turn)) is not None:
        return author
    if reading.verified is not None:
        return PERSON
    written = isinstance(reading, WrittenSql)
    if before is not None and before.get("author") and reading.refines:
        # The same SQL with a condition put in, or the same query once more.
        is_same = asked_by(before) == _asked_now(reading)
        if is_same or (written and "written" in before):
            return decode(Author, before["author"])
    return PERSON if written else EMBEDDED


def _asked_now(reading: Question | WrittenSql) -> Json:
    return _kept(reading) if isinstance(reading, WrittenSql) else encode(reading.query)


def _title_of(question: SemanticQuery | WrittenSql, catalog: Catalog) -> str:
    return question.title if isinstance(question, WrittenSql) else title_of(question, catalog)


def _kept(written: WrittenSql) -> Json:
    """What is asked again, without what was said of it in this turn alone."""
    kept: Json = encode(replace(written, chart=None, options=None, refines=False, returns_to=None))
    return kept


def history_after(question: Question | WrittenSql, state: BIState) -> list[Json]:
    """The queries before this one: one more, or fewer where it goes back to one of them."""
    history, before = state.get("history", []), state.get("analysis")
    if before is None or state.get("forgot"):
        return []
    if question.returns_to is not None:
        return history[: question.returns_to]
    now = _asked_now(question)
    if asked_by(before) == now:
        return history
    longer = [*history, asked_by(before)]
    return longer if len(longer) <= HISTORY else [longer[0], *longer[-HISTORY + 1 :]]


# Drawn of one column more, which becomes their colours, these are still what was wished for.
_TAKE_SERIES = frozenset(
    {ChartType.SCATTER, ChartType.BUBBLE, ChartType.BOXPLOT, ChartType.LINE, ChartType.AREA}
)


def _wishes(
    question: Question | WrittenSql, before: Analysis | None, result: ResultRef
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
