"""What a turn cannot do without: the project's own domain code, and one write to a store."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson

from api.matih.answer import turn_body
from api.matih.dialect import SESSIONS
from api.sse import Frame
from bi.catalog.wording import title_of
from bi.charts.choose import choose_chart
from bi.charts.draw import draw_chart
from bi.datasources.connected import ConnectedDatasource
from bi.insights.find import find_insights
from bi.insights.scope import first_open_day
from bi.insights.summary import summarize
from bi.language.context import ReadContext
from bi.model.chart import Chart, ChartOptions, ChartType
from bi.model.insight import Insight
from bi.model.reading import Question, Understanding
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from checkpoints.client import StoreClient
from nodes.answer import Answer, Intent, ResultRef
from nodes.codec import encode
from nodes.prose import pieces

_TTL_S = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """What the next sentence of a session builds on."""

    query: SemanticQuery
    understanding: Understanding
    title: str
    sql: str
    result: ResultSet
    chart: Chart
    insights: tuple[Insight, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or the chart type that is wished for."""

    text: str = ""
    chart: ChartType | None = None
    must_refine: bool = False


class FloorTurns:
    """Turns of sessions that this process alone knows: nothing is read back from the store."""

    def __init__(self, datasource: ConnectedDatasource, store: StoreClient) -> None:
        self._datasource = datasource
        self._store = store
        self._sessions: dict[str, Asked] = {}

    async def frames(self, session_id: str, said: Said) -> AsyncIterator[Frame]:
        """The frames of the service's own stream, from the first to `complete`."""
        started = perf_counter()
        number = 0
        async for event, data in self._events(session_id, said):
            number += 1
            yield Frame(f"{number}-0", event, data)
        asked = self._sessions[session_id]
        answer = Answer(
            turn_id=uuid.uuid4().hex,
            intent=Intent.VISUALIZE if said.chart else Intent.QUERY,
            text=asked.text,
            title=asked.title,
            sql=asked.sql,
            result=await self._keep(session_id, asked),
            chart=asked.chart,
            insights=asked.insights,
            understanding=asked.understanding,
            visited=("router", "viz") if said.chart else ("router", "sql", "viz", "insight"),
            elapsed_ms=(perf_counter() - started) * 1000,
        )
        body = turn_body(answer, asked.result, answer.turn_id, SESSIONS)
        data = {"message": "Chat processed successfully", "result": body}
        yield Frame(f"{number + 1}-0", "complete", data)

    async def _events(
        self, session_id: str, said: Said
    ) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        before = self._sessions.get(session_id)
        yield _progress("Understanding the question", "router")
        if said.chart is not None and before is not None:
            yield _progress("Drawing the chart", "visualization")
            asked = _drawn_again(before, said.chart)
        else:
            understander = await self._datasource.understander()
            context = ReadContext(
                today=understander.today,
                previous=before.query if before else None,
                must_refine=said.must_refine,
            )
            reading = understander.engine.read(said.text, context)
            if not isinstance(reading, Question):
                raise ValueError(f"{said} is no question: {reading}")
            yield _progress("Writing the SQL", "sql")
            compiled = self._datasource.compile(reading.query)
            yield _progress("Running the query", "sql")
            result = await self._datasource.execute(compiled)
            title = title_of(reading.query, self._datasource.catalog)
            yield _progress("Drawing the chart", "visualization")
            chart = choose_chart(result, title, reading.chart, reading.options or ChartOptions())
            yield _progress("Looking for what stands out", "insight")
            today = first_open_day(understander.today, self._datasource.catalog.as_of)
            insights = find_insights(result, title, today=today, query=reading.query)
            text = summarize(result, title, insights, today=today, query=reading.query)
            asked = Asked(
                reading.query, reading.understanding, title, compiled.sql, result, chart,
                tuple(insights), text,
            )  # fmt: skip
        for piece in pieces(asked.text):
            yield "text", {"content": piece}
        self._sessions[session_id] = asked

    async def _keep(self, session_id: str, asked: Asked) -> ResultRef:
        """State and rows in one round trip."""
        result = asked.result
        rows = orjson.dumps(result.rows)
        key = hashlib.sha256(rows).hexdigest()[:32]
        state = {"query": encode(asked.query), "sql": asked.sql, "rows": key, "text": asked.text}
        async with self._store.pipeline(transaction=False) as pipe:
            pipe.set(f"floor:{session_id}", orjson.dumps(state), ex=_TTL_S)
            pipe.set(f"floor:result:{key}", rows, ex=_TTL_S)
            await pipe.execute()
        names = tuple(column.name for column in result.columns)
        return ResultRef(key, names, len(result.rows), result.truncated, result.elapsed_ms)


def _progress(message: str, agent: str) -> tuple[str, dict[str, Any]]:
    return "progress", {"message": message, "agent": agent}


def _drawn_again(asked: Asked, type_: ChartType) -> Asked:
    text = f"Here is {asked.title} as a {type_.value.replace('_', ' ')} chart."
    return Asked(
        asked.query, asked.understanding, asked.title, asked.sql, asked.result,
        draw_chart(asked.result, asked.title, type_), (), text,
    )  # fmt: skip
