"""Conditions on numbers and dates, on a drafted catalog: which column, of rows or of groups."""

from __future__ import annotations

import pytest

from bi.model.reading import Clarification, Question, Unsupported
from bi.model.semantic import Related
from tests.bi.language.expected import Reader, q, where
from tests.bi.language.harbour import harbour_reader
from tests.bi.language.kennel import Kennel, kennel_at

SCHEMA = """
CREATE TABLE cabins (
    cabin_id INTEGER PRIMARY KEY, title TEXT, style TEXT, deck_price REAL, beds INTEGER,
    opened_date INTEGER
);
CREATE TABLE trips (
    trip_id INTEGER PRIMARY KEY, cabin_id INTEGER REFERENCES cabins, invoice_amount REAL,
    pay_method TEXT, leaving_date TIMESTAMP
);
INSERT INTO cabins VALUES
    (1, 'Gull', 'plain', 40, 2, 1901), (2, 'Tern', 'plain', 90, 4, 1925),
    (3, 'Puffin', 'royal', 200, 2, 1925), (4, 'Auk', 'royal', 120, 6, 1940);
INSERT INTO trips VALUES
    (1, 1, 50, 'cash', '2024-03-04 08:10:00'), (2, 1, 700, 'card', '2024-03-04 17:45:00'),
    (3, 2, 300, 'cheque', '2024-03-05 09:00:00'), (4, 3, 900, 'card', '2024-03-11 10:30:00'),
    (5, 4, 20, 'cheque', '2024-04-01 11:00:00');
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Kennel:
    return kennel_at(tmp_path_factory.mktemp("cabins"), SCHEMA)


@pytest.fixture
def cabins(opened: Kennel) -> Kennel:
    return opened.afresh()


def test_a_number_of_related_rows_is_that_of_each_thing_counted(cabins: Kennel) -> None:
    """Not that of each group: both styles have more than one trip."""
    assert cabins.rows("number of cabins with more than 1 trip by style") == [("plain", 1)]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("number of cabins with a deck price over 150 or under 50", 2),
        ("number of cabins with a deck price above 150 or below 50", 2),
        ("number of cabins whose deck price is higher than 150 or lower than 50", 2),
        ("number of cabins with a deck price over 150 or more than 3 beds", 3),
        ("number of trips with invoice amount over 500 or with pay method is cheque", 4),
        ("how many cabins have over 5 beds or style plain", 3),
        ("number of trips with amount bigger than 400", 2),
        ("how many cabins cost more than 100", 2),
        ("how many cabins cost between 50 and 150", 2),
        ("number of cabins with greater than average deck price", 2),
        ("number of cabins whose deck price is less than the average deck price", 2),
        ("number of cabins with cabin id over 2", 2),
    ],
)
def test_conditions_on_numbers(cabins: Kennel, sentence: str, count: int) -> None:
    assert cabins.rows(sentence) == [(count,)]


@pytest.mark.parametrize(
    "sentence",
    [
        "number of cabins with over 3 beds and a deck price over 150 or style plain",
        "number of cabins with over 3 beds or",
        "titles of cabins with trips over 500 or style plain",
    ],
)
def test_an_or_with_two_readings_is_not_guessed(cabins: Kennel, sentence: str) -> None:
    assert isinstance(cabins.read(sentence), Clarification | Unsupported)


def test_what_or_joins_is_listed(cabins: Kennel) -> None:
    found = cabins.rows("list the titles of cabins with over 5 beds or a deck price under 50")
    assert found == [("Auk",), ("Gull",)]


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        # Of the rows counted, one by one.
        ("number of cabins with a deck price over 100 by style", [("royal", 2)]),
        ("cabins whose deck price is over 80 by style", [("plain", 1), ("royal", 2)]),
        # Of the groups.
        ("which styles have an average deck price above 100", [("royal", 160.0)]),
        ("number of cabins by style with an average deck price above 100", [("royal", 2)]),
    ],
)
def test_a_condition_is_of_what_it_is_said_of(
    cabins: Kennel, sentence: str, rows: list[tuple[object, ...]]
) -> None:
    assert cabins.rows(sentence) == rows


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        (
            "number of trips by leaving date",
            [("2024-03-04", 2), ("2024-03-05", 1), ("2024-03-11", 1), ("2024-04-01", 1)],
        ),
        ("bin the leaving date by weekday", [(1, 4), (2, 1)]),
        ("bin the date of the trips into weekday intervals", [(1, 4), (2, 1)]),
        (
            "bin the leaving date by weekday and sum the invoice amount of each bin",
            [(1, 1670.0), (2, 300.0)],
        ),
        ("number of cabins by opened date, binned into years", [(1901, 1), (1925, 2), (1940, 1)]),
    ],
)
def test_dates_are_days_and_what_is_binned_is_counted(
    cabins: Kennel, sentence: str, rows: list[tuple[object, ...]]
) -> None:
    assert cabins.rows(sentence) == rows


def test_a_named_column_with_one_value_left_parts_nothing(cabins: Kennel) -> None:
    reading = cabins.read("the style and number of cabins of style royal by opened date")
    assert isinstance(reading, Question)
    assert len(reading.query.groups) == 1


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("how many cabins have 5 beds or more", 1),
        ("number of cabins that require more than 3 beds", 2),
        ("how many cabins are equal to or more expensive than 120", 2),
    ],
)
def test_verbs_and_comparisons_around_numbers(cabins: Kennel, sentence: str, count: int) -> None:
    assert cabins.rows(sentence) == [(count,)]


@pytest.fixture(scope="module")
def exams(tmp_path_factory: pytest.TempPathFactory) -> Kennel:
    schema = """
    CREATE TABLE exams (exam_id INTEGER PRIMARY KEY, pupil TEXT, grade TEXT, fee_in_dollars REAL,
                        fee_in_euros REAL);
    INSERT INTO exams VALUES
        (1, 'Ada', 'A', 65, 59), (2, 'Bo', 'B', 73, 66), (3, 'Cy', 'C', 53, 48);
    """
    return kennel_at(tmp_path_factory.mktemp("exams"), schema)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("how many exams got A or C", 2),
        ("how many exams with a fee over 60 dollars", 2),
        ("how many exams with a fee over 60 euros", 1),
    ],
)
def test_codes_and_units_say_which_values_are_meant(
    exams: Kennel, sentence: str, count: int
) -> None:
    assert exams.afresh().rows(sentence) == [(count,)]


def test_one_but_not_the_other_is_both_conditions(demo: Reader) -> None:
    """Each stands by itself: who bought both is left out."""
    found = demo.question("customers who bought Technology but not Furniture").query
    only = demo.question("customers who bought Technology").query

    assert set(only.conditions) < set(found.conditions)
    assert [one.negated for one in found.conditions if isinstance(one, Related)] == [False, True]


def test_columns_beside_a_measure_are_of_what_it_is_by(demo: Reader) -> None:
    found = demo.query("list the orders of the West with date and revenue")

    assert found == q(
        "revenue",
        by=("day:orders.order_date", "orders.order_id"),
        only=where("orders.region", "West"),
    )
    assert demo.query("list the orders of the West with date and amount") == found


def test_an_amount_of_nothing_is_not_passed_over() -> None:
    assert "amount" in harbour_reader().refused("list the boats with rig and amount").message


def test_what_leaves_nothing_is_no_new_question(demo: Reader) -> None:
    only = demo.question("revenue by region, only Canada").query

    assert "nothing is left" in demo.refused("without Canada", only).message


def test_distinct_things_are_a_number_of_them(demo: Reader) -> None:
    assert demo.query("distinct customers") == q("customers")
    assert demo.query("show distinct customers").columns


def test_things_are_compared_by_an_amount_that_has_a_name(demo: Reader) -> None:
    assert "of what?" in demo.refused("orders over 500").message
