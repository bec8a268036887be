"""Replies in the forms that a model is given, as an endpoint gives them that holds to a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from llm.forms.dashboard_form import dashboard_form
from llm.forms.reply_form import reply_form

# A column, an operator, and its values.
Condition = tuple[str, str, Sequence[Any]]


def query_reply(
    title: str,
    *,
    measures: Iterable[str] = (),
    groups: Iterable[str] = (),
    filters: Iterable[Condition] = (),
) -> dict[str, Any]:
    """`groups` and the columns of `filters` are written `dataset.column`."""
    return _reply("query", query=query_of(measures, groups, filters), assumptions=[title])


def sql_reply(sql: str, title: str = "Written") -> dict[str, Any]:
    return _reply("sql", sql=sql, title=title)


def refusal_reply(message: str) -> dict[str, Any]:
    return _reply("refuse", message=message, unknown=[message])


def dashboard_reply() -> dict[str, Any]:
    """Two tiles over the demo."""
    by_region = query_of(["revenue"], ["orders.region"])
    by_category = query_of(["revenue"], ["products.category"])
    tiles = [{"title": None, "query": one, "chart": None} for one in (by_region, by_category)]
    whole = dict.fromkeys(dashboard_form().schema["required"])
    return whole | {"kind": "create", "title": "Sales", "tiles": tiles}


def query_of(
    measures: Iterable[str], groups: Iterable[str], filters: Iterable[Condition] = ()
) -> dict[str, Any]:
    return {
        "measures": [{"value": {"kind": "named", "name": name}} for name in measures],
        "groups": [{"kind": "dimension", "column": _column(name)} for name in groups],
        "filters": [
            {"column": _column(name), "operator": operator, "values": list(values)}
            for name, operator, values in filters
        ],
    }


def _column(name: str) -> dict[str, str]:
    dataset, _, column = name.partition(".")
    return {"dataset": dataset, "name": column}


def _reply(kind: str, **parts: Any) -> dict[str, Any]:
    return dict.fromkeys(reply_form().schema["required"]) | {"kind": kind, **parts}
