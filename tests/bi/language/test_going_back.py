"""Undo, the first question again, starting over, and questions that were lost."""

from __future__ import annotations

import pytest

from bi.language.context import ReadContext
from bi.model.reading import Clarification, Question
from bi.model.semantic import SemanticQuery
from tests.bi.language.expected import Reader, days, q, where, year

REGION, CATEGORY, COUNTRY = "orders.region", "products.category", "customers.country"


def _context(demo: Reader, *sentences: str, lost: bool = False) -> ReadContext:
    """What is known after these sentences, each an edit of the one before."""
    queries: list[SemanticQuery] = []
    for sentence in sentences:
        queries.append(demo.question(sentence, queries[-1] if queries else None).query)
    return ReadContext(demo.today, queries[-1], history=tuple(queries[:-1]), lost=lost)


def _again(demo: Reader, text: str, context: ReadContext) -> Question:
    reading = demo.engine.read(text, context)
    assert isinstance(reading, Question), f"{text!r} was read as {reading}"
    return reading


@pytest.mark.parametrize(
    "sentence",
    ["undo", "undo that, please", "go back", "back to the previous question", "ok, go back"],
)
def test_the_question_before_the_last_one_again(demo: Reader, sentence: str) -> None:
    context = _context(demo, "revenue by region in 2025", "only Technology", "by month")
    question = _again(demo, sentence, context)
    assert (question.query, question.returns_to) == (context.history[1], 1)
    assert "Only Technology" in {token.text for token in question.understanding.tokens}


@pytest.mark.parametrize("sentence", ["back to the first question", "go back to the start"])
def test_the_first_question_again(demo: Reader, sentence: str) -> None:
    context = _context(demo, "revenue by region in 2025", "only Technology", "by month")
    question = _again(demo, sentence, context)
    assert (question.query, question.returns_to) == (context.history[0], 0)


def test_there_is_nothing_before_the_first_question(demo: Reader) -> None:
    reading = demo.engine.read("undo", _context(demo, "revenue by region"))
    assert isinstance(reading, Clarification)
    assert not reading.forgets


def test_undo_of_a_part_removes_the_part(demo: Reader) -> None:
    context = _context(demo, "revenue by region in 2025", "only Technology")
    question = _again(demo, "undo the category filter", context)
    assert question.query == context.history[0]


@pytest.mark.parametrize("sentence", ["start over", "let's start again", "new question"])
def test_starting_over_forgets(demo: Reader, sentence: str) -> None:
    reading = demo.engine.read(sentence, _context(demo, "revenue by region"))
    assert isinstance(reading, Clarification)
    assert reading.forgets


def test_a_new_question_announced_is_no_edit(demo: Reader) -> None:
    context = _context(demo, "revenue by region in 2025, only Technology")
    question = _again(demo, "New question: by which channel do orders come?", context)
    assert question.query.filters == ()
    assert question.query.time is None


@pytest.mark.parametrize("sentence", ["only Technology", "by month", "what about 2024"])
def test_an_edit_after_a_lost_question_is_asked_about(demo: Reader, sentence: str) -> None:
    context = _context(demo, "revenue by region in 2025", lost=True)
    reading = demo.engine.read(sentence, context)
    assert isinstance(reading, Clarification)
    edited = demo.question(sentence, context.previous).query
    assert [option.query for option in reading.options] == [edited]


def test_a_whole_question_after_a_lost_one_is_answered(demo: Reader) -> None:
    context = _context(demo, "revenue by region in 2025", lost=True)
    assert (
        _again(demo, "profit by category", context).query
        == demo.question("profit by category").query
    )


@pytest.mark.parametrize(
    ("sentence", "refines"), [("by zodiac sign", True), ("zodiac signs of customers", False)]
)
def test_a_refusal_says_whether_it_was_about_the_question_before(
    demo: Reader, sentence: str, refines: bool
) -> None:
    previous = demo.question("revenue by region").query
    assert demo.refused(sentence, previous).refines is refines


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("no, I meant profit", q("profit", by=REGION, time=year(2025))),
        ("by category instead of region", q("revenue", by=CATEGORY, time=year(2025))),
        ("which has the most", q("revenue", by=REGION, time=year(2025), top=1)),
        ("only those above 1000000", None),
    ],
)
def test_corrections_and_what_was_shown(demo: Reader, sentence: str, expected: object) -> None:
    previous = demo.question("revenue by region in 2025").query
    query = demo.query(sentence, previous)
    if expected is not None:
        assert query == expected
    else:
        assert [one.values for one in query.measure_filters] == [(1000000,)]


def test_one_of_two_groups_is_replaced(demo: Reader) -> None:
    previous = demo.question("revenue by region and channel in 2025").query
    query = demo.query("by category instead of region", previous)
    assert query == q("revenue", by=("orders.channel", CATEGORY), time=year(2025))


def test_for_all_takes_the_condition_away(demo: Reader) -> None:
    previous = demo.question("revenue by region in 2025, only Technology").query
    assert demo.query("for all categories", previous) == q("revenue", by=REGION, time=year(2025))


def test_no_longer_cumulative(demo: Reader) -> None:
    previous = demo.question("running total of revenue by month in 2025").query
    assert demo.query("not cumulative", previous) == q("revenue", by="month", time=year(2025))


def test_why_it_fell_sets_parts_beside_the_period_before(demo: Reader) -> None:
    previous = demo.question("monthly revenue for 2025, only Technology").query
    question = demo.question("why did it fall in February?", previous)
    query = question.query
    assert query.groups == q("revenue", by=REGION).groups
    assert query.filters == (where(CATEGORY, "Technology"),)
    assert query.time is not None
    assert (query.time.start, query.time.end) == (
        days("2025-02-01", "2025-03-01").start, days("2025-02-01", "2025-03-01").end,
    )  # fmt: skip
    assert query.comparison == q("revenue", versus="month").comparison
    assert [(one.target, one.descending) for one in query.order] == [("change", False)]
    assert any("by region" in sentence for sentence in question.understanding.assumptions)


def test_why_something_else_changed_is_a_question_of_its_own(demo: Reader) -> None:
    query = demo.question("why did profit rise in March 2025").query
    assert query.measures == q("profit").measures
    assert query.order[0].descending


@pytest.mark.parametrize("sentence", ["why did it fall", "why did it fall in March"])
def test_a_reason_needs_something_to_look_at(demo: Reader, sentence: str) -> None:
    demo.refused(sentence)


def test_a_reason_needs_a_period(demo: Reader) -> None:
    demo.refused("why did it fall", demo.question("revenue by region").query)
