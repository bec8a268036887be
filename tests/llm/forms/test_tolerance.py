"""What weaker models write, and which has one meaning only, is read as that."""

from __future__ import annotations

from typing import Any

import pytest

from bi.language.engine import LanguageEngine
from bi.model.reading import Clarification, DescribeData, Question, Unsupported, WrittenSql
from llm.asked import Asked
from llm.forms.read_query import read_query
from llm.forms.read_reply import read_reply
from tests.bi.language.conftest import TODAY

REGION = {"dataset": "orders", "name": "region"}
REVENUE = {"value": {"kind": "named", "name": "revenue"}}
TOTAL: dict[str, Any] = {"measures": [REVENUE]}


@pytest.fixture(scope="module")
def asked(demo_engine: LanguageEngine) -> Asked:
    return Asked("revenue", demo_engine, TODAY, "duckdb", Unsupported(""), 8000)


def by_region(group: Any) -> dict[str, Any]:
    return TOTAL | {"groups": [group]}


def only_west(**condition: Any) -> dict[str, Any]:
    return TOTAL | {"filters": [{"column": REGION, "operator": "in"} | condition]}


def last_month(moving: Any) -> dict[str, Any]:
    return TOTAL | {"time": {"start": None, "end": None, "moving": moving}}


def top_five(limit: Any, order: Any) -> dict[str, Any]:
    return by_region({"kind": "dimension", "column": REGION}) | {"limit": limit, "order": order}


GROUPED = by_region({"kind": "dimension", "column": REGION, "bin_width": None})
WEST = only_west(values=["West"])
PREVIOUS = last_month({"span": "previous", "grain": "month", "count": 1})
BEST = top_five({"count": 5, "within": []}, [{"target": "measure", "index": 0, "descending": True}])
DISCOUNT = {
    "measures": [
        {
            "value": {
                "kind": "aggregate",
                "aggregation": "average",
                "column": {"dataset": "order_lines", "name": "discount"},
            }
        }
    ]
}
PER_ORDER = {
    "measures": [
        {
            "value": {
                "kind": "ratio",
                "numerator": {"kind": "named", "name": "revenue"},
                "denominator": {"kind": "named", "name": "orders"},
            }
        }
    ]
}
MONDAYS = TOTAL | {"part_filters": [{"part": "weekday", "values": [1]}]}
RETURNED = {"dataset": "order_lines", "name": "returned"}
LEFT_RETURNED = TOTAL | {"filters": [{"column": RETURNED, "operator": "in", "values": [True]}]}
OVER_THREE = TOTAL | {
    "filters": [
        {"column": {"dataset": "order_lines", "name": "quantity"}, "operator": ">", "values": [3]}
    ]
}

MEANT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"measures": ["revenue"]}, TOTAL),
    ({"measures": "Revenue"}, TOTAL),
    ({"measures": [{"name": "revenue"}]}, TOTAL),
    ({"measures": [{"value": "order_lines.revenue"}]}, TOTAL),
    ({"measures": [{"kind": "named", "dataset": "order_lines", "name": "revenue"}]}, TOTAL),
    (TOTAL | {"groups": None, "limit": {}, "time": {"start": None, "end": None}}, TOTAL),
    (TOTAL | {"dataset": "orders"}, TOTAL),
    (by_region("orders.region"), GROUPED),
    (by_region("Orders.Region"), GROUPED),
    (by_region(REGION), GROUPED),
    (by_region({"column": "orders.region"}), GROUPED),
    (by_region({"kind": "Dimension", "column": {"name": "orders.region"}}), GROUPED),
    (by_region({"kind": "dimension", **REGION}), GROUPED),
    (only_west(values="west "), WEST),
    (only_west(value="WEST"), WEST),
    (only_west(operator="=", values=["West"]), WEST),
    (only_west(operator="IN", values=["West"]), WEST),
    (last_month({"span": "Previous", "grain": "MONTH"}), PREVIOUS),
    (last_month({"span": "previous", "grain": "month", "count": "1", "skip": None}), PREVIOUS),
    (TOTAL | {"time": {"start": "2026-05-01", "end": "2026-06-01"} | PREVIOUS["time"]}, PREVIOUS),
    (top_five(5, [{"target": "Measure", "descending": True}]), BEST),
    (top_five({"count": "5"}, {"target": "measure", "descending": "true"}), BEST),
    ({"measures": [{"aggregation": "AVG", "column": "order_lines.discount"}]}, DISCOUNT),
    ({"measures": [{"value": {"numerator": "revenue", "denominator": "orders"}}]}, PER_ORDER),
    (TOTAL | {"part_filters": [{"part": "weekday", "values": ["monday"]}]}, MONDAYS),
    (TOTAL | {"part_filters": [{"part": "weekday", "values": ["1"]}]}, MONDAYS),
    (
        TOTAL | {"filters": [{"column": RETURNED, "operator": "in", "values": ["Yes"]}]},
        LEFT_RETURNED,
    ),
    (
        TOTAL | {"filters": [{"column": "order_lines.quantity", "operator": ">", "values": ["3"]}]},
        OVER_THREE,
    ),
]


