"""The floor under a turn: the same answers over the same HTTP, without graph, lease or history.

    python -m bench.floor --data-dir … --port …

The same framework, server options, bodies and events as the service; see `bench.floor_turn` for
what a turn does.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import uuid
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

from api.matih.requests import ChangeChart, RefineQuery, SendMessage
from api.sse import event_stream
from bench.floor_turn import FloorTurns, Said
from checkpoints.connect import connect
from graph.datasources import open_datasources
from runs.embedded import EmbeddedStore

_SESSIONS = "/api/v1/bi/sessions"


def create_floor(turns: FloorTurns) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/ready")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    @app.post(_SESSIONS)
    async def create() -> dict[str, str]:
        return {"session_id": f"sess-{uuid.uuid4()}"}

    @app.post(_SESSIONS + "/{session_id}/messages")
    async def message(session_id: str, body: SendMessage) -> Response:
        return event_stream(turns.frames(session_id, Said(body.message)))

    @app.post(_SESSIONS + "/{session_id}/refine")
    async def refine(session_id: str, body: RefineQuery) -> Response:
        return event_stream(turns.frames(session_id, Said(body.refinement, must_refine=True)))

    @app.post(_SESSIONS + "/{session_id}/visualization")
    async def visualize(session_id: str, body: ChangeChart) -> Response:
        return event_stream(turns.frames(session_id, Said(chart=body.chart_type)))

    return app


async def serve(data_dir: Path, port: int) -> None:
    async with EmbeddedStore(data_dir) as embedded:
        store = connect(embedded.url)
        datasources = await open_datasources(data_dir, None)
        try:
            datasource = datasources.get(datasources.default_id)
            await datasource.understander()
            # As the service does once it is open.
            gc.freeze()
            config = _config(create_floor(FloorTurns(datasource, store)), port)
            await uvicorn.Server(config).serve()
        finally:
            await datasources.close()
            await store.aclose()


def _config(app: FastAPI | None, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app or "none",
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.floor",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    # The event loop that uvicorn would choose.
    loop_factory = _config(None, options.port).get_loop_factory()
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(serve(options.data_dir, options.port))


if __name__ == "__main__":
    main()
