"""Words that people taught are read as what they stand for, and change nothing else."""

from __future__ import annotations

import pytest

from bi.model.knowledge import Term
from bi.model.reading import Clarification, Question, Unsupported
from bi.model.semantic import SemanticQuery
from tests.bi.language.expected import Reader
from tests.bi.language.lessons.teaching import taken_of, taught, term

TERMS = (
    term("VIP customers", "VIPs", means="Customers with more than 10 orders."),
    term("net margin", means="Net margin is profit divided by revenue"),
    term("EMEA", means="region North or region West"),
    term("GMV", "bookings", means="revenue"),
    term("sales", "gross sales volume"),
    term("Yankees", means="United States"),
    term("sales region", "patch"),
    term("biz VIPs", means="corporate VIPs"),
    term("launch window", means="the last 3 months"),
)
SAME = [
    ("revenue of VIP customers by month",
     "revenue of customers with more than 10 orders by month"),
    ("how many VIPs are there?", "how many customers with more than 10 orders are there?"),
    ("number of VIPs by country", "number of customers with more than 10 orders by country"),
    ("net margin by region in 2025", "profit divided by revenue by region in 2025"),
    ("revenue in EMEA by quarter", "revenue in region North or region West by quarter"),
    ("GMV by patch", "revenue by region"),
    ("monthly bookings", "monthly revenue"),
    ("top 3 products by gross sales volume", "top 3 products by revenue"),
    ("orders of Yankees last year", "orders of customers in the United States last year"),
    ("revenue of biz VIPs", "revenue of corporate customers with more than 10 orders"),
    ("profit by channel in the launch window", "profit by channel in the last 3 months"),
]  # fmt: skip
GERMAN = (
    term("Stammkunden", means="Kunden mit mehr als 3 Bestellungen"),
    term("GMV", means="GMV bedeutet Umsatz"),
    term("Handelsspanne", means="Gewinn geteilt durch Umsatz"),
    term("Freistaat", means="Bayern"),
)
GERMAN_SAME = [
    ("Umsatz der Stammkunden nach Region",
     "Umsatz der Kunden mit mehr als 3 Bestellungen nach Region"),
    ("GMV nach Region", "Umsatz nach Region"),
    ("Handelsspanne nach Kategorie", "Gewinn geteilt durch Umsatz nach Kategorie"),
    ("Umsatz im Freistaat", "Umsatz in Bayern"),
]  # fmt: skip


@pytest.fixture(scope="module")
def reader(demo: Reader) -> Reader:
    return taught(demo, *TERMS)


@pytest.fixture(scope="module")
def german_reader(german: Reader) -> Reader:
    return taught(german, *GERMAN)


@pytest.mark.parametrize(("asked", "plain"), SAME)
def test_terms_are_read_as_what_they_stand_for(
    reader: Reader, demo: Reader, asked: str, plain: str
) -> None:
    assert query_of(reader, asked) == query_of(demo, plain)


@pytest.mark.parametrize(("asked", "plain"), GERMAN_SAME)
def test_german_terms(german_reader: Reader, german: Reader, asked: str, plain: str) -> None:
    assert query_of(german_reader, asked) == query_of(german, plain)


def test_all_are_taken(reader: Reader, german_reader: Reader) -> None:
    for one in (reader, german_reader):
        assert [taken for taken in taken_of(one) if not taken.applied] == []
    assert {taken.entry for taken in taken_of(reader)} == set(TERMS)


def test_an_answer_says_what_the_words_were_taken_for(reader: Reader) -> None:
    text = "what is the net margin of VIP customers by segment"
    reading = reader.read(text)
    assert isinstance(reading, Question)
    assert reading.understanding.assumptions[:2] == (
        "“net margin” means “profit divided by revenue”.",
        "“VIP customers” means “customers with more than 10 orders”.",
    )
    for token in reading.understanding.tokens:
        if token.start is not None:
            assert token.source == text[token.start : token.end], token


def test_a_refusal_is_about_the_words_of_the_person(reader: Reader) -> None:
    reading = reader.read("frobnicate EMEA revenue")
    assert isinstance(reading, Unsupported)
    assert reading.unknown == ("frobnicate",)
    assert reading.message.startswith("“EMEA” means “region North or region West”.")


def test_a_slip_in_a_taught_word_is_mended_and_told(reader: Reader) -> None:
    reading = reader.read("revenue in EMAE")
    assert isinstance(reading, Question)
    assert "“EMAE” was read as “emea”." in reading.understanding.assumptions


def test_follow_ups_may_use_them(reader: Reader, demo: Reader) -> None:
    first = query_of(reader, "revenue by month")
    assert query_of(reader, "only EMEA", first) == query_of(
        demo, "only region North or region West", first
    )


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (term("sales", means="profit"), "“sales” means Revenue already"),
        (term("North", means="revenue"), "“North” means North (Region) already"),
        (term("top customers", means="customers with more than 10 orders"), "Customers already"),
        (term("last month", means="revenue"), "already"),
        (term("by", means="revenue"), "already"),
        (term("revenue", "profit"), "Its words mean different things"),
        (term("OSS"), "Nothing says what “OSS” means"),
        (term("  ", means="revenue"), "It has no words."),
        (term("OSS", means="OSS Insight is a powerful tool for the analysis of events"),
         "no phrase that is understood; it is kept for a language model"),
    ],
)  # fmt: skip
def test_what_cannot_be_learned_is_refused_with_its_reason(
    demo: Reader, refused: Term, why: str
) -> None:
    reader = taught(demo, refused)
    (taken,) = taken_of(reader)
    assert (taken.entry, taken.applied) == (refused, False)
    assert why in taken.note
    for text in ("sales by region", "top customers", "revenue last month", "profit in North"):
        assert reader.read(text) == demo.read(text)


def test_the_first_of_two_meanings_stays(demo: Reader) -> None:
    first, second = term("EMEA", means="region North"), term("EMEA", means="region West")
    reader = taught(demo, first, second)
    assert [(one.entry, one.applied) for one in taken_of(reader)] == [
        (first, True),
        (second, False),
    ]
    assert query_of(reader, "revenue in EMEA") == query_of(demo, "revenue in region North")


def test_terms_that_explain_one_another_are_never_learned(demo: Reader) -> None:
    reader = taught(
        demo, term("alphas", means="betas by month"), term("betas", means="alphas by month")
    )
    assert [one.applied for one in taken_of(reader)] == [False, False]
    assert isinstance(reader.read("alphas by region"), Unsupported | Clarification)


def test_the_order_of_terms_does_not_matter(demo: Reader) -> None:
    chain = (
        term("gammas", means="betas in 2025"),
        term("betas", means="alphas by region"),
        term("alphas", means="revenue"),
    )
    for terms in (chain, chain[::-1]):
        reader = taught(demo, *terms)
        assert all(one.applied for one in taken_of(reader))
        assert query_of(reader, "gammas") == query_of(demo, "revenue by region in 2025")


def query_of(reader: Reader, text: str, previous: SemanticQuery | None = None) -> SemanticQuery:
    reading = reader.read(text, previous)
    assert isinstance(reading, Question), reading
    return reading.query
