"""Moving averages and rolling sums in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.catalog.wording import title_of
from bi.compiler.compile import compile_query
from bi.model.catalog import Grain
from bi.model.semantic import (
    Calculation,
    Comparison,
    Measured,
    NamedMeasure,
    SemanticQuery,
    TimeRange,
)
from tests.bi.language.clinic import CLINIC, clinic_reader
from tests.bi.language.expected import Reader, days, group, plain, where, year

WARD = "visits.ward"


def moving(
    measure: str,
    window: int,
    *groups: str,
    time: TimeRange | None = None,
    sums: bool = False,
    **more: object,
) -> SemanticQuery:
    how = Calculation.ROLLING_SUM if sums else Calculation.MOVING_AVERAGE
    measured = Measured(NamedMeasure(measure), how, window)
    return SemanticQuery((measured,), tuple(map(group, groups)), time=time, **more)  # type: ignore[arg-type]


UNTIL_TODAY, UNTIL_JUNE = days(None, "2026-06-17"), days(None, "2026-06-01")
READ: list[tuple[str, SemanticQuery]] = [
    ("7-day moving average of fees", moving("fees", 7, "day", time=UNTIL_TODAY)),
    ("7-day average of fees", moving("fees", 7, "day", time=UNTIL_TODAY)),
    ("moving 7-day average of fees", moving("fees", 7, "day", time=UNTIL_TODAY)),
    ("moving average of fees over 7 days", moving("fees", 7, "day", time=UNTIL_TODAY)),
    ("fees 7 day rolling average in May 2026",
     moving("fees", 7, "day", time=days("2026-05-01", "2026-06-01"))),
    ("3 month rolling average of visits by month",
     moving("visits", 3, "month", time=UNTIL_JUNE)),
    ("three month moving average of fees by ward in 2025",
     moving("fees", 3, "month", WARD, time=year(2025))),
    ("rolling 12 months fees", moving("fees", 12, "month", time=UNTIL_JUNE, sums=True)),
    ("rolling 12 month sum of fees", moving("fees", 12, "month", time=UNTIL_JUNE, sums=True)),
    ("rolling 3 month average of fees", moving("fees", 3, "month", time=UNTIL_JUNE)),
    ("12-month rolling visits", moving("visits", 12, "month", time=UNTIL_JUNE, sums=True)),
    ("rolling 12 months fees by quarter",
     moving("fees", 4, "quarter", time=days(None, "2026-04-01"), sums=True)),
    ("14 day moving average of fees by week",
     moving("fees", 2, "week", time=days(None, "2026-06-15"))),
    ("7 day moving average of average wait", moving("wait", 7, "day", time=UNTIL_TODAY)),
    ("7-day moving average of fees in Eyes",
     moving("fees", 7, "day", time=UNTIL_TODAY, filters=(where(WARD, "Eyes"),))),
    ("3 month moving average of fees in 2025 compared with last year",
     moving("fees", 3, "month", time=year(2025), comparison=Comparison(Grain.YEAR))),
]  # fmt: skip


@pytest.fixture(scope="module")
def clinic() -> Reader:
    return clinic_reader()


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[sentence for sentence, _ in READ])
def test_a_window_becomes_a_calculation_along_buckets(
    clinic: Reader, sentence: str, expected: SemanticQuery
) -> None:
    question = clinic.question(sentence)

    assert plain(question.query) == expected
    assert compile_query(question.query, CLINIC, "duckdb").sql


@pytest.mark.parametrize(
    "sentence",
    [
        "moving average of fees",
        "7-day moving average of fees by month",
        "1-day moving average of fees",
        "rolling 3 months average wait of visits",
        "7-day moving average of fees this year by ward with more than 10 visits",
        "3 month moving average of cost",
    ],
)
def test_a_window_that_does_not_fit_is_refused(clinic: Reader, sentence: str) -> None:
    assert clinic.refused(sentence).message


def test_what_becomes_of_empty_buckets_is_said(clinic: Reader) -> None:
    sums = clinic.question("7-day moving average of fees").understanding.assumptions
    averages = clinic.question("7-day moving average of average wait").understanding.assumptions

    assert "counts as 0" in " ".join(sums)
    assert "is passed over" in " ".join(averages)


def test_a_bucket_that_is_not_over_is_left_out_and_named(clinic: Reader) -> None:
    said = clinic.question("3 month moving average of fees").understanding.assumptions

    assert "June 2026 is not over yet and left out." in said


def test_the_last_day_of_the_data_is_over() -> None:
    reader = clinic_reader(replace(CLINIC, as_of=date(2026, 6, 17)))

    assert reader.query("7-day moving average of fees") == moving("fees", 7, "day")


def test_a_total_becomes_a_moving_average_with_the_next_sentence(clinic: Reader) -> None:
    first = clinic.question("fees by day in May 2026").query

    query = clinic.query("as a 7-day moving average", first)

    assert query == moving("fees", 7, "day", time=days("2026-05-01", "2026-06-01"))


def test_a_window_stays_with_its_buckets(clinic: Reader) -> None:
    first = clinic.question("7-day moving average of fees in May 2026").query

    assert clinic.query("only Eyes", first).measures == first.measures
    assert clinic.refused("by week", first).message


def test_a_title_says_the_window(clinic: Reader) -> None:
    average = clinic.question("3 month moving average of fees in 2025").query
    rolling = clinic.question("rolling 12 months fees in 2025").query

    assert title_of(average, CLINIC) == "3-month average of fees by month in 2025"
    assert title_of(rolling, CLINIC) == "Fees of 12 months by month in 2025"
