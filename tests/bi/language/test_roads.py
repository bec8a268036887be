"""Columns of one name on one road, and what a shop without a word for its revenue takes in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bi.language.drafted import TODAY, Drafted, drafted
from tests.bi.language.expected import Reader

TABLES = """
CREATE TABLE guides (guide_id INTEGER PRIMARY KEY, name TEXT, country TEXT);
CREATE TABLE guests (
    guest_id INTEGER PRIMARY KEY, name TEXT, country TEXT,
    guide_id INTEGER REFERENCES guides (guide_id)
);
CREATE TABLE payments (
    payment_id INTEGER PRIMARY KEY, guest_id INTEGER REFERENCES guests (guest_id),
    amount REAL, paid_on DATE
);
CREATE TABLE tapes (tape_id INTEGER PRIMARY KEY, title TEXT, milliseconds INTEGER);
INSERT INTO guides VALUES (1, 'Ada', 'Norway'), (2, 'Bo', 'Sweden');
INSERT INTO guests VALUES (1, 'Cy', 'France', 1), (2, 'Di', 'Norway', 2), (3, 'Ed', 'France', 2);
INSERT INTO payments VALUES (1, 1, 10.5, '2026-01-03'), (2, 2, 20, '2026-02-01'),
    (3, 3, 5, '2026-02-09'), (4, 1, 4.5, '2026-03-01');
INSERT INTO tapes VALUES (1, 'Sea', 1000), (2, 'Wind', 3000);
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafted]:
    made = drafted(TABLES, tmp_path_factory.mktemp("lodge"))
    yield made
    made.connection.close()


def test_the_first_on_the_road_is_meant_and_said(made: Drafted) -> None:
    reader = Reader(made.engine, TODAY)
    said = reader.question("revenue by country").understanding.assumptions

    assert made.ask("revenue by country") == [("France", 20.0), ("Norway", 20.0)]
    assert said == ("“country” is guest country, not guide country.",)


def test_another_on_the_road_is_meant_where_it_is_named(made: Drafted) -> None:
    assert made.ask("revenue by guide country") == [("Norway", 15.0), ("Sweden", 25.0)]


def test_what_payments_bring_in_is_revenue(made: Drafted) -> None:
    assert made.ask("total revenue") == made.by_hand("SELECT SUM(amount) FROM payments")


def test_milliseconds_are_a_length(made: Drafted) -> None:
    assert made.ask("average length of tapes") == [(2000.0,)]
