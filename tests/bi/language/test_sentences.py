"""Questions of several sentences and all that is said about the answer, beside SQL by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bi.model.reading import Question
from tests.bi.language.drafted import Drafted, drafted

SCHEMA = """
CREATE TABLE drivers (driver_id INTEGER PRIMARY KEY, driver_name TEXT, country TEXT,
                      status TEXT, weight INTEGER, height INTEGER);
CREATE TABLE depots (depot_id INTEGER PRIMARY KEY, depot_name TEXT, area REAL);
CREATE TABLE tours (tour_id INTEGER PRIMARY KEY, driver_id INTEGER REFERENCES drivers,
                    depot_id INTEGER REFERENCES depots, tour_type TEXT, result TEXT,
                    tour_date DATE, load INTEGER);
CREATE TABLE fines (fine_id INTEGER PRIMARY KEY, driver_id INTEGER REFERENCES drivers,
                    amount REAL);
INSERT INTO drivers VALUES (1, 'Ann', 'Spain', 'active', 60, 170),
  (2, 'Bo', 'Spain', 'inactive', 80, 180),
  (3, 'Cem', 'Italy', 'active', 75, 160), (4, 'Dee', 'Italy', 'active', 90, 190);
INSERT INTO depots VALUES (1, 'North "Cargo" Yard', 1200), (2, 'South Yard', 800),
  (3, 'Harbour', 400);
INSERT INTO tours VALUES
 (1, 1, 1, 'sell', 'success', '2025-05-30', 10), (2, 1, 2, 'buy', 'success', '2025-05-31', 30),
 (3, 2, 1, 'sell', 'failure', '2025-06-20', 20), (4, 2, 1, 'sell', 'success', '2025-06-25', 5),
 (5, 2, 3, 'sell', 'success', '2025-06-29', 15), (6, 3, 2, 'buy', 'failure', '2025-06-30', 90),
 (7, 1, 1, 'buy', 'success', '2025-06-30', 25);
