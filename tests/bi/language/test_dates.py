"""Questions for a date: "when was the last order"."""

from __future__ import annotations

import pytest

from bi.catalog.wording import title_of
from bi.compiler.compile import compile_query
from bi.model.semantic import SemanticQuery
from tests.bi.language.clinic import CLINIC, clinic_reader
from tests.bi.language.expected import Reader, agg, q, where, year

LATEST, EARLIEST = agg("max", "visits.visited_at"), agg("min", "visits.visited_at")
WARD = "visits.ward"

READ: list[tuple[str, SemanticQuery]] = [
    ("when was the last visit", q(LATEST)),
    ("when was the first visit in Eyes", q(EARLIEST, only=where(WARD, "Eyes"))),
    ("when was the most recent visit in 2025", q(LATEST, time=year(2025))),
    ("on which date was the last visit", q(LATEST)),
    ("how recent is the latest visit", q(LATEST)),
    ("latest visit date", q(LATEST)),
    ("what is the earliest visit date", q(EARLIEST)),
    ("most recent visit date by ward", q(LATEST, by=WARD)),
    ("last booking date by ward", q(agg("max", "visits.booking_date"), by=WARD)),
    ("when were fees highest", q("fees", by="month", top=1)),
    ("when was the number of visits lowest in 2025", q("visits", by="month", time=year(2025),
                                                       bottom=1)),
]  # fmt: skip


@pytest.fixture(scope="module")
def clinic() -> Reader:
    return clinic_reader()


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[sentence for sentence, _ in READ])
def test_when_becomes_a_date(clinic: Reader, sentence: str, expected: SemanticQuery) -> None:
    assert clinic.query(sentence) == expected
    assert compile_query(expected, CLINIC, "duckdb").sql


@pytest.mark.parametrize("sentence", ["when was the last device", "latest fees", "when"])
def test_what_has_no_date_is_not_dated(clinic: Reader, sentence: str) -> None:
    assert clinic.refused(sentence).message


def test_a_date_is_latest_not_largest(clinic: Reader) -> None:
    assert title_of(clinic.question("latest visit date").query, CLINIC) == "Latest visited at"
    columns = compile_query(q(LATEST), CLINIC, "duckdb").columns
    assert (columns[0].name, columns[0].label) == ("latest_visited_at", "Latest visited at")
