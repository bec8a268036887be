"""LangGraph checkpoints on plain Redis or Valkey commands."""

from checkpoints.saver import AsyncRedisSaver

__all__ = ["AsyncRedisSaver"]
