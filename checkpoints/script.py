"""A Lua script: one command, one round trip, and atomic."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from redis.exceptions import NoScriptError

from checkpoints.client import StoreClient
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
