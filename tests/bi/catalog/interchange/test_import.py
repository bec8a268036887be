"""Files as others write them, read as catalogs."""

from __future__ import annotations

from typing import Any

import pytest

from bi.catalog.inspection import Column, Inspection, Table
from bi.catalog.interchange.dbt.states import non_additive
from bi.catalog.interchange.format import Format
from bi.catalog.interchange.notes import InterchangeUnreadable
from bi.catalog.interchange.sql import NotExpressed
from bi.catalog.interchange.translate import Translated, import_catalog, plain_of
from bi.catalog.schema import MeasureSection
from bi.model.catalog import ColumnType
from tests.bi.catalog.interchange.test_round_trips import section_of


def datasets(found: Translated) -> dict[str, Any]:
    errors = [str(fault) for fault in found.faults if fault.level == "error"]
    assert errors == []
    plain: dict[str, Any] = plain_of(section_of(found.text))["datasets"]
    return plain


def metrics(found: Translated) -> dict[str, str]:
    written = plain_of(section_of(found.text)).get("metrics", {})
    return {name: metric["formula"] for name, metric in written.items()}


def told(found: Translated) -> set[tuple[str, str]]:
    return {(note.place.rpartition(".")[2], note.what) for note in found.not_carried}


_OSI = """
version: 0.2.0.dev0
semantic_model:
  - name: retail sales
    ai_context: {instructions: Be kind., examples: [total sales by city]}
    datasets:
      - name: sales
        source: dw.public.sales
        primary_key: [sale_id]
        unique_keys: [[sale_id], [receipt]]
        fields:
          - &id
            name: sale_id
            expression: {dialects: [{dialect: ANSI_SQL, expression: sale_id}]}
            datatype: Integer
            dimension: {is_time: false}
          - name: sold
            expression: {dialects: [{dialect: SNOWFLAKE, expression: "TO_DATE(sold_at)"}]}
            datatype: Date
            dimension: {is_time: true}
          - name: amount
            expression: {dialects: [{dialect: ANSI_SQL, expression: net + tax}]}
            datatype: Decimal
          - name: shape
            expression: {dialects: [{dialect: ANSI_SQL, expression: shape}]}
            datatype: Opaque
          - name: note
            expression: {dialects: [{dialect: MDX, expression: "[Note]"}]}
      - name: stores
        source: stores
        primary_key: [id]
        fields:
          - name: town
            expression: {dialects: [{dialect: ANSI_SQL, expression: city}]}
            datatype: String
            dimension: {}
            ai_context: {synonyms: [place]}
    relationships:
      - {name: sold_in, from: sales, to: stores, from_columns: [store], to_columns: [id]}
      - {name: returned_to, from: sales, to: stores, from_columns: [back], to_columns: [id]}
    metrics:
      - &sum
        name: turnover
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
        ai_context: {synonyms: [takings]}
      - {<<: *sum, name: again}
      - name: number
        expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(sales.sale_id)}]}
      - name: big
        expression:
          dialects:
            - {dialect: ANSI_SQL, expression: SUM(CASE WHEN sales.amount > 9 THEN sales.amount END)}
      - name: per_sale
        expression:
          dialects:
            - {dialect: ANSI_SQL, expression: "SUM(sales.amount) / NULLIF(COUNT(sales.sale_id), 0)"}
      - name: per_town
        expression:
          dialects:
            - {dialect: ANSI_SQL, expression: SUM(sales.amount) / COUNT(DISTINCT stores.town)}
      - name: mixed
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount * stores.id)}]}
      - name: rounded
        expression: {dialects: [{dialect: ANSI_SQL, expression: "ROUND(SUM(sales.amount), 2)"}]}
"""


def test_a_model_of_open_semantic_interchange() -> None:
    found = import_catalog([_OSI], Format.OSI, "x", "duckdb:///x.duckdb")
    assert datasets(found) == {
        "sales": {
            "table": "dw.public.sales",
            "key": ["sale_id"],
            "joins": {
                "stores": {"columns": {"store": "id"}},
                "returned_to": {"dataset": "stores", "columns": {"back": "id"}},
            },
            "dimensions": {
                "sale_id": {"type": "integer"},
                "sold": {"type": "date", "expression": "CAST(sold_at AS DATE)"},
            },
            "measures": {
                "turnover": {"sum": "net + tax", "synonyms": ["takings"]},
                "number": {"count": "*"},
                "big": {"sum": "net + tax", "filter": "net + tax > 9"},
            },
        },
        "stores": {
            "key": ["id"],
            "dimensions": {"town": {"column": "city", "synonyms": ["place"]}},
            "measures": {"city_count_distinct": {"count_distinct": "city"}},
        },
    }
    assert metrics(found) == {
        "per_sale": "turnover / number",
        "per_town": "turnover / city_count_distinct",
    }
    assert section_of(found.text).datasource.id == "retail_sales"
    assert told(found) == {
        ("ai_context", "instructions"),
        ("sales", "unique_keys"),
        ("sold", "standard SQL of the expression"),
        ("shape", "the field"),
        ("note", "the expression"),
        ("again", "the metric"),
        ("mixed", "the metric"),
        ("rounded", "the metric"),
    }


