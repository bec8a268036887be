"""A session whose version of the catalog is no longer there goes on with the newest."""

from __future__ import annotations

from dataclasses import replace

from bi.compiler.compile import compile_query
from bi.datasources.connected import ConnectedDatasource
from bi.model.errors import ClaimMissing, ParleyError
from bi.model.reading import Question, Reading, WrittenSql
from nodes.earlier import asked, asked_by
from nodes.state import BIState, Json

_MOVED = "The catalog has changed since this conversation began; it goes on with the new one."


def without_what_is_gone(state: BIState, datasource: ConnectedDatasource) -> BIState:
    """The state without earlier questions that the newest catalog cannot answer any more."""
    moved = state.copy()
    analysis = state.get("analysis")
    if analysis is not None and not _holds(asked_by(analysis), datasource):
        moved["forgot"] = True
    moved["options"] = [
        option for option in state.get("options", []) if _holds(_offered(option), datasource)
    ]
    history = state.get("history", [])
    # Places in the history count: without one of them the rest would be others.
    moved["history"] = history if all(_holds(one, datasource) for one in history) else []
    return moved


def _offered(option: Json) -> Json:
    """What choosing an option would ask."""
    reading = option.get("reading", option)
    query: Json = reading if reading.get("kind") == "sql" else reading["query"]
    return query


def _holds(entry: Json, datasource: ConnectedDatasource) -> bool:
    """Whether everything that a query names is still there and fits together."""
    question = asked(entry)
    try:
        if isinstance(question, WrittenSql):
            datasource.guarded(question.sql)
        else:
            compile_query(question, datasource.catalog, datasource.warehouse.dialect)
    except ClaimMissing:
        return True  # that is the viewer's, who is asked again where it runs
    except (ParleyError, LookupError, AttributeError):
        return False
    return True


def telling_of_the_move(reading: Reading) -> Reading:
    """The same, and the answer says that it rests on another catalog than those before."""
    if not isinstance(reading, Question | WrittenSql):
        return reading
    understanding = reading.understanding
    told = replace(understanding, assumptions=(_MOVED, *understanding.assumptions))
    return replace(reading, understanding=told)
