"""When two results say the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.comparison import says_the_same

GOLD = [("Paris", 4, 72.5), ("Oslo", 1, 5.0)]


def test_columns_may_stand_in_any_order_and_among_others() -> None:
    assert says_the_same([(72.5, "x", "Paris", 4), (5, "y", "Oslo", 1)], GOLD)


def test_rows_may_stand_in_any_order_unless_the_gold_orders() -> None:
    swapped = GOLD[::-1]
    assert says_the_same(swapped, GOLD)
    assert not says_the_same(swapped, GOLD, [0, 1])
    assert says_the_same(GOLD, GOLD, [0, 1])


def test_rows_of_one_rank_may_change_places_and_no_others() -> None:
    gold = [("a", 9), ("b", 5), ("c", 5), ("d", 1)]
    ranks = [0, 1, 1, 2]
    assert says_the_same([("a", 9), ("c", 5), ("b", 5), ("d", 1)], gold, ranks)
    assert not says_the_same([("b", 5), ("a", 9), ("c", 5), ("d", 1)], gold, ranks)


@pytest.mark.parametrize(
    "got",
    [
        [("Paris", 4, 72.5)],  # a row is missing
        [*GOLD, ("Rome", 1, 1.0)],  # a row too many
        [*GOLD, GOLD[0]],  # a row twice
        [("Paris", 4), ("Oslo", 1)],  # a column is missing
        [("Paris", 1, 72.5), ("Oslo", 4, 5.0)],  # the right cells in wrong rows
        [("Paris", 4, 72.6), ("Oslo", 1, 5.0)],  # another number
    ],
)
def test_what_differs(got: list[tuple[Any, ...]]) -> None:
    assert not says_the_same(got, GOLD)


def test_one_column_serves_once() -> None:
    assert not says_the_same([(1, "x"), (2, "y")], [(1, 1), (2, 2)])
    assert says_the_same([(1, 1), (2, 2)], [(1, 1), (2, 2)])


def test_columns_of_the_same_values_are_told_apart_by_their_rows() -> None:
    # Taken alone, either column of numbers would do for the first of the gold.
    got = [("a", 1, 2), ("b", 2, 1), ("c", 3, 3)]
    assert says_the_same(got, [(2, "a"), (1, "b"), (3, "c")])
    assert not says_the_same(got, [(3, "a"), (1, "b"), (2, "c")])


def test_nothing_is_nothing() -> None:
    assert says_the_same([], [])
    assert not says_the_same([], GOLD)
    assert not says_the_same(GOLD, [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (30, 30.0),
        (30, "30"),
        (Decimal("12.50"), 12.5),
        (2961.3003300330033, 2961.3),
        (0.12345, 0.12349),
        (True, 1),
        (None, ""),
        (-0.0, 0),
        ("Paris ", "paris"),
        ("21–14", "21-14"),
        (date(2024, 1, 1), "2024-01-01T00:00:00"),
        (datetime(2024, 1, 1, 9, 30), "2024-01-01 09:30:00"),
    ],
)
def test_cells_that_are_equal(one: object, other: object) -> None:
    assert says_the_same([(one,)], [(other,)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.01, 1.02),
        (0.123, 0.124),
        (0, None),
        ("2024-01-01", "2024-01-02"),
        ("2024-01-01 09:30:00", "2024-01-01"),
        ("nan", 0),
        ("1_000", 1000),
    ],
)
def test_cells_that_differ(one: object, other: object) -> None:
    assert not says_the_same([(one,)], [(other,)])


_CELLS = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["a", "b"]))
_WIDTH = 3


@given(
    st.lists(st.tuples(*[_CELLS] * _WIDTH), max_size=6),
    st.permutations(range(_WIDTH)),
    st.randoms(),
)
def test_what_is_only_rearranged_says_the_same(
    rows: list[tuple[Any, ...]], columns: list[int], random: Any
) -> None:
    got = [tuple(row[n] for n in columns) for row in rows]
    random.shuffle(got)
    assert says_the_same(got, rows)
