"""Verified queries asked in other words: never by a question that says something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.catalog.load import load_catalog
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import VerifiedQuery
from bi.model.chart import ChartType
from bi.model.profile import Profile
from bi.model.reading import Clarification, Question, Reading, Verified, WrittenSql
from demo.location import CATALOG
from tests.golden.verified.asked import Asked, asked_in_german, asked_of_the_demo

DEMO = load_catalog(CATALOG)
CONTEXT = ReadContext(date(2026, 6, 30))


def engine_of(*verified: VerifiedQuery) -> LanguageEngine:
    return LanguageEngine(replace(DEMO, verified_queries=verified), Profile())


def sql(question: str) -> VerifiedQuery:
    return VerifiedQuery(question, sql="SELECT 1")


def answered_by(engine: LanguageEngine, sentence: str) -> str | None:
    reading = engine.read(sentence, CONTEXT)
    verified = reading.verified if isinstance(reading, WrittenSql) else None
    return verified.question if verified else None


@pytest.mark.parametrize(("found", "share"), [(asked_of_the_demo, 0.95), (asked_in_german, 0.8)])
def test_golden_questions_in_other_words(found: type, share: float) -> None:
    sentences: list[Asked] = found()
    assert [one for one in sentences if one.is_false] == []
    same = [one for one in sentences if one.is_same]
    assert sum(one.outcome == "matched" for one in same) >= share * len(same)


APART = [
    ("Which employees did customers recommend?", "Which customers did employees recommend?"),
    ("Products customers hate", "Customers products hate"),
    ("Orders lost to partners from stores", "Orders lost to stores from partners"),
    ("Churn in Q1 2024 against Q2 2023", "Churn in Q2 2024 against Q1 2023"),
    ("Churn of Canada compared with Germany", "Churn of Germany compared with Canada"),
    ("Churned but not returned orders", "Not churned but returned orders"),
    ("Churn risk over 20", "Churn risk under 20"),
    ("Churn risk over 20 percent", "Churn risk over 20"),
    ("The best return rate by supplier", "The highest return rate by supplier"),
    ("Our most loyal customer", "Our most loyal customers"),
    ("Who was refused?", "What was refused?"),
    ("Orders refused before June", "Orders refused after June"),
    ("Churned customers by order", "Churned orders by customer"),
    ("Why did loyalty drop?", "When did loyalty drop?"),
    ("Average order value of loyalists", "Median order value of loyalists"),
    ("Loyal customers or returns", "Loyal customers and returns"),
    ("Churn without Online", "Churn only Online"),
    ("Lapsed customers", "Lapsed customers in the last 3 months"),
]


def test_what_says_something_else_is_not_answered_by_it() -> None:
    """Either way round."""
    for pairs in (APART, [(other, one) for one, other in APART]):
        engine = engine_of(*(sql(question) for question, _ in pairs))
        for question, sentence in pairs:
            assert answered_by(engine, question) == question
            assert answered_by(engine, sentence) != question


def test_equal_meaning_is_recognised_by_what_the_engine_reads() -> None:
    engine = engine_of(VerifiedQuery("Revenue by region in 2024", sql="SELECT 1"))
    reading = engine.read("for 2024, how much did each region sell?", CONTEXT)
    assert isinstance(reading, WrittenSql)
    assert not isinstance(engine.read("revenue by region in 2023", CONTEXT), WrittenSql)


def test_two_that_mean_the_same_answer_only_in_their_own_words() -> None:
    engine = engine_of(sql("Revenue by region"), sql("Sales per sales region"))
    reading = engine.read("turnover for each region", CONTEXT)
    assert isinstance(reading, Question)
    assert reading.verified is None


def test_what_it_means_is_asked_in_other_words_too() -> None:
    engine = engine_of(VerifiedQuery("How did the team do?", means="revenue by month in 2025"))
    reading = engine.read("tell me how did our team do", CONTEXT)
    plain = engine.read("revenue by month in 2025", CONTEXT)
    assert isinstance(reading, Question)
    assert isinstance(plain, Question)
    assert (reading.query, reading.verified) == (plain.query, Verified("How did the team do?"))


def offered(reading: Reading) -> list[str]:
    return [one.label for one in reading.verified] if isinstance(reading, Clarification) else []


def test_what_is_near_and_not_understood_is_asked_about() -> None:
    engine = engine_of(sql("Which customers are likely to churn?"), sql("Dead stock by category"))
    reading = engine.read("customers that will likely churn soon", CONTEXT)
    assert offered(reading) == ["Which customers are likely to churn?"]
    assert isinstance(reading, Clarification)
    assert reading.message == (
        "Do you mean the verified question “Which customers are likely to churn?”?"
    )
    for yes in ("yes", "1", "the first one"):
        chosen = engine.choice(yes, reading.verified)
        assert chosen is not None
        assert isinstance(chosen.reading, WrittenSql)


def test_what_is_understood_or_far_is_not_asked_about() -> None:
    engine = engine_of(sql("Which customers are likely to churn?"))
    assert isinstance(engine.read("revenue by region", CONTEXT), Question)
    for sentence in (
        "customers that will likely churn soon in 2024",
        "customers that will not likely churn soon",
        "horses",
    ):
        assert offered(engine.read(sentence, CONTEXT)) == []


def test_a_chart_that_is_wished_for_is_kept() -> None:
    engine = engine_of(sql("Dead stock by category"))
    reading = engine.read("show me the dead stock per category as a pie chart", CONTEXT)
    assert isinstance(reading, WrittenSql)
    assert reading.chart is ChartType.PIE


def test_a_refinement_is_no_verified_question() -> None:
    engine = engine_of(sql("Revenue by region in 2024"))
    before = engine.read("revenue by region", CONTEXT)
    assert isinstance(before, Question)
    refined = engine.read("only 2024", replace(CONTEXT, previous=before.query))
    assert isinstance(refined, Question)
    assert refined.refines


def test_new_values_of_the_data_are_known_to_it() -> None:
    engine = engine_of(sql("Dead stock in Lisbon"))
    city = next(one.ref for one in DEMO.dimensions() if one.name == "city")
    later = engine.with_profile(Profile(values={city: ("Lisbon", "Porto")}))
    assert isinstance(later.read("show the dead stock of Lisbon", CONTEXT), WrittenSql)
    assert not isinstance(later.read("show the dead stock of Porto", CONTEXT), WrittenSql)


def test_it_is_known_whether_the_verified_questions_of_a_day_have_been_read() -> None:
    today, tomorrow = date(2026, 6, 30), date(2026, 7, 1)
    engine = engine_of(VerifiedQuery("How did we do?", means="revenue this month"))
    assert not engine.is_ready(today)
    engine.read_verified(today)
    assert engine.is_ready(today)
    assert not engine.is_ready(tomorrow)
    assert not engine.with_profile(Profile()).is_ready(today)
    assert engine_of().is_ready(today)
