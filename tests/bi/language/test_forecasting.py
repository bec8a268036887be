"""Forecasts in words: how far ahead, along which buckets, and where there can be none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.catalog.wording import title_of
from bi.model.reading import TokenKind
from bi.model.semantic import ForecastWish, SemanticQuery
from tests.bi.language.expected import Reader, plain, q, where, year


def ahead(periods: int, query: SemanticQuery) -> SemanticQuery:
    return replace(query, forecast=ForecastWish(periods))


MONTHLY, WEEKLY = q("revenue", by="month"), q("revenue", by="week")
# The demo's last day is June 30, 2026, so that no month is under way.
READ: list[tuple[str, SemanticQuery]] = [
    ("forecast revenue for the next 6 months", ahead(6, MONTHLY)),
    ("predict orders next quarter", ahead(1, q("orders", by="quarter"))),
    ("what will revenue be in the next 3 months", ahead(3, MONTHLY)),
    ("project sales by week for 8 weeks", ahead(8, WEEKLY)),
    ("revenue by month with a forecast", ahead(6, MONTHLY)),
    ("show revenue by month, 3 months ahead", ahead(3, MONTHLY)),
    ("6-month revenue forecast", ahead(6, MONTHLY)),
    ("forecast of 4 weeks of revenue by day", ahead(33, q("revenue", by="day"))),
    ("forecast monthly revenue over the next two years", ahead(30, MONTHLY)),
    ("forecast revenue by week for the next 3 months", ahead(13, WEEKLY)),
    ("predict profit until the end of next year", ahead(18, q("profit", by="month"))),
    ("expected revenue in December", ahead(6, MONTHLY)),
    ("what will revenue be this year", ahead(6, MONTHLY)),
    ("predict revenue for Q4", ahead(2, q("revenue", by="quarter"))),
    ("forecast revenue for the next 7 days", ahead(7, q("revenue", by="day"))),
    ("revenue forecast for Canada by quarter",
     ahead(4, q("revenue", by="quarter", only=where("customers.country", "Canada")))),
    ("forecast revenue by month since 2025",
     ahead(6, q("revenue", by="month", time=replace(year(2025), end=None)))),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[text for text, _ in READ])
def test_a_forecast_is_read(demo: Reader, sentence: str, expected: SemanticQuery) -> None:
    assert plain(demo.query(sentence)) == plain(expected)


def test_a_month_that_is_under_way_is_forecast_besides_the_next_ones(demo: Reader) -> None:
    under_way = Reader(demo.engine, date(2026, 6, 12))
    assert under_way.query("forecast revenue for the next 6 months").forecast == ForecastWish(6)
    assert under_way.query("forecast revenue until September").forecast == ForecastWish(3)


GERMAN: list[tuple[str, SemanticQuery]] = [
    ("Prognose des Umsatzes für die nächsten 6 Monate", ahead(6, MONTHLY)),
    ("Umsatz der nächsten 6 Monate vorhersagen", ahead(6, MONTHLY)),
    ("Umsatz nach Woche mit Prognose für 8 Wochen", ahead(8, WEEKLY)),
    ("Wie hoch wird der Umsatz im nächsten Quartal?", ahead(1, q("revenue", by="quarter"))),
    ("voraussichtlicher Umsatz im Dezember", ahead(6, MONTHLY)),
    ("monatlicher Umsatz mit einer Prognose", ahead(6, MONTHLY)),
]


@pytest.mark.parametrize(("sentence", "expected"), GERMAN, ids=[text for text, _ in GERMAN])
def test_a_forecast_is_read_in_german(
    german: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert plain(german.query(sentence)) == plain(expected)


def test_german_follow_ups(german: Reader) -> None:
    shown = german.query("Umsatz nach Monat")
    forecast = german.query("mit Prognose", shown)
    assert forecast == ahead(6, shown)
    further = german.query("und die nächsten 12 Monate?", forecast)
    assert further == ahead(12, shown)
    assert german.query("ohne die Prognose", further) == shown


def test_what_was_asked_before_is_forecast(demo: Reader) -> None:
    shown = demo.query("revenue by month in 2025")
    forecast = demo.query("forecast this", shown)
    assert forecast == ahead(6, shown)
    further = demo.query("and the next 12 months?", forecast)
    assert further == ahead(12, shown)
    assert demo.query("without the forecast", further) == shown


def test_a_single_figure_is_forecast_from_every_month_there_is(demo: Reader) -> None:
    reading = demo.question("forecast it", demo.question("revenue in 2025").query)
    assert reading.query == ahead(6, MONTHLY)
    assert reading.understanding.assumptions == (
        "Every month that there is counts, not only 2025.",
    )


def test_filters_keep_the_forecast_and_a_split_ends_it(demo: Reader) -> None:
    forecast = demo.query("forecast revenue for the next 3 months")
    narrowed = demo.query("only Canada", forecast)
    assert narrowed.forecast == ForecastWish(3)
    split = demo.question("by region", narrowed)
    assert split.query.forecast is None
    assert "no forecast any more" in " ".join(split.understanding.assumptions)


def test_the_future_alone_is_no_forecast(demo: Reader) -> None:
    assert "forecast" in demo.refused("revenue next month").message
    assert "forecast" in demo.refused("revenue for the next 6 months").message
    shown = demo.query("revenue by month")
    assert "forecast" in demo.refused("and next month?", shown).message


REFUSED = [
    ("forecast revenue by region", "not by region"),
    ("forecast revenue and orders", "One measure at a time"),
    ("forecast the running total of revenue by month", "the plain one"),
    ("predict the top 5 products of next month", "not by product"),
    ("forecast revenue by month compared with last year", "beside an earlier period"),
    ("list orders with a forecast", "A list of rows"),
    ("forecast revenue for 3 months and the next 5 months", "How far ahead"),
]


@pytest.mark.parametrize(("sentence", "reason"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_has_no_forecast_says_why(demo: Reader, sentence: str, reason: str) -> None:
    assert reason in demo.refused(sentence).message


def test_the_forecast_is_in_the_title_and_in_what_was_understood(demo: Reader) -> None:
    reading = demo.question("forecast revenue for the next 6 months")
    title = title_of(reading.query, demo.engine.catalog)
    assert title == "Revenue by month, with a forecast of 6 months"
    token = next(t for t in reading.understanding.tokens if t.kind is TokenKind.FORECAST)
    assert (token.text, token.source) == ("Forecast of 6 months", "for the next 6 months")