_DBT = """
semantic_models:
  - name: orders
    model: ref('fct_orders')
    defaults: {agg_time_dimension: ordered_at}
    entities:
      - {name: order, type: primary, expr: order_id}
      - {name: customer, type: foreign, expr: customer_id}
      - {name: voucher, type: foreign}
      - {name: season, type: natural}
    dimensions:
      - {name: ordered_at, type: time, type_params: {time_granularity: day}, is_partition: true}
      - {name: is_food, type: categorical, expr: "kind = 'food'"}
    measures:
      - {name: order_count, agg: sum, expr: 1}
      - {name: amount, agg: sum, description: Net., create_metric: true}
      - {name: typical, agg: percentile, agg_params: {percentile: 0.5}, expr: amount}
      - {name: top, agg: percentile, agg_params: {percentile: 0.9}, expr: amount}
      - name: stock
        agg: sum
        non_additive_dimension: {name: counted_at, window_choice: max}
---
semantic_models:
  - name: customers
    model: source('crm', 'clients')
    entities: [{name: customer, type: unique, expr: id}]
    dimensions: [{name: country, type: categorical, label: Land}]
metrics:
  - {name: orders, label: Orders, type: simple, type_params: {measure: order_count}}
  - name: food_orders
    label: Food
    type: simple
    type_params: {measure: {name: order_count, fill_nulls_with: 0}}
    filter: "{{ Dimension('order__is_food') }} = true"
  - name: home_orders
    type: simple
    type_params: {measure: order_count}
    filter: "{{ Dimension('customer__country') }} = 'DE'"
  - {name: food_share, type: ratio, type_params: {numerator: food_orders, denominator: orders}}
  - name: rest
    type: derived
    type_params:
      expr: everything - food
      metrics: [{name: orders, alias: everything}, {name: food_orders, alias: food}]
  - name: growth
    type: derived
    type_params:
      expr: orders - before
      metrics: [orders, {name: orders, alias: before, offset_window: 1 month}]
  - {name: running, type: cumulative, type_params: {measure: order_count}}
  - {name: bought, type: conversion, type_params: {}}
  - {name: of_lost, type: derived, type_params: {expr: 2 * running, metrics: [running]}}
saved_queries: [{name: weekly}]
"""


def test_semantic_models_of_dbt() -> None:
    found = import_catalog([_DBT], Format.DBT, "shop")
    food = {"count": "*", "filter": "(kind = 'food') = true", "label": "Food"}
    assert datasets(found) == {
        "orders": {
            "table": "fct_orders",
            "key": ["order_id"],
            "time": "ordered_at",
            "joins": {"customers": {"columns": {"customer_id": "id"}}},
            "dimensions": {
                "ordered_at": {"type": "date"},
                "is_food": {"expression": "kind = 'food'"},
            },
            "measures": {
                "orders": {"count": "*"},
                "food_orders": food,
                "amount": {"sum": "amount", "description": "Net."},
                "typical": {"median": "amount"},
            },
        },
        "customers": {
            "table": "clients",
            "key": ["id"],
            "dimensions": {"country": {"label": "Land"}},
        },
    }
    assert metrics(found) == {"food_share": "food_orders / orders", "rest": "orders - food_orders"}
    assert told(found) == {
        ("the file", "saved_queries"),
        ("voucher", "the entity"),
        ("season", "the entity"),
        ("ordered_at", "is_partition"),
        ("top", "the measure"),
        ("stock", "the measure"),
        ("food_orders", "fill_nulls_with"),
        ("home_orders", "the metric"),
        ("growth", "the metric"),
        ("running", "the metric"),
        ("bought", "the metric"),
        ("of_lost", "the metric"),
    }


