"""The rows behind an analysis, for the nodes after sql."""

from __future__ import annotations

from bi.model.errors import ParleyError
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from nodes.answer import ResultRef
from nodes.asking import Asking
from nodes.codec import decode, encode
from nodes.earlier import written_of
from nodes.provenance import freshness_of
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


async def asked_again(analysis: Analysis, asking: Asking) -> Analysis:
    """The analysis of an earlier turn whose rows are kept no longer, on today's data.

    Raises what compiling and asking do.
    """
    written = written_of(analysis)
    compiled = await asking.prepared(written or decode(SemanticQuery, analysis["query"]))
    asked = await asking.ask(compiled, fresh=False)
    freshness = await freshness_of(asked, compiled.lineage, asking.datasource, asking.viewer)
    return {
        **analysis,
        "sql": compiled.sql,
        "rights": asking.datasource.seen_by(asking.viewer).rights,
        "result": encode(asked.reference),
        "lineage": encode(compiled.lineage),
        "freshness": encode(freshness),
    }
