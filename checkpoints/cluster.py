"""A cluster's client that fails, closes and subscribes as that of one server does."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from redis.asyncio import RedisCluster
from redis.asyncio.cluster import ClusterPubSub
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisClusterException


class ClusterClient(RedisCluster):
    async def initialize(self, *args: Any, **kwargs: Any) -> ClusterClient:
        """Raises ConnectionError when no node answers or a slot has no node now."""
        try:
            await super().initialize(*args, **kwargs)
        except RedisClusterException as error:
            raise RedisConnectionError(str(error)) from error
        return self

    async def aclose(self) -> None:
        """Closes all connections, also after an error that made it forget the topology."""
        await super().aclose()
        await self.nodes_manager.aclose()
        await self.nodes_manager.aclose("startup_nodes")

    def pubsub(self, *args: Any, **kwargs: Any) -> ClusterPubSub:
        """Needs no earlier command to know the nodes, nor a later one to learn of new ones."""
        return _PubSub(self, *args, **kwargs)


class _PubSub(ClusterPubSub):
    async def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        await self.cluster.initialize()
        try:
            return await super().execute_command(*args, **kwargs)
        except RedisConnectionError:
            # Its node may be gone: the next one made is to know the nodes that there are.
            failed = getattr(self.get_pubsub_node(), "name", None)
            with suppress(RedisClusterException):
                await self.cluster.nodes_manager.initialize(last_failed_node_name=failed)
            raise
