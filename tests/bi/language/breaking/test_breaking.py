"""Where a compound question is parted, and what its parts take over from one another."""

from __future__ import annotations

import pytest

from bi.language.breaking.breaking import break_down
from bi.language.breaking.cutting import sentences_of
from bi.language.breaking.parts import Part, Pick
from bi.language.context import ReadContext
from bi.language.lexicon.load import load_lexicon
from bi.model.reading import Clarification, Question, Unsupported
from bi.model.semantic import Operator
from tests.bi.language.expected import Reader, q


def broken(reader: Reader, text: str) -> tuple[Part, ...]:
    return break_down(text, reader.engine, ReadContext(reader.today))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Revenue vs. profit by region. And orders?", 2),
        ("revenue for 1.5 million orders", 1),
        ("1. Revenue by month\n2) profit by region\n- orders", 3),
        ('orders of "Smith. Sons" by month', 1),
        ("revenue by region; orders by month!", 2),
        ("\n\n  ", 0),
    ],
)
def test_sentences_end_where_people_end_them(text: str, sentences: int) -> None:
    assert len(sentences_of(text, load_lexicon("en"))) == sentences


def test_a_german_ordinal_ends_no_sentence() -> None:
    text = "Umsatz im 3. Quartal nach Region. Gewinn nach Monat."
    assert len(sentences_of(text, load_lexicon("de"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "revenue by month and region",
        "revenue and profit by month and region for Germany and France in 2024 and 2025",
        "compare revenue in 2024 and in 2025",
        "revenue between March and May 2025",
        "customers with more than 5 orders and revenue over 1000",
        "top 5 customers by revenue and profit",
        "revenue by month in Germany, France, Japan, Canada, Australia, the Netherlands, the UK, "
        "the US, Germany, France, Japan and Canada",
    ],
)
def test_what_asks_one_thing_stays_whole(demo: Reader, text: str) -> None:
    (part,) = broken(demo, text)
    assert part.question == text
    assert part.reading == demo.read(text)


@pytest.mark.parametrize(
    "text", ["", "?!", "and", "colourless green ideas and sleep furiously", "delete all orders"]
)
def test_what_is_no_question_is_refused_as_it_stands(demo: Reader, text: str) -> None:
    (part,) = broken(demo, text)
    assert isinstance(part.reading, Clarification | Unsupported)
    assert part.reading == demo.read(text)


def test_what_is_taken_over_is_said(demo: Reader) -> None:
    _, second = broken(demo, "profit by region for 2024 and show the worst three categories")
    assert isinstance(second.reading, Question)
    assert second.question == "show the worst three categories by profit for 2024"
    assert second.reading.understanding.assumptions[-2:] == (
        "“by profit” is taken over from another part of the question.",
        "“for 2024” is taken over from another part of the question.",
    )


def test_a_condition_on_what_is_ranked_is_not_taken_over(demo: Reader) -> None:
    _, second = broken(demo, "revenue in Germany by month and list the top 3 countries")
    assert isinstance(second.reading, Question)
    assert second.reading.query.filters == ()


def test_sentences_of_their_own_take_nothing_over(demo: Reader) -> None:
    _, second = broken(demo, "What was revenue in 2024? How many orders by channel?")
    assert isinstance(second.reading, Question)
    assert second.reading.query == q("orders", by="orders.channel")


@pytest.mark.parametrize(
    ("ranked", "one", "pick"),
    [
        ("top 3 regions by revenue", "the best of them", Pick.FIRST),
        ("bottom 3 regions by revenue", "the best of them", Pick.LAST),
        ("bottom 3 regions by revenue", "the worst of them", Pick.FIRST),
        # The best are those where least comes back.
        ("best 3 regions by return rate", "the best of them", Pick.FIRST),
        ("bottom 3 regions by revenue", "the first of them", Pick.FIRST),
        ("top 3 regions by revenue", "the last of them", Pick.LAST),
    ],
)
def test_the_best_of_them_is_a_row_of_the_ranking(
    demo: Reader, ranked: str, one: str, pick: Pick
) -> None:
    _, second = broken(demo, f"Show the {ranked} and for {one} the monthly orders")
    assert second.needs is not None
    assert second.needs.pick is pick
    assert isinstance(second.reading, Question)
    assert second.reading.query == q("orders", by="month")


def test_the_first_part_may_be_said_of_the_question_before(demo: Reader) -> None:
    before = demo.question("revenue by region").query
    context = ReadContext(demo.today, before)
    first, second = break_down("only Germany and then orders by month", demo.engine, context)
    assert isinstance(first.reading, Question)
    assert first.reading.refines
    assert [one.operator for one in first.reading.query.filters] == [Operator.IN]
    assert isinstance(second.reading, Question)
    assert second.reading.query == q("orders", by="month", only=first.reading.query.filters[0])
