"""Periods in words: days, weeks, fiscal years, holidays, and several side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.compiler.compile import compile_query
from bi.model.catalog import Calendar, FiscalYear, Grain
from bi.model.semantic import SemanticQuery, TimeGroup
from tests.bi.language.clinic import CLINIC, clinic_reader
from tests.bi.language.expected import Reader, days, q, side_by_side, year

BOOKED = "visits.booking_date"
MONTH_2025 = {month: days(f"2025-{month:02}-01", f"2025-{month + 1:02}-01") for month in (1, 3)}
Q1, Q3 = days("2025-01-01", "2025-04-01"), days("2025-07-01", "2025-10-01")
FISCAL_YEAR = TimeGroup(Grain.YEAR, fiscal=True)
FISCAL_QUARTER = TimeGroup(Grain.QUARTER, fiscal=True)
LAST_CHRISTMAS = days("2025-12-24", "2025-12-27")


def fees(start: str | None, end: str | None, **more: object) -> SemanticQuery:
    return q("fees", time=days(start, end), **more)  # type: ignore[arg-type]


DAYS: list[tuple[str, SemanticQuery]] = [
    ("fees yesterday", fees("2026-06-16", "2026-06-17")),
    ("fees the day before yesterday", fees("2026-06-15", "2026-06-16")),
    ("fees on 3 March", fees("2026-03-03", "2026-03-04")),
    ("fees on 2025-03-03", fees("2025-03-03", "2025-03-04")),
    ("fees on 3/5/2025", fees("2025-03-05", "2025-03-06")),
    ("fees on 25/12/2025", fees("2025-12-25", "2025-12-26")),
    ("fees on 12/25/25", fees("2025-12-25", "2025-12-26")),
    ("fees on 25.12.2025", fees("2025-12-25", "2025-12-26")),
    ("fees from 3/5/2025 to 3/9/2025", fees("2025-03-05", "2025-03-10")),
    ("fees on Monday", fees("2026-06-15", "2026-06-16")),
    ("fees on Wednesday", fees("2026-06-17", "2026-06-18")),
    ("fees last Wednesday", fees("2026-06-10", "2026-06-11")),
    ("fees this Monday", fees("2026-06-15", "2026-06-16")),
    ("fees since last Monday", fees("2026-06-15", None)),
    ("fees on the weekend of 3 May 2025", fees("2025-05-03", "2025-05-05")),
    ("fees on the weekend of 2025-05-04", fees("2025-05-03", "2025-05-05")),
    ("fees last weekend", fees("2026-06-13", "2026-06-15")),
    ("fees in the last 30 days", fees("2026-05-19", "2026-06-18")),
]  # fmt: skip

WEEKS: list[tuple[str, SemanticQuery]] = [
    ("fees in week 23 of 2025", fees("2025-06-02", "2025-06-09")),
    ("fees in calendar week 1 of 2025", fees("2024-12-30", "2025-01-06")),
    ("fees in week 23", fees("2026-06-01", "2026-06-08")),
    ("fees in week 40", fees("2025-09-29", "2025-10-06")),
    ("fees in W23 2025", fees("2025-06-02", "2025-06-09")),
    ("fees in the 23rd week of 2025", fees("2025-06-02", "2025-06-09")),
    ("fees in the week of 3 March 2025", fees("2025-03-03", "2025-03-10")),
    ("fees in the week of March 5, 2025", fees("2025-03-03", "2025-03-10")),
    ("fees in the week of 2025-03-09", fees("2025-03-03", "2025-03-10")),
    ("fees in the past two weeks", fees("2026-06-01", "2026-06-15")),
    ("top 3 weeks of 2025 by fees", q("fees", by="week", time=year(2025), top=3)),
]  # fmt: skip

OTHERS: list[tuple[str, SemanticQuery]] = [
    ("fees in the year 2024", fees("2024-01-01", "2025-01-01")),
    ("fees in the month of May 2025", fees("2025-05-01", "2025-06-01")),
    ("fees in 5/2025", fees("2025-05-01", "2025-06-01")),
    ("fees in 2025-05", fees("2025-05-01", "2025-06-01")),
    ("fees 2023-2025", fees("2023-01-01", "2026-01-01")),
    ("fees in the 1990s", fees("1990-01-01", "2000-01-01")),
    ("fees between March and May", fees("2026-03-01", "2026-06-01")),
    ("fees since March", fees("2026-03-01", None)),
    ("fees in the last 6 months", fees("2025-12-01", "2026-06-01")),
    ("fees this March", fees("2026-03-01", "2026-04-01")),
    ("fees in March of last year", fees("2025-03-01", "2025-04-01")),
    ("fees in Q3 two years ago", fees("2024-07-01", "2024-10-01")),
    ("fees in the first half of last year", fees("2025-01-01", "2025-07-01")),
    ("fees by year and month", q("fees", by="month")),
    ("fees by year and quarter and ward", q("fees", by=("quarter", "visits.ward"))),
    ("fees by week and month", q("fees", by=("week", "month"))),
    ("top 2 months by fees in each year", q("fees", by=("year", "month"), top=2, within=(0,))),
]  # fmt: skip

FISCAL: list[tuple[str, SemanticQuery]] = [
    ("fees in fiscal year 2025", fees("2024-04-01", "2025-04-01")),
    ("fees in financial year 2025", fees("2024-04-01", "2025-04-01")),
    ("fees in FY25", fees("2024-04-01", "2025-04-01")),
    ("fees in fiscal year 25", fees("2024-04-01", "2025-04-01")),
    ("fees in FY 2025", fees("2024-04-01", "2025-04-01")),
    ("fees in fiscal 2025", fees("2024-04-01", "2025-04-01")),
    ("fees in FY2025 Q2", fees("2024-07-01", "2024-10-01")),
    ("fees in Q2 FY25", fees("2024-07-01", "2024-10-01")),
    ("fees in the second quarter of fiscal year 2025", fees("2024-07-01", "2024-10-01")),
    ("fees in fiscal quarter 4 of 2025", fees("2025-01-01", "2025-04-01")),
    ("fees this fiscal quarter", fees("2026-04-01", "2026-07-01")),
    ("fees last fiscal year", fees("2025-04-01", "2026-04-01")),
    ("fees last 2 fiscal years", fees("2024-04-01", "2026-04-01")),
    ("fees in Q1 of last fiscal year", fees("2025-04-01", "2025-07-01")),
    ("fees fiscal year to date", fees("2026-04-01", "2026-06-18")),
    ("fees since FY25", fees("2024-04-01", None)),
    ("fees by fiscal quarter", q("fees", by=[FISCAL_QUARTER])),
    ("fees by fiscal year and quarter", q("fees", by=[FISCAL_QUARTER])),
    ("fees per fiscal year by ward", q("fees", by=[FISCAL_YEAR, "visits.ward"])),
    ("which fiscal year had the highest fees", q("fees", by=[FISCAL_YEAR], top=1)),
    ("fees FY25 vs FY24", fees("2024-04-01", "2025-04-01", versus="year")),
    ("fees last fiscal year compared with the year before",
     fees("2025-04-01", "2026-04-01", versus="year")),
]  # fmt: skip

HOLIDAYS: list[tuple[str, SemanticQuery]] = [
    ("fees on Black Friday 2025", fees("2025-11-28", "2025-11-29")),
    ("fees on Black Friday", fees("2025-11-28", "2025-11-29")),
    ("fees during Christmas 2024", fees("2024-12-24", "2024-12-27")),
    ("fees last Christmas", q("fees", time=LAST_CHRISTMAS)),
    ("fees on Christmas two years ago", fees("2024-12-24", "2024-12-27")),
    ("fees on Black Friday vs Christmas",
     q("fees", by=[side_by_side(days("2025-11-28", "2025-11-29"), LAST_CHRISTMAS)])),
]  # fmt: skip

SIDE_BY_SIDE: list[tuple[str, SemanticQuery]] = [
    ("fees in 2023 and 2025", q("fees", by=[side_by_side(year(2023), year(2025))])),
    ("fees in 2022, 2023 and 2024",
     q("fees", by=[side_by_side(year(2022), year(2023), year(2024))])),
    ("fees in 2025 and 2023", q("fees", by=[side_by_side(year(2023), year(2025))])),
    ("fees by year in 2023 and 2025", q("fees", by=[side_by_side(year(2023), year(2025))])),
    ("fees by month in 2023 and 2025",
     q("fees", by=[side_by_side(year(2023), year(2025)), "month"])),
    ("compare Q1 and Q3 of 2025", q("fees", by=[side_by_side(Q1, Q3)])),
    ("fees in Q1 2025 and Q3", q("fees", by=[side_by_side(Q1, Q3)])),
    ("fees in January and March 2025", q("fees", by=[side_by_side(*MONTH_2025.values())])),
    ("January vs March 2025 fees", q("fees", by=[side_by_side(*MONTH_2025.values())])),
    ("fees in January vs March 2025", q("fees", by=[side_by_side(*MONTH_2025.values())])),
    ("fees by ward in 2023 and 2025",
     q("fees", by=[side_by_side(year(2023), year(2025)), "visits.ward"])),
    ("top 3 wards by fees in 2023 and 2025",
     q("fees", by=[side_by_side(year(2023), year(2025)), "visits.ward"], top=3, within=(0,))),
    ("fees booked in 2023 and 2025",
     q("fees", by=[side_by_side(year(2023), year(2025), column=BOOKED)])),
    ("fees in 2024 and last month",
     q("fees", by=[side_by_side(year(2024), days("2026-05-01", "2026-06-01"))])),
]  # fmt: skip

BESIDE: list[tuple[str, SemanticQuery]] = [
    ("fees 2024 vs 2023", q("fees", time=year(2024), versus="year")),
    ("fees in 2023 compared with 2024", q("fees", time=year(2024), versus="year")),
    ("fees in Q1 2025 vs Q1 2024", q("fees", time=Q1, versus="year")),
    ("fees in week 23 vs week 22", fees("2026-06-01", "2026-06-08", versus="week")),
    ("compare fees this year to last year", fees("2026-01-01", "2026-06-18", versus="year")),
    # The month before that one, not the one before today.
    ("fees in January 2026 compared with the previous month",
     fees("2026-01-01", "2026-02-01", versus="month")),
    ("fees in Q1 2026 compared with the same quarter two years ago",
     fees("2026-01-01", "2026-04-01", versus="year*2")),
    ("fees in May 2026 compared with the same month last year",
     fees("2026-05-01", "2026-06-01", versus="year")),
    ("fees year to date compared with the same period last year",
     fees("2026-01-01", "2026-06-18", versus="year")),
    ("growth of fees by month year over year", q("fees", by="month", versus="year")),
    ("month over month growth of fees by month in 2025",
     q("fees", by="month", time=year(2025), versus="month")),
]  # fmt: skip

ALL = DAYS + WEEKS + OTHERS + FISCAL + HOLIDAYS + SIDE_BY_SIDE + BESIDE


@pytest.fixture(scope="module")
def clinic() -> Reader:
    return clinic_reader()


@pytest.mark.parametrize(("sentence", "expected"), ALL, ids=[sentence for sentence, _ in ALL])
def test_a_period_becomes_its_days(clinic: Reader, sentence: str, expected: SemanticQuery) -> None:
    question = clinic.question(sentence)

    assert clinic.query(sentence) == expected
    assert compile_query(question.query, CLINIC, "duckdb").sql


@pytest.mark.parametrize(
    "sentence",
    [
        "fees in week 54 of 2025",
        "fees on 31/31/2025",
        "fees on 30/2/2025",
        "fees on Easter",
        "fees on Black Friday 2019",
        "fees this Friday",
        "fees on the weekend of 6 May 2025",
        "fees this weekend",
        "fees this December",
        "fees this Black Friday",
        "fees in FY2030",
        "fees in 2024 and May 2024",
        "share of fees by ward in 2023 and 2025",
        "fees in 2023 and 2025 compared with the year before",
        "fees 2024 vs Q1 2023",
        "fees in FY2025 Q5",
    ],
)
def test_a_period_that_there_is_not_is_refused(clinic: Reader, sentence: str) -> None:
    assert clinic.refused(sentence).message


def test_which_part_of_a_written_day_comes_first_is_said(clinic: Reader) -> None:
    said = clinic.question("fees on 3/5/2025").understanding.assumptions
    clear = clinic.question("fees on 25/12/2025").understanding.assumptions

    assert said == ("5 March 2025 is meant: the month is read first.",)
    assert clear == ()


def test_a_catalog_says_how_days_are_written() -> None:
    reader = clinic_reader(replace(CLINIC, calendar=Calendar(day_first=True)))

    question = reader.question("fees on 3/5/2025")

    assert reader.query("fees on 3/5/2025") == fees("2025-05-03", "2025-05-04")
    assert question.understanding.assumptions == ()


def test_weeks_begin_with_the_catalogs_day() -> None:
    reader = clinic_reader(replace(CLINIC, calendar=Calendar(week_start=6)))

    assert reader.query("fees this week") == fees("2026-06-14", "2026-06-21")
    assert reader.query("fees in week 23 of 2025") == fees("2025-06-01", "2025-06-08")
    assert reader.query("fees this Sunday") == fees("2026-06-14", "2026-06-15")


def test_a_fiscal_year_may_be_named_by_its_beginning() -> None:
    calendar = Calendar(fiscal_year=FiscalYear(4, by_end=False))
    reader = clinic_reader(replace(CLINIC, calendar=calendar))

    assert reader.query("fees in FY2025") == fees("2025-04-01", "2026-04-01")
    assert "FY2026 Q1" in str(reader.question("fees this fiscal quarter").understanding.assumptions)


def test_fiscal_years_of_calendar_years_are_those() -> None:
    reader = clinic_reader(replace(CLINIC, calendar=Calendar()))

    assert reader.query("fees in FY2025") == q("fees", time=year(2025))


FOLLOW_UPS: list[tuple[str, str, SemanticQuery]] = [
    ("fees by ward in 2025", "in 2023 and 2025",
     q("fees", by=[side_by_side(year(2023), year(2025)), "visits.ward"])),
    ("fees by ward in 2023 and 2025", "in 2024", q("fees", by="visits.ward", time=year(2024))),
    ("fees by ward in 2023 and 2025", "all time", q("fees", by="visits.ward")),
    ("fees by ward in 2023 and 2025", "remove the time filter", q("fees", by="visits.ward")),
    ("fees in 2024", "by fiscal quarter", q("fees", by=[FISCAL_QUARTER], time=year(2024))),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "expected"), FOLLOW_UPS)
def test_periods_change_with_the_next_sentence(
    clinic: Reader, first: str, then: str, expected: SemanticQuery
) -> None:
    assert clinic.query(then, clinic.question(first).query) == expected


def test_a_period_that_is_not_over_is_said_to_be(clinic: Reader) -> None:
    said = clinic.question("fees in 2024 and 2026").understanding.assumptions

    assert said == ("2026 has not ended yet.",)


def test_periods_side_by_side_are_told(clinic: Reader) -> None:
    text = "fees in January and March 2025"
    tokens = clinic.question(text).understanding.tokens

    assert [token.text for token in tokens] == ["Fees", "In January 2025 and March 2025"]
    assert text[tokens[1].start : tokens[1].end] == "in January and March 2025"
