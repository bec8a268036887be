"""The floor under a turn: the same answers over the same HTTP, without graph, lock or history.

    python -m bench.floor --data-dir … --port …

For each sentence it reads, compiles, guards, queries, draws, finds and words with the project's
own domain code, writes its state and rows in one round trip to a store, and sends the same events
and the same body. What a session was asked last is kept in this process: no state is read back.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import hashlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI
from redis.asyncio import Redis
from starlette.responses import Response

from api.faces.matih_sessions.schemas import DIALECT
from api.matih.answer import turn_body
from api.matih.requests import ChangeChart, RefineQuery, SendMessage
from api.sse import Frame, event_stream
from bi.catalog.wording import title_of
from bi.charts.choose import choose_chart
from bi.charts.draw import draw_chart
from bi.datasources.connected import ConnectedDatasource
from bi.insights.find import find_insights
from bi.insights.scope import first_open_day
from bi.insights.summary import summarize
from bi.language.engine import ReadContext
from bi.model.chart import ChartType
from bi.model.insight import Insight
from bi.model.reading import Question, Understanding
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from checkpoints.connect import connect
from graph.datasources import open_datasources
from nodes.answer import Answer, Intent, ResultRef
from nodes.codec import encode
from nodes.prose import pieces
from runs.embedded import EmbeddedStore

_STATE_TTL_S = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """What the next sentence of a session builds on."""

    query: SemanticQuery
    understanding: Understanding
    title: str
    sql: str
    result: ResultSet
    wish: ChartType | None = None
    insights: tuple[Insight, ...] = ()


class Floor:
    def __init__(self, datasource: ConnectedDatasource, redis: Redis) -> None:
        self._datasource = datasource
        self._redis = redis
        self._sessions: dict[str, Asked] = {}

    async def turn(
        self, session_id: str, said: str, chart: ChartType | None, must_refine: bool
    ) -> AsyncIterator[Frame]:
        started = perf_counter()
        n = 0

        def frame(event: str, **data: Any) -> Frame:
            nonlocal n
            n += 1
            return Frame(f"{n}-0", event, data)

        before = self._sessions.get(session_id)
        yield frame("progress", message="Understanding the question", agent="router")
        understander = await self._datasource.understander()
        if chart is not None:
            assert before is not None
            asked, intent, visited = before, Intent.VISUALIZE, ("router", "viz")
            yield frame("progress", message="Drawing the chart", agent="visualization")
            drawn = draw_chart(asked.result, asked.title, chart)
            text = f"Here is {asked.title} as a {chart.value.replace('_', ' ')} chart."
        else:
            context = ReadContext(
                today=understander.today,
                previous=before.query if before else None,
                must_refine=must_refine,
            )
            reading = understander.engine.read(said, context)
            assert isinstance(reading, Question), reading
            yield frame("progress", message="Writing the SQL", agent="sql")
            compiled = self._datasource.compile(reading.query)
            yield frame("progress", message="Running the query", agent="sql")
            result = await self._datasource.execute(compiled)
            title = title_of(reading.query, self._datasource.catalog)
            yield frame("progress", message="Drawing the chart", agent="visualization")
            drawn = choose_chart(result, title, reading.chart)
            yield frame("progress", message="Looking for what stands out", agent="insight")
            today = first_open_day(understander.today, self._datasource.catalog.as_of)
            insights = find_insights(result, title, today=today, query=reading.query)
            text = summarize(result, title, insights, today=today, query=reading.query)
            asked = Asked(
                reading.query, reading.understanding, title, compiled.sql, result,
                insights=tuple(insights),
            )  # fmt: skip
            intent, visited = Intent.QUERY, ("router", "sql", "viz", "insight")
        for piece in pieces(text):
            yield frame("text", content=piece)
        self._sessions[session_id] = asked
        answer = Answer(
            turn_id=uuid.uuid4().hex,
            intent=intent,
            text=text,
            title=asked.title,
            sql=asked.sql,
            result=await self._store(session_id, asked, text),
            chart=drawn,
            insights=asked.insights,
            understanding=asked.understanding,
            visited=visited,
            elapsed_ms=(perf_counter() - started) * 1000,
        )
        body = turn_body(answer, asked.result, answer.turn_id, DIALECT)
        yield frame("complete", message="Chat processed successfully", result=body)

    async def _store(self, session_id: str, asked: Asked, text: str) -> ResultRef:
        rows = orjson.dumps(asked.result.rows)
        key = hashlib.sha256(rows).hexdigest()[:32]
        state = {"query": encode(asked.query), "sql": asked.sql, "rows": key, "text": text}
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.set(f"floor:{session_id}", orjson.dumps(state), ex=_STATE_TTL_S)
            pipe.set(f"floor:result:{key}", rows, ex=_STATE_TTL_S)
            await pipe.execute()
        names = tuple(column.name for column in asked.result.columns)
        result = asked.result
        return ResultRef(key, names, len(result.rows), result.truncated, result.elapsed_ms)


def create_floor(floor: Floor) -> FastAPI:
    app = FastAPI(openapi_url=None)
    sessions = "/api/v1/bi/sessions"

    @app.get("/ready")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    @app.post(sessions)
    async def create() -> dict[str, str]:
        return {"session_id": f"sess-{uuid.uuid4()}"}

    @app.post(sessions + "/{session_id}/messages")
    async def message(session_id: str, body: SendMessage) -> Response:
        return event_stream(floor.turn(session_id, body.message, None, False))

    @app.post(sessions + "/{session_id}/refine")
    async def refine(session_id: str, body: RefineQuery) -> Response:
        return event_stream(floor.turn(session_id, body.refinement, None, True))

    @app.post(sessions + "/{session_id}/visualization")
    async def visualize(session_id: str, body: ChangeChart) -> Response:
        return event_stream(floor.turn(session_id, "", body.chart_type, False))

    return app


@asynccontextmanager
async def opened(data_dir: Path) -> AsyncIterator[Floor]:
    async with EmbeddedStore(data_dir) as store:
        redis = connect(store.url)
        datasources = await open_datasources(data_dir, None)
        try:
            datasource = datasources.get(datasources.default_id)
            await datasource.understander()
            yield Floor(datasource, redis)
        finally:
            await datasources.close()
            await redis.aclose()


async def serve(data_dir: Path, port: int) -> None:
    async with opened(data_dir) as floor:
        gc.collect()
        gc.freeze()
        config = uvicorn.Config(
            create_floor(floor), port=port, log_level="warning", access_log=False,
            server_header=False, timeout_keep_alive=75,
        )  # fmt: skip
        await uvicorn.Server(config).serve()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    loop = uvicorn.Config(create_floor, log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(serve(options.data_dir, options.port))


if __name__ == "__main__":
    main()
