"""Replies of a scripted model, in the forms that it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llm.forms.dashboard_form import dashboard_form
from llm.forms.reply_form import reply_form
from llm.messages import Form

# A column, an operator, and its values.
Condition = tuple[str, str, Sequence[Any]]


def sql_reply(sql: str, title: str = "Written", **more: Any) -> dict[str, Any]:
    return _reply(reply_form(), kind="sql", sql=sql, title=title, **more)


def query_reply(
    *,
    measures: Sequence[str] = (),
    groups: Sequence[str] = (),
    filters: Sequence[Condition] = (),
    assumptions: Sequence[str] = (),
    refines: bool = False,
) -> dict[str, Any]:
    """Measures by their names, columns as `dataset.name`."""
    query = query_of(measures, groups, filters)
    said = list(assumptions)
    return _reply(reply_form(), kind="query", query=query, assumptions=said, refines=refines)


def ask_back_reply(message: str, *options: dict[str, Any]) -> dict[str, Any]:
    """`options` as `query_of` gives them."""
    said = {"message": message, "unknown": [message]}
    return _reply(reply_form(), kind="ask_back", options=list(options), **said)


def refusal_reply(message: str) -> dict[str, Any]:
    return _reply(reply_form(), kind="refuse", message=message, unknown=[message])


def dashboard_reply(title: str, *tiles: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A new dashboard of tiles with a title and a query each."""
    made = [{"title": name, "query": query, "chart": None} for name, query in tiles]
    return _reply(dashboard_form(), kind="create", title=title, tiles=made)


def query_of(
    measures: Sequence[str], groups: Sequence[str] = (), filters: Sequence[Condition] = ()
) -> dict[str, Any]:
    """A semantic query."""
    return {
        "measures": [{"value": {"kind": "named", "name": name}} for name in measures],
        "groups": [{"kind": "dimension", "column": _column(name)} for name in groups],
        "filters": [
            {"column": _column(name), "operator": operator, "values": list(values)}
            for name, operator, values in filters
        ],
    }


def _reply(form: Form, **parts: Any) -> dict[str, Any]:
    """What is not said is null, as an endpoint gives it that holds to the form."""
    return dict.fromkeys(form.schema["required"]) | parts


def _column(name: str) -> dict[str, str]:
    dataset, _, column = name.partition(".")
    return {"dataset": dataset, "name": column}
