"""The clients that are served: of one server, of a Sentinel's master, of a cluster."""

from __future__ import annotations

from redis.asyncio import Redis, RedisCluster

# A Sentinel's client is a `Redis` too; it asks for the master when it connects.
StoreClient = Redis | RedisCluster
