"""The data behind a golden chart."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from evaluation.vega_lite import NotInSql, is_binned, sql_of

_CARS = """
CREATE TABLE cars AS SELECT * FROM (VALUES ('Fox', 'Europe', 31), ('Golf', 'Europe', 29),
  ('Nova', 'US', 18), ('Gremlin', 'US', 21)) t(Model, Origin, MPG)
"""
MPG, ORIGIN, COUNT = {"field": "MPG"}, {"field": "Origin"}, {"aggregate": "count"}


def rows(spec: dict[str, Any], step: float | None = None) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        connection.execute(_CARS)
        return sorted(connection.execute(sql_of(spec, "cars", "duckdb", step)).fetchall())


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ({"x": ORIGIN, "y": {"field": "MPG", "aggregate": "mean"}}, [("Europe", 30), ("US", 19.5)]),
        ({"x": ORIGIN, "y": COUNT, "color": ORIGIN}, [("Europe", 2), ("US", 2)]),
        ({"theta": {"field": "MPG", "aggregate": "sum"}, "tooltip": ORIGIN}, [(99,)]),
        (
            {"x": ORIGIN, "y": {"field": "Model", "aggregate": "distinct"}},
            [("Europe", 2), ("US", 2)],
        ),
    ],
)
def test_aggregates_are_grouped_by_the_other_channels(
    encoding: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    assert rows({"encoding": encoding}) == expected


def test_without_an_aggregate_every_row_is_a_mark() -> None:
    assert rows({"encoding": {"x": MPG, "color": ORIGIN}}) == [
        (18, "US"), (21, "US"), (29, "Europe"), (31, "Europe"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"field": "Origin", "oneOf": ["US"]}, 2),
        ({"field": "MPG", "range": [20, 30]}, 2),
        ('datum["MPG"] > 29', 1),
        ("lower(datum['MPG']) >= 29.0", 2),
    ],
)
def test_filters(wanted: object, expected: int) -> None:
    spec = {"encoding": {"y": COUNT}, "transform": [{"filter": wanted}]}
    assert rows(spec) == [(expected,)]


def test_bins_are_as_wide_as_the_answers() -> None:
    spec = {"encoding": {"x": {**MPG, "bin": True}, "y": COUNT}}
    assert is_binned(spec)
    assert rows(spec, step=10) == [(10, 1), (20, 2), (30, 1)]
    assert rows(spec) == [(18,), (21,), (29,), (31,)]


@pytest.mark.parametrize(
    "spec",
    [
        {"hconcat": []},
        {"encoding": {}},
        {"encoding": {"x": {"field": "MPG", "aggregate": "ci0"}}},
        {"encoding": {"x": {"field": "MPG", "timeUnit": "year"}}},
        {"encoding": {"x": MPG}, "transform": [{"filter": "datum.MPG > datum.Other"}]},
        {"encoding": {"x": MPG}, "transform": [{"window": []}]},
    ],
)
def test_what_has_no_plain_query(spec: dict[str, Any]) -> None:
    with pytest.raises(NotInSql):
        sql_of(spec, "cars", "duckdb", None)
