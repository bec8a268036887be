"""A period that moves means on any day what the same words would mean then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.catalog.load import load_catalog
from bi.dashboards.periods import moved, moving_period_of, period_today
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Calendar, Catalog, FiscalYear, Grain
from bi.model.errors import QueryNotPossible
from bi.model.profile import Profile
from bi.model.reading import Question
from bi.model.semantic import MovingPeriod, SemanticQuery, Side, Span, TimeRange
from tests.bi.language.german_shop import CATALOG as GERMAN_CATALOG

DAYS = (
    date(2026, 6, 17),
    date(2026, 6, 30),
    date(2026, 12, 31),
    date(2027, 3, 1),
    date(2028, 2, 29),
)
ENGLISH = (
    "today", "yesterday", "this week", "last week", "this month", "last month", "last quarter",
    "this year", "last year", "two months ago", "3 years ago", "month to date", "ytd",
    "quarter to date", "in the last 30 days", "in the last 3 months", "in the past two weeks",
    "in the last 2 years", "last fiscal year", "this fiscal quarter", "fiscal year to date",
    "2 fiscal quarters ago", "since last month", "before this year", "until last week",
    "after last quarter",
)  # fmt: skip
GERMAN = ("gestern", "letzten Monat", "dieses Jahr", "in den letzten 30 Tagen", "vor zwei Monaten")
CALENDARS = (Calendar(), Calendar(week_start=6, fiscal_year=FiscalYear(start=4)))


def read(engine: LanguageEngine, sentence: str, today: date) -> SemanticQuery:
    reading = engine.read(sentence, ReadContext(today=today))
    assert isinstance(reading, Question), reading
    return reading.query


@pytest.fixture(scope="module", params=CALENDARS, ids=("calendar", "fiscal"))
def english(request: pytest.FixtureRequest, demo_catalog: Catalog) -> LanguageEngine:
    return LanguageEngine(replace(demo_catalog, calendar=request.param), Profile())


@pytest.fixture(scope="module")
def german() -> LanguageEngine:
    return LanguageEngine(load_catalog(GERMAN_CATALOG), Profile())


def same_on_every_day(engine: LanguageEngine, sentence: str) -> None:
    said = read(engine, sentence, DAYS[0])
    moving = moving_period_of(said.time)
    assert moving is not None
    for today in DAYS[1:]:
        expected = read(engine, sentence, today)
        found = moved(said, moving, today, engine.catalog.calendar)
        assert found.time is not None
        assert without_names(found) == without_names(expected)
        by_itself = period_today(moving, today, engine.catalog.calendar)
        assert (by_itself.start, by_itself.end) == (found.time.start, found.time.end)


def without_names(query: SemanticQuery) -> SemanticQuery:
    assert query.time is not None
    return replace(query, time=TimeRange(query.time.start, query.time.end, ""))


@pytest.mark.parametrize("words", ENGLISH)
def test_words_counted_from_today_move(english: LanguageEngine, words: str) -> None:
    same_on_every_day(english, f"revenue {words}")


@pytest.mark.parametrize("words", GERMAN)
def test_german_words_move(german: LanguageEngine, words: str) -> None:
    same_on_every_day(german, f"Umsatz {words}")


@pytest.mark.parametrize("words", ["2025", "in Q4 2025", "in March 2025", "since 2024"])
def test_days_of_the_calendar_stay(english: LanguageEngine, words: str) -> None:
    said = read(english, f"revenue {words}", DAYS[0])
    assert moving_period_of(said.time) is None
    assert moved(said, None, DAYS[2], english.catalog.calendar) == said


def test_a_comparison_with_a_year_that_goes_on_moves(english: LanguageEngine) -> None:
    same_on_every_day(english, "revenue this year compared with last year")


def test_a_moving_average_goes_on(english: LanguageEngine) -> None:
    said = read(english, "3 month moving average of revenue", DAYS[0])
    later = moved(said, moving_period_of(said.time), DAYS[4], english.catalog.calendar)
    assert later.time is not None
    assert later.time.end == date(2028, 2, 1)


def test_periods_side_by_side_move(english: LanguageEngine) -> None:
    said = read(english, "revenue this month and the same month of last year", DAYS[0])
    assert moved(said, moving_period_of(said.time), DAYS[0], english.catalog.calendar) == said


def test_words_that_were_said_stay(english: LanguageEngine) -> None:
    said = read(english, "revenue in the past two weeks", DAYS[0])
    later = moved(said, moving_period_of(said.time), DAYS[2], english.catalog.calendar)
    assert later.time is not None
    assert later.time.label == "past two weeks"


def test_a_name_of_days_does_not_stay(english: LanguageEngine) -> None:
    said = read(english, "revenue yesterday", DAYS[0])
    later = moved(said, moving_period_of(said.time), DAYS[2], english.catalog.calendar)
    assert later.time is not None
    assert later.time.label == "yesterday"


@pytest.mark.parametrize(
    ("moving", "start", "end", "label"),
    [
        (MovingPeriod(Span.TRAILING, Grain.MONTH, 12), "2026-02-28", "2027-02-28",
         "the 12 months up to today"),
        (MovingPeriod(Span.TRAILING, Grain.WEEK, 1), "2027-02-21", "2027-02-28",
         "the 1 week up to today"),
        (MovingPeriod(Span.PREVIOUS, Grain.DAY, 7), "2027-02-20", "2027-02-27",
         "the 7 days before today"),
        (MovingPeriod(Span.PREVIOUS, Grain.MONTH, 3), "2026-11-01", "2027-02-01",
         "the last 3 months"),
        (MovingPeriod(Span.PREVIOUS, Grain.MONTH, 3, skip=1), "2026-10-01", "2027-01-01",
         "the 3 months up to 2 months ago"),
        (MovingPeriod(Span.THIS, Grain.QUARTER, side=Side.SINCE), "2027-01-01", None,
         "since this quarter"),
        (MovingPeriod(Span.PREVIOUS, Grain.YEAR, side=Side.BEFORE), None, "2026-01-01",
         "before last year"),
    ],
)  # fmt: skip
def test_periods_that_no_sentence_made(
    moving: MovingPeriod, start: str | None, end: str | None, label: str
) -> None:
    found = period_today(moving, date(2027, 2, 27), Calendar())
    assert (found.start, found.end, found.label) == (_day(start), _day(end), label)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    "moving",
    [
        MovingPeriod(Span.THIS, Grain.HOUR),
        MovingPeriod(Span.PREVIOUS, Grain.MONTH, 0),
        MovingPeriod(Span.PREVIOUS, Grain.MONTH, 100_000),
    ],
)
def test_what_is_no_period_is_refused(moving: MovingPeriod) -> None:
    with pytest.raises(QueryNotPossible, match="moving period"):
        period_today(moving, DAYS[0], Calendar())


def test_a_period_that_was_fixed_is_not_taken_for_a_moving_one() -> None:
    moving = MovingPeriod(Span.THIS, Grain.YEAR)
    time = TimeRange(date(2026, 1, 1), date(2027, 1, 1), "this year", Grain.YEAR, moving=moving)
    fixed = moved(SemanticQuery(time=time), None, DAYS[3], Calendar())
    assert fixed.time == TimeRange(date(2026, 1, 1), date(2027, 1, 1), "2026", Grain.YEAR)