_CUBE = """
cubes:
  - name: orders
    sql_table: public.orders
    title: All orders
    refresh_key: {every: 1 hour}
    joins:
      - {name: users, relationship: belongsTo, sql: "{CUBE}.user_id = {users}.id"}
      - {name: lines, relationship: one_to_many, sql: "{orders.id} = {lines}.order_id"}
    dimensions:
      - {name: id, sql: "{CUBE}.id", type: number, primary_key: true}
      - {name: state, sql: "{CUBE}.status", type: string}
      - {name: shouted, sql: "upper({state})", type: string}
      - {name: created_at, sql: created_at, type: time}
      - {name: place, type: geo, latitude: {sql: lat}, longitude: {sql: lon}}
      - {name: owner, sql: "{users.name}", type: string}
      - {name: secret, sql: "{{ secret() }}", type: string}
    segments: [{name: done, sql: "{CUBE}.status = 'done'"}]
    measures:
      - {name: count, type: count, drill_members: [id]}
      - {name: amount, sql: "{CUBE}.amount", type: sum, format: currency, title: Takings}
      - {name: done_count, type: count, filters: [{sql: "{CUBE}.status = 'done'"}]}
      - {name: done_share, sql: "1.0 * {done_count} / NULLIF({count}, 0)", type: number}
      - {name: average, sql: "SUM({CUBE}.amount) / COUNT(*)", type: number}
      - {name: usual, sql: "median({CUBE}.amount)", type: number}
      - {name: per_user, sql: "{amount} / {users.count}", type: number}
      - {name: running, sql: amount, type: sum, rolling_window: {trailing: unbounded}}
      - {name: ranked, type: rank}
    hierarchies: [{name: path, title: Way, levels: [state, shouted]}]
    pre_aggregations: [{name: main}]
  - name: users
    sql: SELECT * FROM crm.users
    dimensions: [{name: id, sql: id, type: number, primary_key: true, public: true}]
    measures: [{name: count, type: count}]
  - name: lines
    sql: SELECT a.* FROM a JOIN b ON a.id = b.id
    dimensions: [{name: item, sql: item, type: string}]
views: [{name: all_of_it}]
"""


def test_cubes() -> None:
    found = import_catalog([_CUBE], Format.CUBE, "shop")
    done = "status = 'done'"
    assert datasets(found) == {
        "orders": {
            "label": "All orders",
            "table": "public.orders",
            "key": ["id"],
            "joins": {"users": {"columns": {"user_id": "id"}}},
            "dimensions": {
                "state": {"column": "status"},
                "shouted": {"expression": "UPPER(status)"},
                "created_at": {"type": "timestamp"},
                "done": {"type": "boolean", "expression": done},
            },
            "measures": {
                "count": {"count": "*"},
                "amount": {"sum": "amount", "format": {"style": "currency"}, "label": "Takings"},
                "done_count": {"count": "*", "filter": done},
                "usual": {"median": "amount"},
            },
            "hierarchies": {"path": {"label": "Way", "levels": ["state", "shouted"]}},
        },
        "users": {
            "table": "crm.users",
            "key": ["id"],
            "dimensions": {"id": {"type": "number", "identifier": True}},
            "measures": {"users_count": {"count": "*"}},
        },
        "lines": {
            "joins": {"orders": {"columns": {"order_id": "id"}}},
            "dimensions": {"item": {}},
        },
    }
    assert metrics(found) == {
        "done_share": "1.0 * done_count / count",
        "average": "amount / count",
        "per_user": "amount / users_count",
    }
    assert told(found) >= {
        ("orders", "refresh_key"),
        ("orders", "pre_aggregations"),
        ("place", "the dimension"),
        ("owner", "the dimension"),
        ("secret", "the dimension"),
        ("running", "the measure"),
        ("ranked", "the measure"),
        ("count", "name"),
        ("lines", "sql"),
        ("all_of_it", "the view"),
    }


def test_types_that_are_not_said_are_the_columns() -> None:
    table = Table(
        "fct_orders",
        (
            Column("ordered_at", ColumnType.TIMESTAMP),
            Column("is_food", ColumnType.BOOLEAN),
        ),
    )
    clients = Table("crm.clients", (Column("country", ColumnType.INTEGER),))
    inspection = Inspection("duckdb", (table, clients))
    text = _DBT.replace(", expr: \"kind = 'food'\"", "")
    found = datasets(import_catalog([text], Format.DBT, "shop", None, inspection))
    assert found["orders"]["dimensions"]["is_food"] == {"type": "boolean"}
    assert found["orders"]["dimensions"]["ordered_at"] == {"type": "date"}


def test_states_of_dbt_are_not_additive_along_time() -> None:
    """Whether the catalog has a word for it or not, it is never a plain sum."""
    text = _DBT.replace("counted_at", "ordered_at")
    found = import_catalog([text], Format.DBT, "shop")
    if "over_time" in MeasureSection.model_fields:
        measures = plain_of(section_of(found.text))["datasets"]["orders"]["measures"]
        assert measures["stock"] == {"sum": "stock", "over_time": "last"}
    else:
        assert ("stock", "the measure") in told(found)
    state = {"sum": "x", "over_time": "last", "series": ["id"]}
    theirs = {"name": "day", "window_choice": "max", "window_groupings": ["a"]}
    assert non_additive(state, "day", {"id": "a"}) == {"non_additive_dimension": theirs}
    assert non_additive({"sum": "x"}, "day", {}) == {}
    for measure in ({"over_time": "average"}, {"over_time": "first", "series": ["other"]}):
        with pytest.raises(NotExpressed):
            non_additive(measure, "day", {"id": "a"})


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize(
    "content",
    ["", "[1, 2]", "just text", "a: {b", "cubes: {}", "semantic_models: 3", "semantic_model: [x]"],
)
def test_what_is_nothing_of_the_kind_is_told(format_: Format, content: str) -> None:
    with pytest.raises(InterchangeUnreadable):
        import_catalog([content], format_, "x")
