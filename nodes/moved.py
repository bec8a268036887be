"""A session whose version of the catalog is no longer there goes on with the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bi.compiler.compile import compile_query
from bi.datasources.connected import ConnectedDatasource
from bi.model.errors import ParleyError
from bi.model.reading import Question, Reading
from bi.model.semantic import SemanticQuery
from nodes.codec import decode
from nodes.state import BIState, Json

_MOVED = "The catalog has changed since this conversation began; it goes on with the new one."


def without_what_is_gone(state: BIState, datasource: ConnectedDatasource) -> BIState:
    """The state without earlier questions that the newest catalog cannot answer any more."""
    moved = state.copy()
    analysis = state.get("analysis")
    if analysis is not None and not _holds(analysis["query"], datasource):
        moved["forgot"] = True
    moved["options"] = _holding(state.get("options", []), datasource, "query")
    history = state.get("history", [])
    # Places in the history count: without one of them the rest would be others.
    moved["history"] = history if all(_holds(one, datasource) for one in history) else []
    return moved


def _holding(options: Sequence[Json], datasource: ConnectedDatasource, key: str) -> list[Json]:
    return [one for one in options if _holds(one[key], datasource)]


def _holds(query: Json, datasource: ConnectedDatasource) -> bool:
    """Whether everything that a query names is still there and fits together."""
    try:
        compile_query(
            decode(SemanticQuery, query), datasource.catalog, datasource.warehouse.dialect
        )
    except (ParleyError, LookupError, AttributeError):
        return False
    return True


def telling_of_the_move(reading: Reading) -> Reading:
    """The same, and the answer says that it rests on another catalog than those before."""
    if not isinstance(reading, Question):
        return reading
    understanding = reading.understanding
    told = replace(understanding, assumptions=(_MOVED, *understanding.assumptions))
    return replace(reading, understanding=told)
