"""What cannot be used says why, in words that a model can mend it by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
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
from bi.model.semantic import Filter, Operator, SemanticQuery
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
    "no query": ({"kind": "query"}, "The query must be an object"),
    "an empty query": ({"kind": "query", "query": {}}, "asks for nothing"),
    "an unknown measure": (
        {"kind": "query", "query": {"measures": [{"value": {"kind": "named", "name": "revenu"}}]}},
        "no measure or metric `revenu`; near it: `revenue`",
    ),
    "an unknown column": (
        {"kind": "query", "query": {"measures": [REVENUE], "groups": ["orders.regin"]}},
        "no column `orders.regin`; near it: `orders.region`",
    ),
    "an unknown dataset": (
        {"kind": "query", "query": {"measures": [{"dataset": "order"}]}},
        "no dataset `order`; near it: `orders`",
    ),
    "an unknown value": (
        {"kind": "query", "query": filtered("in", "Sout")},
        "`orders.region` has no value “Sout”; near it: “South”",
    ),
    "a filter without values": ({"kind": "query", "query": filtered("in")}, "needs 1 value,"),
    "half a range": (
        {"kind": "query", "query": filtered("between", 1, column="order_id")},
        "needs 2 values, and has 1",
    ),
    "a date that is none": (
        {"kind": "query", "query": filtered(">", "yesterday", column="order_date")},
        "“yesterday” is no date like 2026-01-31",
    ),
    "an operator that is none": (
        {"kind": "query", "query": filtered("like", "N%")},
        "must be one of in, not_in",
    ),
    "a key that is none": (
        {"kind": "query", "query": BY_REGION | {"having": "revenue > 5"}},
        "no key `having`; its keys are `measures`",
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
        "`end` is the day after its last one",
    ),
    "a period that has two meanings": (
        {
            "kind": "query",
            "query": BY_REGION
            | {"time": {"start": "2025-01-01", "moving": {"span": "this", "grain": "year"}}},
        },
        "both days and `moving`, and they differ: the days of `moving` are 2026-01-01 to",
    ),
    "periods of hours": (
        {"kind": "query", "query": BY_REGION | {"time": {"moving": {"span": "this"}}}},
        "`time.moving` needs a key `grain`",
    ),
    "a value of another type": (
        {"kind": "query", "query": filtered("in", "many", column="order_id")},
        "`orders.order_id` is.",
    ),
    "an order among truths": (
        {
            "kind": "query",
            "query": BY_REGION
            | {"filters": [{"column": "order_lines.returned", "operator": ">", "values": [True]}]},
        },
        "is boolean: it has no condition with '>'",
    ),
    "a search in numbers": (
        {"kind": "query", "query": filtered("contains", "1", column="order_id")},
        "it has no condition with 'contains'",
    ),
    "a condition on rows by a measure": (
        {
            "kind": "query",
            "query": BY_REGION
            | {"filters": [{"column": "order_lines.revenue", "operator": ">", "values": [5]}]},
        },
        "belong to `measure_filters`",
    ),
    "a range upside down": (
        {"kind": "query", "query": filtered("between", 9, 1, column="order_id")},
        "has the lower one first: 1, 9",
    ),
    "a weekday that is none": (
        {
            "kind": "query",
            "query": BY_REGION | {"part_filters": [{"part": "weekday", "values": [9]}]},
        },
        "“9” is no weekday: 1 to 7 are",
    ),
    "a holiday that is none": (
        {
            "kind": "query",
            "query": BY_REGION | {"part_filters": [{"part": "holiday", "values": ["Yule"]}]},
        },
        "“Yule” is no holiday of the catalog",
    ),
    "a percentile of nothing": (
        {
            "kind": "query",
            "query": {"measures": [{"aggregation": "percentile", "column": "orders.order_id"}]},
        },
        "`fraction` of a percentile is between 0 and 1",
    ),
    "columns that cannot be compared": (
        {
            "kind": "query",
            "query": BY_REGION
            | {
                "conditions": [
                    {"column": "orders.ship_date", "operator": ">", "other": "orders.region"}
                ]
            },
        },
        "`orders.ship_date` is date and `orders.region` is text",
    ),
    "an average of text": (
        {
            "kind": "query",
            "query": BY_REGION
            | {
                "conditions": [
                    {"column": "orders.region", "operator": ">", "aggregation": "average"}
                ]
            },
        },
        "it has no average",
    ),
    "no condition of several": (
        {
            "kind": "query",
            "query": BY_REGION | {"conditions": [{"kind": "either", "filters": []}]},
        },
        "has at least one filter",
    ),
    "a forecast along nothing": (
        {"kind": "query", "query": BY_REGION | {"forecast": {"periods": 3}}},
        "needs a group of the kind time",
    ),
    "a group twice": (
        {"kind": "query", "query": BY_REGION | {"groups": ["orders.region", "orders.region"]}},
        "same group twice",
    ),
    "a name of several columns": (
        {"kind": "query", "query": BY_REGION | {"groups": ["region"]}},
        "`region` is a column of several datasets: `orders.region`",
    ),
    "an object of no kind": (
        {"kind": "query", "query": {"measures": [{"value": {"colour": "red"}}]}},
        "`measures[0].value` must be an object whose `kind` is one of `named`, `aggregate`",
    ),
    "what cannot be compiled": (
        {"kind": "query", "query": BY_REGION | {"groups": [{"grain": "month", "column": REGION}]}},
        "Region is no date",
    ),
    "a change of nothing": (
        {"kind": "query", "query": BY_REGION | {"order": [{"target": "change"}]}},
        "needs a `comparison`",
    ),
    "a place outside the groups": (
        {
            "kind": "query",
            "query": BY_REGION
            | {"order": [{"target": "measure"}], "limit": {"count": 3, "within": [4]}},
        },
        "`limit.within` counts the query's 1 groups",
    ),
    "a meaning of nothing": ({"kind": "describe", "topic": "meaning"}, "needs a subject"),
    "an option that is none": (
        {"kind": "ask_back", "message": "Which?", "options": [BY_REGION, {"measures": ["cats"]}]},
        "Of option 1: There is no measure or metric `cats`",
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


def test_a_rule_is_put_onto_a_query_once_and_aside_where_the_sentence_says_so(
    demo_catalog: Catalog,
) -> None:
    """Whoever changes a query may have the rule's condition from it."""
    catalog = replace(demo_catalog, instructions=("Leave out returned orders.",))
    engine = learned(LanguageEngine(catalog, Profile()))
    returned = {"column": "order_lines.returned", "operator": "not_in", "values": [True]}
    value = {"kind": "query", "query": BY_REGION | {"filters": [returned]}}

    def read(text: str) -> Question:
        reading = read_reply(value, Asked(text, engine, TODAY, "duckdb", Unsupported(""), 8000))
        assert isinstance(reading, Question)
        return reading

    plainly = read("revenue by region")
    assert len(plainly.query.filters) == 1
    assert "by the instruction" in " ".join(plainly.understanding.assumptions)
    assert [token.text for token in plainly.understanding.tokens].count("Not returned") == 1
    assert not read("revenue by region including returned orders").query.filters


