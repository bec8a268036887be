"""A Lua script: one command, one round trip, and atomic."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from redis.asyncio import RedisCluster
from redis.exceptions import NoScriptError

from checkpoints.client import StoreClient, StorePipeline
from checkpoints.errors import store_errors


class Script:
    """Sent whole only to a server that does not know it yet.

    On a cluster all its keys share a hash tag, and it runs on their node.
    """

    __slots__ = ("_digest", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()

    async def run(self, client: StoreClient, keys: Sequence[str], *args: str | bytes) -> Any:
        """Raises StoreUnavailable when the server cannot serve now."""
        with store_errors():
            try:
                return await client.evalsha(self._digest, len(keys), *keys, *args)
            except NoScriptError:
                return await client.eval(self._source, len(keys), *keys, *args)

    async def run_after(
        self,
        client: StoreClient,
        add: Callable[[StorePipeline], object],
        keys: Sequence[str],
        *args: str | bytes,
    ) -> Any:
        """As `run`, after the commands that `add` adds to a pipeline, whatever their keys.

        One round trip, on a cluster two: there only what was answered has happened before.
        """
        with store_errors():
            async with client.pipeline(transaction=False) as pipe:
                add(pipe)
                if isinstance(client, RedisCluster):
                    await pipe.execute()
                    return await self.run(client, keys, *args)
                pipe.evalsha(self._digest, len(keys), *keys, *args)
                *before, reply = await pipe.execute(raise_on_error=False)
            for error in before:
                if isinstance(error, Exception):
                    raise error
            if isinstance(reply, NoScriptError):
                return await client.eval(self._source, len(keys), *keys, *args)
            if isinstance(reply, Exception):
                raise reply
            return reply
