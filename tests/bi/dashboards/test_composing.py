"""Tiles for a topic, over catalogs of several shapes."""

from __future__ import annotations

import pytest

from bi.catalog.wording import title_of
from bi.compiler.compile import compile_query
from bi.dashboards.composing import Topic, default_topic, queries_for
from bi.model.catalog import Catalog, ColumnRef
from bi.model.profile import Profile
from bi.model.semantic import NamedMeasure
from tests.bi.shop import SHOP

PROFILE = Profile(
    values={
        ColumnRef("orders", "region"): ("North", "South"),
        ColumnRef("customers", "country"): ("Canada", "United States"),
        ColumnRef("products", "category"): ("Furniture", "Technology"),
        ColumnRef("customers", "name"): tuple(f"Customer {n}" for n in range(40)),
    }
)


def titles(topic: Topic, catalog: Catalog = SHOP) -> list[str]:
    return [title_of(query, catalog) for query in queries_for(topic, catalog, PROFILE)]


def topic_of(*names: str) -> Topic:
    return Topic(tuple(NamedMeasure(name) for name in names))


def test_figures_come_first_then_time_then_breakdowns() -> None:
    found = titles(topic_of("revenue"))
    assert found[0] == "Revenue"
    months = found.index("Revenue by month")
    assert all(" by " not in title for title in found[:months])
    assert found[months + 1 : months + 4] == [
        "Revenue by country",
        "Revenue by category",
        "Revenue by region",
    ]


def test_what_has_too_many_values_is_no_breakdown() -> None:
    assert "Revenue by name" not in titles(topic_of("revenue"))


def test_the_same_topic_gives_the_same_tiles_each_once() -> None:
    found = titles(topic_of("revenue", "orders"))
    assert found == titles(topic_of("revenue", "orders"))
    assert len(found) == len(set(found))
    assert {"Revenue by month", "Orders by month"} <= set(found)


def test_a_short_period_is_shown_by_smaller_buckets() -> None:
    values = (NamedMeasure("revenue"),)
    assert "Revenue by day" in titles(Topic(values, days=31))
    assert "Revenue by week" in titles(Topic(values, days=92))
    assert "Revenue by month" in titles(Topic(values, days=366))
    assert "Revenue by year" in titles(Topic(values, days=9000))


def test_a_column_with_one_value_left_tells_nothing_apart() -> None:
    fixed = frozenset({ColumnRef("orders", "region")})
    assert "Revenue by region" not in titles(Topic((NamedMeasure("revenue"),), fixed=fixed))


def test_a_catalog_that_measures_nothing_counts_its_rows() -> None:
    topic = default_topic(SHOP)
    assert topic is not None
    assert topic.values[0] is not None


@pytest.mark.parametrize("measure", [m.name for d in SHOP.datasets for m in d.measures])
def test_every_tile_of_every_measure_has_right_sql(measure: str) -> None:
    for query in queries_for(topic_of(measure), SHOP, PROFILE):
        compile_query(query, SHOP, "duckdb")


def test_every_tile_of_the_demos_measures_has_right_sql(demo_catalog: Catalog) -> None:
    measures = [m.name for d in demo_catalog.datasets for m in d.measures]
    for name in (*measures, *(metric.name for metric in demo_catalog.metrics)):
        for query in queries_for(topic_of(name), demo_catalog, Profile()):
            compile_query(query, demo_catalog, "duckdb")
