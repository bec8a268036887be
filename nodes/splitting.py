"""Further questions about a change, asked beside the answer and within little time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bi.insights.drivers.planning import Split
from bi.model.errors import ParleyError
from bi.model.result import ResultSet
from nodes.asking import Asking
from nodes.together import stopped

logger = logging.getLogger(__name__)

# An answer that took longer than this comes from a database that has enough to do.
SLOW_MS = 500.0
# What is not there by then is done without.
_WITHIN_S = 1.0


async def answered_splits(
    splits: Sequence[Split], asking: Asking, *, fresh: bool, within_s: float = _WITHIN_S
) -> list[tuple[Split, ResultSet]]:
    """The rows of those that could be answered in time; the others are stopped. Never fails."""
    tasks = [asyncio.create_task(_rows(split, asking, fresh)) for split in splits]
    if not tasks:
        return []
    try:
        await asyncio.wait(tasks, timeout=within_s)
    finally:
        await stopped(tasks)
    found = [None if task.cancelled() else task.result() for task in tasks]
    return [(split, rows) for split, rows in zip(splits, found, strict=True) if rows is not None]


async def _rows(split: Split, asking: Asking, fresh: bool) -> ResultSet | None:
    try:
        compiled = asking.datasource.compile(split.query, asking.viewer)
        return (await asking.ask(compiled, fresh=fresh)).rows
    except ParleyError as error:
        logger.debug("A change could not be split by %s: %s.", split.column, error.code)
    except Exception:
        logger.exception("A change could not be split by %s.", split.column)
    return None
