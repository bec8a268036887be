"""What cannot be used says why, in words that a model can mend it by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bi.language.engine import LanguageEngine
from bi.language.lessons.learn import learned
from bi.model.catalog import Catalog, ColumnRef
from bi.model.profile import Profile
from bi.model.reading import (
    ChartWish,
    Clarification,
    DescribeData,
    Question,
    Topic,
    Unsupported,
    WrittenSql,
)
from bi.model.semantic import Filter, Operator
from llm.asked import Asked
from llm.errors import ReplyUnusable
from llm.forms.read_reply import read_reply

TODAY = date(2026, 6, 30)
REVENUE = {"value": {"kind": "named", "name": "revenue"}}
REGION = {"dataset": "orders", "name": "region"}
BY_REGION = {"measures": [REVENUE], "groups": [{"kind": "dimension", "column": REGION}]}


@pytest.fixture(scope="module")
def engine(demo_catalog: Catalog) -> LanguageEngine:
    profile = Profile(values={ColumnRef("orders", "region"): ("North", "South", "West")})
    return LanguageEngine(demo_catalog, profile)


@pytest.fixture(scope="module")
def asked(engine: LanguageEngine) -> Asked:
    return Asked("revenue", engine, TODAY, "duckdb", Unsupported(""), 8000)


def filtered(operator: str, *values: Any, column: str = "region") -> dict[str, Any]:
    one = {"column": {"dataset": "orders", "name": column}, "operator": operator}
    return BY_REGION | {"filters": [one | {"values": list(values)}]}


def timed(start: str | None, end: str | None) -> dict[str, Any]:
    return BY_REGION | {"time": {"start": start, "end": end}}


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "no kind": ({}, "kind is one of query, sql"),
    "another kind": ({"kind": "poem"}, "kind is one of"),
    "no query": ({"kind": "query"}, "no object"),
    "an empty query": ({"kind": "query", "query": {}}, "asks for nothing"),
    "an unknown measure": (
        {"kind": "query", "query": {"measures": [{"value": {"kind": "named", "name": "revenu"}}]}},
        "no measure or metric 'revenu'; near it: revenue",
    ),
    "an unknown column": (
        {"kind": "query", "query": {"measures": [REVENUE], "groups": ["orders.regin"]}},
        "no column 'orders.regin'; near it: orders.region",
    ),
    "an unknown dataset": (
        {"kind": "query", "query": {"measures": [{"dataset": "order"}]}},
        "no dataset 'order'; near it: ",
    ),
    "an unknown value": (
        {"kind": "query", "query": filtered("in", "Sout")},
        "orders.region has no value 'Sout'; near it: 'South'",
    ),
    "a filter without values": ({"kind": "query", "query": filtered("in")}, "needs 1 value(s)"),
    "half a range": (
        {"kind": "query", "query": filtered("between", 1, column="order_id")},
        "needs 2 value(s)",
    ),
    "a date that is none": (
        {"kind": "query", "query": filtered(">", "yesterday", column="order_date")},
        "holds dates",
    ),
    "an operator that is none": ({"kind": "query", "query": filtered("like", "N%")}, "of the form"),
    "a key that is none": (
        {"kind": "query", "query": BY_REGION | {"having": "revenue > 5"}},
        "no 'having'",
    ),
    "a limit without an order": (
        {"kind": "query", "query": BY_REGION | {"limit": {"count": 5}}},
        "needs an order",
    ),
    "an order by nothing": (
        {"kind": "query", "query": BY_REGION | {"order": [{"target": "measure", "index": 3}]}},
        "no measure 3",
    ),
    "a period upside down": (
        {
            "kind": "query",
            "query": BY_REGION | {"time": {"start": "2025-01-01", "end": "2024-01-01"}},
        },
        "ends after it starts",
    ),
    "a period without days": (
        {"kind": "query", "query": timed(None, None)},
        "needs a start",
    ),
    "no SQL": ({"kind": "sql", "sql": "  "}, "holds no SQL"),
    "long SQL": ({"kind": "sql", "sql": "x" * 30_000}, "longer than"),
    "no such chart": ({"kind": "query", "query": BY_REGION, "chart": "cake"}, "no chart 'cake'"),
    "nothing to draw": ({"kind": "chart", "chart": "pie"}, "Nothing was answered"),
    "no topic": ({"kind": "describe", "topic": "weather"}, "topic is one of"),
    "no such subject": (
        {"kind": "describe", "topic": "meaning", "subject": "turnips"},
        "nothing called 'turnips'",
    ),
    "nothing asked back": ({"kind": "ask_back"}, "no message"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_says_what_to_mend(fault: str, asked: Asked) -> None:
    value, reason = FAULTS[fault]
    with pytest.raises(ReplyUnusable) as unusable:
        read_reply(value, asked)
    assert reason in unusable.value.reason


def test_a_query_is_understood_part_by_part(asked: Asked) -> None:
    query = filtered("in", "north") | {"time": {"moving": {"span": "previous", "grain": "month"}}}
    value = {"kind": "query", "query": query, "assumptions": ["Sales are revenue."], "chart": "pie"}
    reading = read_reply(value, asked)
    assert isinstance(reading, Question)
    told = [token.text for token in reading.understanding.tokens]
    assert told == ["Revenue", "By region", "Only North", "Last month"]
    assert reading.understanding.assumptions == ("Sales are revenue.",)
    assert reading.query.time is not None
    assert reading.query.time.start == date(2026, 5, 1)
    assert reading.chart == "pie"


def test_sql_is_for_the_guard_to_judge(asked: Asked) -> None:
    value = {"kind": "sql", "sql": "DROP TABLE orders;", "title": "All <b>gone</b>"}
    reading = read_reply(value, asked)
    assert isinstance(reading, WrittenSql)
    assert reading.sql == "DROP TABLE orders"
    assert "<" not in reading.title


def test_other_replies(asked: Asked) -> None:
    assert read_reply({"kind": "describe", "topic": "overview"}, asked) == DescribeData(
        Topic.OVERVIEW
    )
    before = replace(asked, previous=WrittenSql("SELECT 1", "one"))
    assert isinstance(read_reply({"kind": "chart", "chart": "pie"}, before), ChartWish)
    refused = read_reply({"kind": "refuse", "message": "No.", "unknown": ["turnips"]}, asked)
    assert refused == Unsupported("No.", ("turnips",))
    asking = {"kind": "ask_back", "message": "Which?", "options": [BY_REGION]}
    back = read_reply(asking, asked)
    assert isinstance(back, Clarification)
    assert [option.label for option in back.options] == ["Revenue by region"]


def test_a_rule_that_stands_holds_for_a_models_query_too(demo_catalog: Catalog) -> None:
    catalog = replace(demo_catalog, instructions=("Leave out returned orders.",))
    engine = learned(LanguageEngine(catalog, Profile()))
    asked = Asked("revenue", engine, TODAY, "duckdb", Unsupported(""), 8000)
    reading = read_reply({"kind": "query", "query": BY_REGION}, asked)
    assert isinstance(reading, Question)
    returned = Filter(ColumnRef("order_lines", "returned"), Operator.NOT_IN, (True,))
    assert returned in reading.query.filters


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
_KEYS = ["measures", "groups", "filters", "time", "order", "limit", "conditions", "columns"]
_QUERIES = st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=5)


@settings(deadline=None, suppress_health_check=[*HealthCheck])
@given(_QUERIES)
def test_nonsense_is_never_more_than_unusable(query: dict[str, Any]) -> None:
    with pytest.raises(ReplyUnusable):
        read_reply({"kind": "query", "query": query}, _nonsense_asked())


_asked: list[Asked] = []


def _nonsense_asked() -> Asked:
    """Hypothesis and fixtures of a module do not go together."""
    if not _asked:
        from bi.catalog.load import load_catalog
        from demo.location import CATALOG

        engine = LanguageEngine(load_catalog(CATALOG), Profile())
        _asked.append(Asked("revenue", engine, TODAY, "duckdb", Unsupported(""), 8000))
    return _asked[0]
