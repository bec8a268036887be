"""Times of what belongs to a row: who ordered then, what was never sold then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.model.semantic import Filter, Operator, Related, SemanticQuery, TimeRange
from tests.bi.language.expected import Reader, days, q, ref, where, year

BOUGHT = ("customers", "orders")
SOLD = ("products", "order_lines")
TECHNOLOGY = where("products.category", "Technology")


def related(
    pair: tuple[str, str],
    time: TimeRange | None = None,
    *filters: Filter,
    none: bool = False,
    column: str | None = None,
) -> Related:
    if time is not None and column:
        time = replace(time, column=ref(column))
    count = (Operator.IN, 0) if none else (Operator.GREATER_OR_EQUAL, 1)
    return Related(*pair, *count, filters=filters, time=time)


def counted(measure: str, *conditions: Related) -> SemanticQuery:
    return replace(q(measure), conditions=conditions)


def plain(query: SemanticQuery) -> SemanticQuery:
    """Without the names of times, which are tested elsewhere."""
    conditions = tuple(
        replace(one, time=replace(one.time, label="", grain=None, moving=None))
        if isinstance(one, Related) and one.time
        else one
        for one in query.conditions
    )
    return replace(query, conditions=conditions)


QUESTIONS: list[tuple[str, SemanticQuery]] = [
    ("How many different customers placed an order in 2025?",
     counted("customers", related(BOUGHT, year(2025)))),
    ("In 2025, how many customers bought technology?",
     counted("customers", related(BOUGHT, year(2025), TECHNOLOGY))),
    ("How many customers bought no technology in 2025?",
     counted("customers", related(BOUGHT, year(2025), TECHNOLOGY, none=True))),
    ("how many customers never bought Technology in 2025",
     counted("customers", related(("customers", "products"), year(2025), TECHNOLOGY, none=True,
                                  column="orders.order_date"))),
    ("How many products were not sold at all in 2024?",
     counted("products", related(SOLD, year(2024), none=True))),
    ("how many products were sold since March 2026",
     counted("products", related(SOLD, days("2026-03-01", None)))),
    ("how many customers with orders in 2025", counted("customers", related(BOUGHT, year(2025)))),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), QUESTIONS)
def test_a_time_belongs_to_what_was_done_then(
    demo: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert plain(demo.question(sentence).query) == plain(expected)


def test_then_and_not_then(demo: Reader) -> None:
    query = demo.question("How many clients ordered in 2025 but not in 2026?").query

    first, second = (one for one in query.conditions if isinstance(one, Related))
    assert (first.negated, second.negated) == (False, True)
    assert first.time
    assert first.time.start == year(2025).start
    assert second.time
    assert second.time.start == year(2026).start


def test_the_time_of_a_thing_itself_stays_its_own(demo: Reader) -> None:
    for sentence in ("how many customers signed up in 2025", "new customers in 2025"):
        query = demo.question(sentence).query
        assert query.conditions == ()
        assert query.time
        assert query.time.start == year(2025).start


def test_both_times_may_be_said(demo: Reader) -> None:
    query = demo.question("customers who signed up in 2024 and bought Technology in 2025").query

    (one,) = query.conditions
    assert query.time
    assert query.time.start == year(2024).start
    assert isinstance(one, Related)
    assert one.time
    assert one.time.start == year(2025).start


@pytest.mark.parametrize(
    "sentence",
    [
        "How many customers in 2025 bought furniture?",
        "customers from Germany in 2025 who never ordered",
        "revenue not in 2024",
        "revenue in 2025 but not in 2026",
    ],
)
def test_a_time_that_could_be_of_either_is_asked_about(demo: Reader, sentence: str) -> None:
    assert demo.refused(sentence).message


def test_a_follow_up_moves_the_time_of_what_was_done(demo: Reader) -> None:
    first = demo.question("How many customers ordered this year?").query
    (one,) = demo.question("and last year?", first).query.conditions

    assert isinstance(one, Related)
    assert one.time
    assert one.time.start == year(2025).start


def test_products_of_a_region_are_dated_by_their_sale(demo: Reader) -> None:
    query = demo.question("How many products did each region sell in May 2026?").query

    assert query.time
    assert query.time.column == ref("orders.order_date")
    assert query.conditions == ()


def test_that_year_is_the_one_asked_about(demo: Reader) -> None:
    first = demo.question("How many customers bought furniture in 2025?").query
    query = demo.question("how many of those bought no technology that year?", first).query

    last = query.conditions[-1]
    assert isinstance(last, Related)
    assert last.negated
    assert last.time
    assert last.time.start == year(2025).start


def test_the_month_before(demo: Reader) -> None:
    first = demo.question("revenue last month").query
    query = demo.question("and the month before?", first).query

    assert query.time
    assert query.time.start == days("2026-04-01", None).start
    wider = demo.question("and the year before?", first).query
    assert wider.time
    assert wider.time.start == year(2025).start
