"""What is on record of a turn that ended without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.matih.answer import partial_body, steps_body
from api.matih.authorship import usage_body
from api.matih.dialect import Dialect
from runs.model import Unfinished

if TYPE_CHECKING:
    from runs.service import Service


async def unfinished_body(
    service: Service, known: Unfinished | None, dialect: Dialect
) -> dict[str, Any] | None:
    """What its `partial` events told, taken together, with its prose, steps and usage."""
    if known is None:
        return None
    body: dict[str, Any] = {}
    parts: list[dict[str, Any]] = []
    for task in known.tasks:
        rows = await service.runs.rows(task.result) if task.result else None
        told = partial_body(task, rows)
        if task.is_part:
            parts.append(told["task"])
        else:
            body |= told
    return {
        **body,
        **({"tasks": parts} if parts else {}),
        "response": known.text,
        "steps": steps_body(known.steps, dialect),
        "usage": usage_body(known.usage),
    }
