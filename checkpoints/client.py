"""The clients that are served: of one server, of a Sentinel's master, of a cluster."""

from __future__ import annotations

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.client import Pipeline
from redis.asyncio.cluster import ClusterPipeline

# A Sentinel's client is a `Redis` too; it asks for the master when it connects.
StoreClient = Redis | RedisCluster
StorePipeline = Pipeline | ClusterPipeline
