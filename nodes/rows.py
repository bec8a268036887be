"""The rows behind an analysis, for the nodes after sql."""

from __future__ import annotations

from bi.model.errors import ParleyError
from bi.model.result import ResultSet
from nodes.answer import ResultRef
from nodes.codec import decode
from nodes.services import ResultStore
from nodes.state import Analysis


class RowsExpired(ParleyError):
    """The rows went between two nodes of one turn: the store's lifetime is set too short."""

    code = "rows_expired"
    retryable = True


async def rows_of(analysis: Analysis, results: ResultStore) -> ResultSet:
    """Raises RowsExpired."""
    result = await results.load(decode(ResultRef, analysis["result"]).key)
    if result is None:
        raise RowsExpired
    return result
