"""A cluster's client that fails, closes and subscribes as that of one server does."""

from __future__ import annotations

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
        """Needs no earlier command to know the nodes."""
        return _PubSub(self, *args, **kwargs)


class _PubSub(ClusterPubSub):
    async def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        await self.cluster.initialize()
        return await super().execute_command(*args, **kwargs)