INSERT INTO fines VALUES (1, 1, 20), (2, 1, 5), (3, 4, 40);
"""


@pytest.fixture(scope="module")
def haulier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafted]:
    made = drafted(SCHEMA, tmp_path_factory.mktemp("haulier"), date(2025, 6, 30))
    yield made
    made.connection.close()


_TOURS = "tours t JOIN drivers d USING (driver_id)"
RETURNED = [
    (
        "Who are the top 2 drivers by total load? Return the driver name and the total load.",
        f"SELECT driver_name, SUM(load) FROM {_TOURS} GROUP BY 1 ORDER BY 2 DESC LIMIT 2",
    ),
    (
        "What are the top 2 drivers by number of tours? "
        "Return the driver id, name, number of tours and total load.",
        "SELECT driver_id, driver_name, COUNT(*), SUM(load) "
        f"FROM {_TOURS} GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 2",
    ),
    (
        "What is the number of tours for each country? Return the country and the total load.",
        f"SELECT country, COUNT(*), SUM(load) FROM {_TOURS} GROUP BY 1 ORDER BY 1",
    ),
    (
        "Which drivers are from Spain? Return their names and weights.",
        "SELECT driver_name, weight FROM drivers WHERE country = 'Spain'",
    ),
    (
        "How many tours were there in June 2025? Return the number of tours and the total load.",
        "SELECT COUNT(*), SUM(load) FROM tours WHERE tour_date >= '2025-06-01'",
    ),
]
GONE_BY = [
    (
        "total load by country, sorted by the number of tours in ascending order",
        f"SELECT country, SUM(load), COUNT(*) FROM {_TOURS} GROUP BY 1 ORDER BY 3",
    ),
    (
        "How many tours did each driver make, sorted by number of tours in ascending order?",
        f"SELECT driver_name, COUNT(*) FROM {_TOURS} GROUP BY 1 ORDER BY 2, 1",
    ),
    (
        "What are the top 2 combinations of country and tour type by number of tours?",
        f"SELECT country, tour_type, COUNT(*) FROM {_TOURS} GROUP BY 1, 2 "
        "ORDER BY 3 DESC, 1 LIMIT 2",
    ),
    (
        "Who are the top 2 drivers with the highest weight? Return the name and the weight.",
        "SELECT driver_name, weight FROM drivers ORDER BY weight DESC LIMIT 2",
    ),
    (
        "Which driver made the most sell tours?",
        f"SELECT driver_name, COUNT(*) FROM {_TOURS} WHERE tour_type = 'sell' "
        "GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
    ),
    (
        "Which depots have the largest areas, ordered from largest to smallest?",
        "SELECT depot_name, area FROM depots ORDER BY area DESC",
    ),
    (
        "What is the ratio of weight to height for each driver?",
        "SELECT driver_name, 1.0 * weight / height FROM drivers ORDER BY 1",
    ),
]
SAID = [
    (
        "How many successful tours were there?",
        "SELECT COUNT(*) FROM tours WHERE result = 'success'",
    ),
    (
        "How many tours in the past 30 days, inclusive of 30 days ago?",
        "SELECT COUNT(*) FROM tours WHERE tour_date >= '2025-05-31'",
    ),
    (
        "How many tours in the last 30 days inclusive of today?",
        "SELECT COUNT(*) FROM tours WHERE tour_date >= '2025-06-01'",
    ),
    (
        "How many tours in the last 4 weeks excluding the current week?",
        "SELECT COUNT(*) FROM tours WHERE tour_date >= '2025-06-02' AND tour_date < '2025-06-30'",
    ),
    (
        "How many tours were there between 2025-05-31 and 2025-06-25 inclusive?",
        "SELECT COUNT(*) FROM tours WHERE tour_date BETWEEN '2025-05-31' AND '2025-06-25'",
    ),
    (
        "How many tours on or after June 25, 2025?",
        "SELECT COUNT(*) FROM tours WHERE tour_date >= '2025-06-25'",
    ),
    (
        "Return the id and name of drivers who have not made any tours.",
        "SELECT driver_id, driver_name FROM drivers WHERE driver_id = 4",
    ),
    (
        "Return the names of drivers that do not have any fine records.",
        "SELECT driver_name FROM drivers WHERE driver_id IN (2, 3)",
    ),
    (
        "total load by country name",
        f"SELECT country, SUM(load) FROM {_TOURS} GROUP BY 1 ORDER BY 1",
    ),
    (
        "How many active drivers are there?",
        "SELECT COUNT(*) FROM drivers WHERE status = 'active'",
    ),
    (
        "How many tours of the depot with 'Cargo' in its name?",
        "SELECT COUNT(*) FROM tours WHERE depot_id = 1",
    ),
    (
        "Show the drivers in Italy and their weight",
        "SELECT driver_name, weight FROM drivers WHERE country = 'Italy'",
    ),
]


@pytest.mark.parametrize(("sentence", "sql"), RETURNED)
def test_a_further_sentence_says_what_to_return(haulier: Drafted, sentence: str, sql: str) -> None:
    assert haulier.ask(sentence) == haulier.by_hand(sql)


@pytest.mark.parametrize(("sentence", "sql"), GONE_BY)
def test_rows_go_by_what_is_named(haulier: Drafted, sentence: str, sql: str) -> None:
    assert haulier.ask(sentence) == haulier.by_hand(sql)


@pytest.mark.parametrize(("sentence", "sql"), SAID)
def test_conditions_are_those_that_are_said(haulier: Drafted, sentence: str, sql: str) -> None:
    assert haulier.ask(sentence) == haulier.by_hand(sql)


def test_a_unit_that_the_catalog_does_not_know_is_taken_as_it_stands(haulier: Drafted) -> None:
    reading = haulier.read("What is the largest area of the depots in square meters?")

    assert isinstance(reading, Question)
    assert any("does not say the unit" in one for one in reading.understanding.assumptions)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Who are the top 2 drivers by total load? Return the driver name and the XYZ.", "XYZ"),
        ("How many tours in the past 30 days, inclusive of weather?", "weather"),
        ("How many delightful tours were there?", "delightful"),
        ("What are the top 2 drivers by total load? Return the depot name.", "depot name"),
    ],
)
def test_what_is_not_understood_of_the_answer_stops_it(
    haulier: Drafted, sentence: str, word: str
) -> None:
    reading = haulier.read(sentence)

    assert not isinstance(reading, Question), reading
    assert word in " ".join(reading.unknown)  # type: ignore[union-attr]


def test_a_last_day_is_not_added_to_whole_units(haulier: Drafted) -> None:
    """A month ago has no day of its own to begin with."""
    reading = haulier.read("How many tours in the past month, inclusive of 1 month ago?")

    assert not isinstance(reading, Question)
