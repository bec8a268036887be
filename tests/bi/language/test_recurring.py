"""Conditions on recurring parts of a date: weekdays, months, hours, holidays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.catalog.wording import title_of
from bi.compiler.compile import compile_query
from bi.model.catalog import Calendar, ColumnRef, ColumnType, Dimension
from bi.model.semantic import DatePart, DatePartGroup, SemanticQuery
from tests.bi.language.clinic import CLINIC, clinic_reader
from tests.bi.language.expected import Reader, days, on, q, where, year

WEEKEND = on("weekday", 6, 7)
WORKING = on("weekday", 1, 2, 3, 4, 5)
MORNING = on("hour_of_day", 6, 7, 8, 9, 10, 11)
OFFICE = on("hour_of_day", *range(9, 17))
WARD = "visits.ward"


def fees(parts: object, **more: object) -> SemanticQuery:
    return q("fees", part_filters=parts, **more)  # type: ignore[arg-type]


def visits(parts: object, **more: object) -> SemanticQuery:
    return q("visits", part_filters=parts, **more)  # type: ignore[arg-type]


READ: list[tuple[str, SemanticQuery]] = [
    ("fees on Mondays", fees(on("weekday", 1))),
    ("fees on Mondays and Tuesdays by ward", fees(on("weekday", 1, 2), by=WARD)),
    ("fees every Monday", fees(on("weekday", 1))),
    ("fees every weekend", fees(WEEKEND)),
    ("fees on Mondays vs Fridays", fees(on("weekday", 1, 5), by="weekday")),
    ("compare Mondays and Fridays", fees(on("weekday", 1, 5), by="weekday")),
    ("fees on Friday evenings in 2025",
     fees((*on("weekday", 5), *on("hour_of_day", 18, 19, 20, 21)), time=year(2025))),
    ("fees not on Sundays", fees(on("weekday", 1, 2, 3, 4, 5, 6))),
    ("fees on weekends", fees(WEEKEND)),
    ("weekend fees in 2025", fees(WEEKEND, time=year(2025))),
    ("fees at the weekend", fees(WEEKEND)),
    ("fees on weekdays", fees(WORKING)),
    ("fees on working days in Surgery", fees(WORKING, only=where(WARD, "Surgery"))),
    ("fees excluding weekends", fees(WORKING)),
    ("fees in January of every year", fees(on("month_of_year", 1))),
    ("fees in Decembers", fees(on("month_of_year", 12))),
    ("fees every December by year", fees(on("month_of_year", 12), by="year")),
    ("fees in Q4 of every year", fees(on("quarter_of_year", 4))),
    ("visits in the morning", visits(MORNING)),
    ("visits at night", visits(on("hour_of_day", 22, 23, *range(6)))),
    ("visits after 17:00", visits(on("hour_of_day", *range(17, 24)))),
    ("visits after 5 pm", visits(on("hour_of_day", *range(17, 24)))),
    ("visits before 9:00", visits(on("hour_of_day", *range(9)))),
    ("visits between 9:00 and 17:00", visits(OFFICE)),
    ("visits from 9am to 5pm on weekdays", visits((*OFFICE, *WORKING))),
    ("visits on weekends in the morning", visits((*WEEKEND, *MORNING))),
    ("fees on holidays", fees(on("holiday", "Black Friday", "Christmas"))),
    ("fees excluding holidays", fees(on("holiday", None))),
    ("fees on Black Fridays", fees(on("holiday", "Black Friday"))),
    ("fees on Christmas of every year", fees(on("holiday", "Christmas"))),
    ("visits booked on Mondays", visits(on("weekday", 1, column="visits.booking_date"))),
    ("visits on weekdays not on Mondays", visits(on("weekday", 2, 3, 4, 5))),
    ("fees in December by year", fees(on("month_of_year", 12), by="year")),
    ("fees in Q4 by year", fees(on("quarter_of_year", 4), by="year")),
    ("fees on Christmas by year", fees(on("holiday", "Christmas"), by="year")),
    ("fees in December 2025 by year", q("fees", by="year", time=days("2025-12-01", "2026-01-01"))),
    ("visits this morning", visits(MORNING, time=days("2026-06-17", "2026-06-18"))),
    ("fees by weekend", q("fees", by="weekend")),
    ("fees on weekends vs weekdays", q("fees", by="weekend")),
    ("fees by day of month", q("fees", by="day_of_month")),
    ("fees by week of year", q("fees", by="week_of_year")),
    ("fees by holiday", q("fees", by="holiday")),
    ("fees by weekday", q("fees", by="weekday")),
    ("list visits on weekends", SemanticQuery(
        columns=tuple(
            ColumnRef("visits", name) for name in ("visit_id", "visited_at", "booking_date", "ward")
        ),
        dataset="visits",
        part_filters=WEEKEND,
    )),
]  # fmt: skip


@pytest.fixture(scope="module")
def clinic() -> Reader:
    return clinic_reader()


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[sentence for sentence, _ in READ])
def test_a_part_of_a_date_becomes_a_condition(
    clinic: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert clinic.query(sentence) == expected
    assert compile_query(expected, CLINIC, "duckdb").sql


@pytest.mark.parametrize(
    "sentence",
    [
        "visits after 17:30",
        "visits booked in the morning",
        "visits on Mondays only on Tuesdays",
        "cost on weekends",
        "visits after 25:00",
    ],
)
def test_what_dates_do_not_tell_is_refused(clinic: Reader, sentence: str) -> None:
    assert clinic.refused(sentence).message


def test_holidays_need_a_catalog_that_names_some() -> None:
    reader = clinic_reader(replace(CLINIC, calendar=Calendar()))

    assert "names no holidays" in reader.refused("fees on holidays").message
    assert "names no holidays" in reader.refused("fees by holiday").message


def test_a_weekend_is_the_catalogs() -> None:
    reader = clinic_reader(replace(CLINIC, calendar=Calendar(weekend=(4, 5))))

    assert reader.query("fees on weekends") == fees(on("weekday", 5, 6))
    assert reader.query("fees on weekdays") == fees(on("weekday", 1, 2, 3, 4, 7))


def test_values_of_the_catalog_come_before_parts_of_a_date() -> None:
    """A column of weekdays and one of shifts, of rows that may have no date."""
    visits, *others = CLINIC.datasets
    columns = tuple(
        Dimension("visits", name, name.capitalize(), name, ColumnType.TEXT, values=values)
        for name, values in (("opening", ("Monday", "Weekend")), ("shift", ("Morning", "Night")))
    )
    changed = replace(visits, dimensions=(*visits.dimensions, *columns))
    reader = clinic_reader(replace(CLINIC, datasets=(changed, *others)))

    assert reader.query("fees on Mondays") == q("fees", only=where("visits.opening", "Monday"))
    assert reader.query("fees on Monday") == q("fees", only=where("visits.opening", "Monday"))
    assert reader.query("fees on weekends") == q("fees", only=where("visits.opening", "Weekend"))
    assert reader.query("fees in the morning") == q("fees", only=where("visits.shift", "Morning"))
    assert reader.query("fees on Tuesdays") == fees(on("weekday", 2))


def test_hours_that_a_word_stands_for_are_said(clinic: Reader) -> None:
    said = clinic.question("fees in the morning").understanding.assumptions

    assert said == ("“morning” is read as from 6:00 to 12:00.",)


TITLES = [
    ("fees on Mondays", "Fees, only on Mondays"),
    ("fees on weekends by ward", "Fees by ward, only on weekends"),
    ("fees in Decembers", "Fees, only in December of every year"),
    ("visits at night", "Visits, only from 22:00 to 6:00"),
    ("fees excluding holidays", "Fees, only on days that are no holidays"),
    ("fees on Black Fridays", "Fees, only on Black Friday"),
]


@pytest.mark.parametrize(("sentence", "title"), TITLES)
def test_a_title_says_which_part(clinic: Reader, sentence: str, title: str) -> None:
    assert title_of(clinic.question(sentence).query, CLINIC) == title


FOLLOW_UPS: list[tuple[str, str, SemanticQuery]] = [
    ("fees by ward", "only on Mondays", fees(on("weekday", 1), by=WARD)),
    ("fees by ward on Mondays", "what about weekends", fees(WEEKEND, by=WARD)),
    ("fees on Mondays", "in 2025", fees(on("weekday", 1), time=year(2025))),
    ("fees on Mondays", "remove the filters", q("fees")),
    ("fees by ward on Mondays", "all time", q("fees", by=WARD)),
    ("fees on Mondays in May 2026", "by ward",
     fees(on("weekday", 1), by=WARD, time=days("2026-05-01", "2026-06-01"))),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "expected"), FOLLOW_UPS)
def test_conditions_on_parts_change_with_the_next_sentence(
    clinic: Reader, first: str, then: str, expected: SemanticQuery
) -> None:
    assert clinic.query(then, clinic.question(first).query) == expected


def test_a_grouping_by_parts_is_no_condition(clinic: Reader) -> None:
    query = clinic.query("fees by weekend")

    assert query.groups == (DatePartGroup(DatePart.WEEKEND),)
    assert query.part_filters == ()