def test_what_was_set_aside_before_stays_aside(asked: Asked) -> None:
    column = ColumnRef("order_lines", "returned")
    before = replace(asked, previous=SemanticQuery(regardless=(column,)))
    value = {"kind": "query", "query": BY_REGION, "refines": True}
    reading = read_reply(value, before)
    assert isinstance(reading, Question)
    assert reading.refines
    assert reading.query.regardless == (column,)


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


# A query with something of each sort, of which one part is put in another's place.
_WHOLE: dict[str, Any] = {
    "measures": [{"value": {"kind": "named", "name": "revenue"}, "calculation": "share_of_total"}],
    "groups": [{"kind": "time", "grain": "month"}, {"kind": "dimension", "column": REGION}],
    "filters": [{"column": REGION, "operator": "in", "values": ["West"]}],
    "conditions": [{"kind": "related", "dataset": "customers", "other": "orders", "count": 1}],
    "part_filters": [{"part": "weekday", "values": [1]}],
    "measure_filters": [
        {"value": {"kind": "named", "name": "orders"}, "operator": ">", "values": [5]}
    ],
    "time": {"moving": {"span": "previous", "grain": "year", "count": 1}},
    "comparison": {"grain": "year", "count": 1},
    "order": [{"target": "measure", "index": 0}],
    "limit": {"count": 5, "within": [0]},
}


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each container with each of its keys."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


@settings(deadline=None, suppress_health_check=[*HealthCheck])
@given(st.data())
def test_a_query_that_was_damaged_is_never_worse_than_unusable(data: st.DataObject) -> None:
    query = deepcopy(_WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(_places(query))
        parts = [container[key] for container, key in places]
        container, key = data.draw(st.sampled_from(places))
        container[key] = data.draw(_JSON | st.sampled_from(parts).map(deepcopy))
    with suppress(ReplyUnusable):
        reading = read_reply({"kind": "query", "query": query}, _nonsense_asked())
        assert isinstance(reading, Question)
        assert reading.understanding.tokens


_asked: list[Asked] = []


def _nonsense_asked() -> Asked:
    """Hypothesis and fixtures of a module do not go together."""
    if not _asked:
        from bi.catalog.load import load_catalog
        from demo.location import CATALOG

        engine = LanguageEngine(load_catalog(CATALOG), Profile())
        _asked.append(Asked("revenue", engine, TODAY, "duckdb", Unsupported(""), 8000))
    return _asked[0]
