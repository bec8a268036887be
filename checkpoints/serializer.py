"""Values to bytes and back; what comes back is one of the listed types, or plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

# What `JsonPlusSerializer.dumps_typed` writes.
_WRITTEN = frozenset({"null", "bytes", "bytearray", "msgpack"})


class AllowListSerializer(JsonPlusSerializer):
    """LangGraph's msgpack, which rebuilds its own safe types and those named, and no others.

    A value of another type comes back as the plain data it was made of. The older formats
    that LangGraph can still read are refused: nothing here ever wrote them.
    """

    def __init__(self, allowed_types: Iterable[type] = ()) -> None:
        super().__init__(pickle_fallback=False, allowed_msgpack_modules=tuple(allowed_types))

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        if data[0] not in _WRITTEN:
            raise ValueError(f"a stored value has the format {data[0]!r}, which is never written")
        return super().loads_typed(data)


def pack(serde: SerializerProtocol, value: Any) -> bytes:
    """Format name, NUL, content."""
    kind, content = serde.dumps_typed(value)
    return b"%b\0%b" % (kind.encode(), content)


def unpack(serde: SerializerProtocol, data: bytes) -> Any:
    kind, _, content = data.partition(b"\0")
    return serde.loads_typed((kind.decode(), content))
