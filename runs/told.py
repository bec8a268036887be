"""What the events of a run told of its answer before it was whole."""

from __future__ import annotations

from collections.abc import Iterable

from nodes.answer import Task
from nodes.events import Event, Partial, Progress


def tasks_told(events: Iterable[Event]) -> tuple[Task, ...]:
    """The tasks as far as they were told, in the order of their ids."""
    found: dict[str, Task] = {}
    for event in events:
        match event:
            case Progress(restart=True):
                found = {}
            case Partial(task):
                before = found.get(task.task_id)
                found[task.task_id] = before.with_news(task) if before else task
    return tuple(sorted(found.values(), key=lambda task: _place(task.task_id)))


def _place(task_id: str) -> tuple[int, ...]:
    return tuple(map(int, task_id.split("-")))
