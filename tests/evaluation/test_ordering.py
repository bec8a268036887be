"""What a golden SQL says about the order of its rows."""

from __future__ import annotations

import sqlite3

import pytest

from evaluation.ordering import ordered, ranks

_DATA = """
CREATE TABLE visits (city TEXT, visitor TEXT, stay INTEGER);
INSERT INTO visits VALUES ('Paris', 'Ada', 3), ('Oslo', 'Bo', 1), ('Rome', 'Cy', 3),
  ('Paris', 'Di', 2);
"""


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT city FROM visits",
        "SELECT city, (SELECT max(stay) FROM visits ORDER BY 1) FROM visits",
        "no SQL at all (",
    ],
)
def test_without_an_order_of_its_own(sql: str) -> None:
    assert ordered(sql, "sqlite") is None


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT city, stay FROM visits ORDER BY stay DESC", (0, 0, 1, 2)),
        ("SELECT city, stay FROM visits ORDER BY 2 DESC", (0, 0, 1, 2)),
        ("SELECT city, stay AS nights FROM visits ORDER BY nights DESC", (0, 0, 1, 2)),
        ("SELECT v.city, v.stay FROM visits v ORDER BY V.stay DESC", (0, 0, 1, 2)),
        ("SELECT city FROM visits ORDER BY stay DESC", (0, 0, 1, 2)),
        ("SELECT * FROM visits ORDER BY stay DESC", (0, 0, 1, 2)),
        ("SELECT city, count(*) FROM visits GROUP BY city ORDER BY count ( * ) DESC", (0, 1, 1)),
        ("SELECT city FROM visits GROUP BY city ORDER BY COUNT(*) DESC", (0, 1, 1)),
        ("SELECT city FROM visits ORDER BY stay DESC, visitor", (0, 1, 2, 3)),
        ("SELECT city FROM visits UNION SELECT visitor FROM visits ORDER BY city", tuple(range(7))),
    ],
)
def test_rows_that_are_level_in_the_keys_share_a_rank(sql: str, expected: tuple[int, ...]) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(_DATA)
        order = ordered(sql, "sqlite")
        assert order is not None
        rows = connection.execute(order.sql).fetchall()
        plain = connection.execute(sql).fetchall()
    connection.close()
    assert ranks(rows, order.keys) == expected
    assert [row[: len(row) - order.extra] for row in rows] == plain
