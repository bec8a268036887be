"""The configured models, behind one OpenAI-compatible endpoint."""

from __future__ import annotations

import asyncio
from importlib import import_module

from llm.endpoint import Endpoint, Requests
from llm.keeping import UsageCounts, WrittenBefore
from llm.meter import Meter
from llm.settings import OPENAI_URL, ModelSettings
from llm.turn_model import MeteredModel, Outside


class Gateway:
    """`llm.model.Models`. What it learns of an endpoint, and its connections, last as long as it
    does; it belongs to one event loop."""

    def __init__(
        self,
        settings: ModelSettings,
        counts: UsageCounts | None = None,
        before: WrittenBefore | None = None,
    ) -> None:
        self._settings = settings
        self._url = settings.model_url or OPENAI_URL
        self._outside = Outside(self._requests, counts, before if settings.model_reuse_s else None)
        self._endpoints: dict[str, Endpoint] = {}
        self._client: Requests | None = None
        self._making = asyncio.Lock()

    @property
    def settings(self) -> ModelSettings:
        return self._settings

    def begin(self, name: str, tenant_id: str, session_id: str, meter: Meter) -> MeteredModel:
        endpoint = self._endpoints.get(name)
        if endpoint is None:
            endpoint = self._endpoints[name] = Endpoint(name, self._settings, self._url)
        return MeteredModel(endpoint, self._outside, tenant_id, session_id, meter)

    async def prepare(self) -> None:
        """Loads the libraries, so that no turn waits for them."""
        await self._requests()

    async def close(self) -> None:
        """Calls that are under way fail."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _requests(self) -> Requests:
        if self._client is None:
            async with self._making:
                if self._client is None:
                    self._client = await asyncio.to_thread(_new_client, self._settings, self._url)
        return self._client


def _new_client(settings: ModelSettings, url: str) -> Requests:
    """A second or so, the first time: LangChain and OpenAI's SDK are imported."""
    client: Requests = import_module("llm.client").Client(settings, url)
    return client
