"""Values come back as they went, and nothing comes to life that is not on the list."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.types import Interrupt, Send

from checkpoints import AsyncRedisSaver
from checkpoints.client import StoreClient
from checkpoints.serializer import AllowListSerializer, pack, unpack
from tests.checkpoints.rows import put, thread

VALUES: list[Any] = [
    None,
    b"\0\xff",
    bytearray(b"ab"),
    {1: "one", 2: {"nested": [1.5, True, None]}},
    {1, 2, 3},
    frozenset({"a"}),
    datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=UTC),
    date(2024, 2, 29),
    timedelta(hours=1, microseconds=5),
    Decimal("12.3400"),
    UUID(int=7),
    deque([1, 2]),
    2**62,
    "text with \0 and ä 😀",
    [HumanMessage(content="hi", id="1"), AIMessage(content="ho", id="2")],
    Interrupt(value={"ask": "?"}, id="i"),
    Send("node", {"a": 1}),
]


@dataclass
class Touch:
    """Makes a file when it is made."""

    path: str

    def __post_init__(self) -> None:
        Path(self.path).touch()


class Colour(Enum):
    RED = "red"


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
async def test_values_come_back_as_they_went(saver: AsyncRedisSaver, value: Any) -> None:
    stored = await put(saver, thread(), {"c": value})
    await saver.aput_writes(stored, [("c", value)], "task")
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.pending_writes is not None
    for back in (found.checkpoint["channel_values"]["c"], found.pending_writes[0][2]):
        assert back == value
        assert type(back) is type(value)


async def test_metadata_come_back_as_they_went(saver: AsyncRedisSaver) -> None:
    await put(saver, thread(), step=3, at=datetime(2024, 1, 1, tzinfo=UTC), counts={1: 2})
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert dict(found.metadata) == {
        "source": "loop",
        "step": 3,
        "at": datetime(2024, 1, 1, tzinfo=UTC),
        "counts": {1: 2},
    }


async def test_a_poisoned_value_is_not_brought_to_life(
    saver: AsyncRedisSaver, redis_client: StoreClient, tmp_path: Path
) -> None:
    await put(saver, thread(), {"c": 1})
    mark = tmp_path / "touched"
    poison = pack(JsonPlusSerializer(), Touch(str(mark)))
    mark.unlink()
    [field] = await redis_client.hkeys("checkpoint:1:{t}:b")
    await redis_client.hset("checkpoint:1:{t}:b", field, poison)
    found = await saver.aget_tuple(thread())
    assert found is not None
    assert found.checkpoint["channel_values"] == {"c": {"path": str(mark)}}
    assert not mark.exists()


@pytest.mark.parametrize("kind", ["json", "pickle", "unheard-of"])
def test_formats_that_are_never_written_are_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        unpack(AllowListSerializer(), f"{kind}\0{{}}".encode())


def test_a_type_can_be_put_on_the_list(tmp_path: Path) -> None:
    value = Touch(str(tmp_path / "touched"))
    packed = pack(AllowListSerializer(), {"a": value, "b": Colour.RED})
    assert unpack(AllowListSerializer([Touch, Colour]), packed) == {"a": value, "b": Colour.RED}
    assert unpack(AllowListSerializer(), packed) == {"a": {"path": value.path}, "b": "red"}


def test_a_derived_list_stays_strict() -> None:
    derived = AllowListSerializer().with_msgpack_allowlist([Colour])
    assert unpack(derived, pack(derived, Colour.RED)) is Colour.RED
    with pytest.raises(ValueError, match="json"):
        unpack(derived, b"json\0{}")
