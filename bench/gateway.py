"""What the gateway costs over a bare HTTP round trip, with the same server in the same run.

python -m bench.gateway
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

import httpx

from bench.model_behaviours import Reply
from bench.model_exchange import Request
from bench.model_server import ModelServer, running_model_server
from llm.gateway import Gateway
from llm.messages import Form, Message
from llm.meter import Meter
from llm.settings import ModelSettings

_CALLS = 300
_WARM_UP = 20
_PROMPT = "A dataset of orders has an amount, a region and a date. " * 400
_MESSAGES = (Message("system", _PROMPT), Message("user", "What were the sales by region?"))
_WORDS = "Sales were 12 in all, of which the north had seven and the south five. " * 4


def _form() -> Form:
    """As large as one of a catalog's."""
    names = [f"measure_{number}" for number in range(300)]
    choice = {"type": "string", "enum": names}
    properties = {f"part_{number}": choice for number in range(8)}
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return Form("query", {**schema, "required": list(properties)})


_FORM = _form()
_VALUE = {f"part_{number}": "measure_7" for number in range(8)}


def _answer(request: Request) -> Reply:
    return Reply(_WORDS if request.form is None else _VALUE)


async def main() -> None:
    with running_model_server() as server:
        server.answer = _answer
        settings = ModelSettings(model="m", model_url=server.url, model_turn_timeout_s=3600)
        gateway = Gateway(settings)
        await gateway.prepare()
        model = gateway.begin("m", "tenant", "session", Meter())

        async def fill() -> None:
            await model.fill(_MESSAGES, _FORM)

        async def stream() -> None:
            async for _ in model.stream(_MESSAGES):
                pass

        async with httpx.AsyncClient() as client:
            for name, call in (("fill", fill), ("stream", stream)):
                await call()
                bare = _bare(client, server)
                await _compare(name, call, bare)
        await gateway.close()


def _bare(client: httpx.AsyncClient, server: ModelServer) -> Callable[[], Awaitable[None]]:
    """The last request again, by the HTTP client alone."""
    body = dict(server.last.body)

    async def send() -> None:
        async with client.stream("POST", f"{server.url}/chat/completions", json=body) as answer:
            async for _ in answer.aiter_bytes():
                pass

    return send


async def _compare(
    name: str, call: Callable[[], Awaitable[None]], bare: Callable[[], Awaitable[None]]
) -> None:
    """In turns, so that both meet the same machine."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(_WARM_UP + _CALLS):
        for work, taken in ((call, ours), (bare, theirs)):
            began = time.perf_counter()
            await work()
            if number >= _WARM_UP:
                taken.append((time.perf_counter() - began) * 1000)
    print(f"{name:8} {_told(ours)}   bare HTTP {_told(theirs)}   over it "
          f"{statistics.median(ours) - statistics.median(theirs):.1f} ms")  # fmt: skip


def _told(taken: list[float]) -> str:
    ninety_five = statistics.quantiles(taken, n=20)[-1]
    return f"{statistics.median(taken):5.1f} ms median, {ninety_five:5.1f} ms p95"


if __name__ == "__main__":
    asyncio.run(main())
