"""What the log says of a request, and what it keeps to itself."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import asyncio, logging
import httpx
from fastapi import FastAPI
from api.drain import Drain
from api.logs import configure_logs
from api.matih.errors import error_response
from api.middleware import RequestContext
from api.wire import Wire, Wires
from structlog.contextvars import bind_contextvars

configure_logs("info", "json")
logging.getLogger("httpx").setLevel("WARNING")  # the client of this script tells its part too
app = FastAPI()
app.add_middleware(RequestContext, drain=Drain(), wires=Wires(Wire("", error_response, 1024)))

@app.get("/good")
async def good():
    bind_contextvars(tenant="acme-corp", session="s1")
    return {}

@app.get("/bad")
async def bad():
    raise RuntimeError("a secret")

async def main():
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        await client.get("/good", headers={"X-Request-ID": "r1"})
        answer = await client.get("/bad", headers={"X-Request-ID": "r2"})
        print(answer.status_code, answer.text)

asyncio.run(main())
"""


def run() -> tuple[str, list[dict[str, object]]]:
    # In a process of its own: logging is set up once a process.
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    return done.stdout, [json.loads(line) for line in done.stderr.splitlines()]


def test_a_line_a_request_and_a_crash_is_told_to_the_log_alone() -> None:
    out, lines = run()
    good = next(line for line in lines if line.get("path") == "/good")
    assert good["request_id"] == "r1"
    assert (good["tenant"], good["session"]) == ("acme-corp", "s1")
    assert good["status"] == 200
    assert isinstance(good["duration_ms"], float)
    crashed = [line for line in lines if line["request_id"] == "r2"]
    assert [line["event"] for line in crashed] == ["request_crashed", "request"]
    assert crashed[1]["status"] == 500
    assert "tenant" not in crashed[1]
    assert "a secret" in json.dumps(crashed[0])
    assert out.startswith("500")
    assert "INTERNAL_ERROR" in out
    assert "a secret" not in out
    assert '"requestId":"r2"' in out
