"""What columns of numbers are asked for by words: extremes, amounts, conditions."""

from __future__ import annotations

import pytest

from bi.model.reading import Question
from tests.bi.language.kennel import Kennel, kennel_at

SCHEMA = """
CREATE TABLE streets (street_id INTEGER PRIMARY KEY, street_name TEXT);
CREATE TABLE cafes (
    cafe_id INTEGER PRIMARY KEY, name TEXT, owner TEXT, tables INTEGER,
    street_id INTEGER REFERENCES streets
);
CREATE TABLE reviews (review_id INTEGER, cafe_id INTEGER REFERENCES cafes, points INTEGER);
CREATE TABLE grants (
    grant_id INTEGER PRIMARY KEY, cafe_id INTEGER REFERENCES cafes, giver TEXT, amount REAL,
    staff_age INTEGER
);
INSERT INTO streets VALUES (1, 'Elm Street'), (2, 'Oak Lane');
INSERT INTO cafes VALUES
    (1, 'Blue Cup', 'Ines', 12, 1), (2, 'Old Mill', 'Ines', 30, 1), (3, 'Corner', 'Jon', 8, 2);
INSERT INTO reviews VALUES
    (1, 1, 5), (2, 1, 3), (3, 2, 2), (4, 2, 4), (5, 3, 1), (6, 3, 3), (7, 3, 2);
INSERT INTO grants VALUES
    (1, 1, 'Town', 500, 31), (2, 2, 'Town', 1500, 64), (3, 2, 'Bank', 250, 22),
    (4, 3, 'Bank', 800, 45), (5, 1, 'Fund', 100, 31);
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Kennel:
    return kennel_at(tmp_path_factory.mktemp("cafes"), SCHEMA)


@pytest.fixture
def cafes(opened: Kennel) -> Kennel:
    return opened.afresh()


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("the lowest review of each cafe", [("Blue Cup", 3), ("Corner", 1), ("Old Mill", 2)]),
        ("cafe owner and their lowest reviews", [("Ines", 2), ("Jon", 1)]),
        ("draw the owner and the highest review as a bar chart", [("Ines", 5), ("Jon", 3)]),
        ("average review for each owner", [("Ines", 3.5), ("Jon", 2.0)]),
        ("average points of each owner", [("Ines", 3.5), ("Jon", 2.0)]),
        ("the average review points by owner", [("Ines", 3.5), ("Jon", 2.0)]),
        ("owner with the most reviews", [("Ines", 4)]),
    ],
)
def test_an_extreme_of_a_noun_is_one_of_the_number_it_is_about(
    cafes: Kennel, sentence: str, rows: list[tuple[object, ...]]
) -> None:
    assert cafes.rows(sentence) == rows


def test_what_the_noun_was_read_as_is_said(cafes: Kennel) -> None:
    reading = cafes.read("the lowest review of each cafe")
    assert isinstance(reading, Question)
    assert reading.understanding.assumptions == ("“lowest review” is read as the smallest points.",)


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        (
            "the amount of the grants by giver",
            [("Bank", 1050.0), ("Fund", 100.0), ("Town", 2000.0)],
        ),
        ("number of grants by giver", [("Bank", 2), ("Fund", 1), ("Town", 2)]),
    ],
)
def test_an_amount_of_things_is_what_they_come_to(
    cafes: Kennel, sentence: str, rows: list[tuple[object, ...]]
) -> None:
    assert cafes.rows(sentence) == rows


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("how many grants whose staff age is older than 40", 2),
        ("how many grants whose staff age is younger than 40", 3),
    ],
)
def test_older_than_a_number_is_a_higher_age(cafes: Kennel, sentence: str, count: int) -> None:
    assert cafes.rows(sentence) == [(count,)]


@pytest.mark.parametrize(
    "sentence",
    [
        "total amount of grants received by each cafe",
        "total amount of grants received by cafe",
    ],
)
def test_by_each_after_a_verb_parts_the_rows(cafes: Kennel, sentence: str) -> None:
    assert cafes.rows(sentence) == [("Blue Cup", 600.0), ("Corner", 800.0), ("Old Mill", 1750.0)]


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("count and average points of reviews by owner", [("Ines", 4, 3.5), ("Jon", 3, 2.0)]),
        ("max(points) vs minimal points for each owner", [("Ines", 5, 2), ("Jon", 3, 1)]),
        ("highest and average points by owner", [("Ines", 5, 3.5), ("Jon", 3, 2.0)]),
    ],
)
def test_several_measures_are_all_shown(
    cafes: Kennel, sentence: str, rows: list[tuple[object, ...]]
) -> None:
    assert cafes.rows(sentence) == rows


@pytest.mark.parametrize(
    "sentence",
    [
        "the total sum of grant amount by giver",
        "compute the total the sum of the amount of grants by giver",
    ],
)
def test_total_before_a_sum_says_no_more(cafes: Kennel, sentence: str) -> None:
    assert cafes.rows(sentence) == [("Bank", 1050.0), ("Fund", 100.0), ("Town", 2000.0)]


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("the proportion of the total tables by owner", [("Ines", 0.84), ("Jon", 0.16)]),
        ("the proportion of the total tables by owner as a pie chart", [("Ines", 42), ("Jon", 8)]),
        ("the proportion of the average points by owner, as a pie", [("Ines", 3.5), ("Jon", 2.0)]),
    ],
)
def test_a_proportion_of_what_is_aggregated(
    cafes: Kennel, sentence: str, rows: list[tuple[object, ...]]
) -> None:
    assert cafes.rows(sentence) == rows


def test_a_number_of_what_belongs_to_a_thing_is_not_of_the_groups(cafes: Kennel) -> None:
    found = cafes.rows("total tables of cafes with more than 2 reviews by owner")
    assert found == [("Jon", 8)]