@pytest.mark.parametrize(("written", "meant"), MEANT)
def test_it_is_read_as_what_it_means(
    written: dict[str, Any], meant: dict[str, Any], demo_engine: LanguageEngine
) -> None:
    found = read_query(written, demo_engine, "duckdb", TODAY)
    assert found == read_query(meant, demo_engine, "duckdb", TODAY)


@pytest.mark.parametrize(
    "reply",
    [
        {"query": TOTAL},
        {"kind": "Query", "query": TOTAL},
        TOTAL,
        {"kind": "query", **TOTAL},
        {"kind": "query", "query": TOTAL, "chart": "", "refines": "false"},
    ],
)
def test_a_reply_may_leave_out_what_the_rest_decides(reply: dict[str, Any], asked: Asked) -> None:
    whole: dict[str, Any] = {"kind": "query", "query": TOTAL, "chart": None, "refines": False}
    assert read_reply(reply, asked) == read_reply(whole, asked)


def test_a_chart_may_be_written_with_spaces(asked: Asked) -> None:
    reading = read_reply({"kind": "query", "query": GROUPED, "chart": "Horizontal bar"}, asked)
    assert isinstance(reading, Question)
    assert reading.chart == "horizontal_bar"


def test_sql_comes_out_of_its_fence(asked: Asked) -> None:
    reading = read_reply({"kind": "sql", "sql": "```sql\nSELECT 1;\n```"}, asked)
    assert isinstance(reading, WrittenSql)
    assert reading.sql == "SELECT 1"


@pytest.mark.parametrize("subject", ["revenue", "Revenue", "order_lines.revenue"])
def test_a_subject_is_called_by_its_catalog_name(subject: str, asked: Asked) -> None:
    reading = read_reply({"kind": "describe", "topic": "Meaning", "subject": subject}, asked)
    assert isinstance(reading, DescribeData)
    assert reading.subject == "revenue"


def test_options_that_mean_the_same_are_one(asked: Asked) -> None:
    options = [TOTAL, {"measures": ["revenue"]}, {"label": "by region", "query": GROUPED}]
    reading = read_reply({"kind": "ask back", "message": "Which?", "options": options}, asked)
    assert isinstance(reading, Clarification)
    assert [option.label for option in reading.options] == ["Revenue", "Revenue by region"]


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2024-01-01", "2025-01-01", "2024"),
        ("2023-01-01", "2026-01-01", "2023 to 2025"),
        ("2025-07-01", "2026-01-01", "H2 2025"),
        ("2025-10-01", "2026-01-01", "Q4 2025"),
        ("2025-10-01", "2026-04-01", "Q4 2025 to Q1 2026"),
        ("2025-03-01", "2025-06-01", "March 2025 to May 2025"),
        ("2025-03-05", "2025-03-06", "5 March 2025"),
        ("2025-03-05", "2025-03-08", "5 March 2025 to 7 March 2025"),
        ("2025-01-01", None, "since 2025"),
        ("2025-03-01", None, "since March 2025"),
        ("2025-03-02", None, "since 2 March 2025"),
        (None, "2025-01-01", "before 2025"),
    ],
)
def test_days_are_called_as_people_call_them(
    start: str | None, end: str | None, label: str, demo_engine: LanguageEngine
) -> None:
    query = read_query(TOTAL | {"time": {"start": start, "end": end}}, demo_engine, "duckdb", TODAY)
    assert query.time is not None
    assert query.time.label == label
