"""What the service has written down, read from its store and over HTTP, held against what was
said and what was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nodes.events import EVENT
from runs import keys
from runs.event_log import is_terminal
from tests.faults.client import SESSIONS, Client, Frame, Turn
from tests.faults.store import DurableStore


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn that was accepted; `frames` None: its client asked for JSON."""

    turn: Turn
    run_id: str
    outcome: str
    answer: dict[str, Any]
    frames: list[Frame] | None

    @classmethod
    def told(cls, turn: Turn, run_id: str, frames: list[Frame]) -> Taken:
        last = frames[-1]
        return cls(turn, run_id, last.event, last.data.get("result", last.data), frames)

    @classmethod
    def answered(cls, turn: Turn, run_id: str, answer: dict[str, Any]) -> Taken:
        return cls(turn, run_id, "error" if "error" in answer else "complete", answer, None)


async def check_session(
    client: Client, store: DurableStore, session_id: str, taken: Sequence[Taken]
) -> list[int]:
    """Every turn ended once, and stands in the history once, in order; returns their attempts."""
    path = f"{SESSIONS}/{session_id}"
    turns = (await client.call("GET", f"{path}/turns"))["turns"]
    assert [turn["run_id"] for turn in turns] == [one.run_id for one in taken]
    assert [turn["status"] for turn in turns] == ["ended"] * len(taken)
    assert [turn["outcome"] for turn in turns] == [one.outcome for one in taken]

    messages = (await client.call("GET", f"{path}/history"))["messages"]
    said = [(message["role"], message["content"]) for message in messages[::2]]
    assert said == [("user", one.turn.said) for one in taken]
    answered = [(m["role"], m["metadata"]["run_id"]) for m in messages[1::2]]
    assert answered == [("assistant", one.run_id) for one in taken]
    for message, one in zip(messages[1::2], taken, strict=True):
        if one.outcome == "complete":
            assert message["content"] == one.answer["response"]

    for one in taken:
        check_log(store, session_id, one.run_id)
        if one.frames is not None:
            assert await client.follow(session_id, one.run_id) == one.frames
            if one.outcome == "complete":
                assert text_of(one.frames) == one.answer["response"]
    return [turn["attempts"] for turn in turns]


def check_log(store: DurableStore, session_id: str, run_id: str) -> None:
    """Ids without a gap, and one terminal event, the last."""
    entries: Any = store.client.xrange(keys.events(session_id, run_id))
    assert [event_id.decode() for event_id, _ in entries] == [
        f"{number}-0" for number in range(1, len(entries) + 1)
    ]
    events = [EVENT.validate_json(fields[b"event"]) for _, fields in entries]
    assert [is_terminal(event) for event in events] == [False] * (len(events) - 1) + [True]


def text_of(frames: Sequence[Frame]) -> str:
    """The prose that a reader has before it: what came before a restart is void."""
    pieces: list[str] = []
    for frame in frames:
        if frame.data.get("restart"):
            pieces = []
        elif frame.event == "text":
            pieces.append(frame.data["content"])
    return "".join(pieces)


def is_nothing_left(store: DurableStore) -> bool:
    """Neither a lock nor a queue, nor a run that anybody would look after."""
    left = [
        *store.client.scan_iter(keys.lock("*").replace("{*}", "*")),
        *store.client.scan_iter(keys.queue("*").replace("{*}", "*")),
        *store.client.zrange(keys.open_runs(), 0, -1),
    ]
    return not left
