"""LangSmith traces by its own variables, and is told no key."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.model_behaviours import Reply
from bench.model_server import ModelServer
from tests.llm.asking import VALUE
from tests.model_server import KEY

PROGRAM = """
import asyncio, sys
from langchain_core.tracers.langchain import wait_for_all_tracers
from llm.gateway import Gateway
from llm.meter import Meter
from llm.settings import ModelSettings
from tests.llm.asking import filled

async def main():
    settings = ModelSettings(model="scripted", model_url=sys.argv[1], model_key=sys.argv[2])
    gateway = Gateway(settings)
    await filled(gateway.begin("scripted", "acme", "session", Meter()))
    await gateway.close()

asyncio.run(main())
wait_for_all_tracers()
"""


@dataclass(slots=True)
class Traces:
    url: str
    bodies: list[bytes] = field(default_factory=list)


@pytest.fixture
def traces() -> Iterator[Traces]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # It asks what the server takes; this one takes runs one by one, as plain JSON.
            self._say(b"{}")

        def do_POST(self) -> None:
            received.bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self._say(b"{}")

        def do_PATCH(self) -> None:
            self.do_POST()

        def _say(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        received = Traces(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield received
        server.shutdown()
        thread.join()


def test_traces_are_sent_without_the_key(server: ModelServer, traces: Traces) -> None:
    server.answer = Reply(VALUE)
    variables = {
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_ENDPOINT": traces.url,
        "LANGSMITH_API_KEY": "lsv2_key",
        "LANGSMITH_DISABLE_RUN_COMPRESSION": "true",
    }
    subprocess.run(
        [sys.executable, "-c", PROGRAM, server.url, KEY], env=os.environ | variables, check=True
    )
    told = b"".join(traces.bodies)
    assert b"What were the sales?" in told
    assert KEY.encode() not in told
