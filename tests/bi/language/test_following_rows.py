"""Follow-ups of lists: the same rows with other columns, narrowed, counted, ranked, each apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bi.model.reading import Clarification, Question, Unsupported
from tests.bi.language.kennel import Kennel, kennel_at


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Kennel:
    folder: Path = tmp_path_factory.mktemp("kennel")
    return kennel_at(folder)


@pytest.fixture
def kennel(built: Kennel) -> Kennel:
    return built.afresh()


def test_other_columns_of_the_same_rows(kennel: Kennel) -> None:
    assert kennel.values("Which owners are older than 30?") == ["Ada", "Cleo"]
    assert kennel.rows("What are their ages?") == [(31,), (45,)]
    assert kennel.rows("Also show their names.") == [(31, "Ada"), (45, "Cleo")]
    assert kennel.rows("just their cities") == [("Oslo",), ("Turin",)]


def test_the_same_rows_counted_and_measured(kennel: Kennel) -> None:
    kennel.rows("list the owners older than 20")
    assert kennel.rows("How many are there?") == [(3,)]
    kennel.rows("list the owners older than 20")
    assert kennel.rows("How many of them are from Oslo?") == [(2,)]
    kennel.rows("list the owners older than 30")
    assert kennel.rows("what is their average age") == [(38,)]


def test_the_different_values_of_a_list_are_counted_as_such(kennel: Kennel) -> None:
    assert kennel.values("what are the different pet kinds") == ["cat", "dog"]
    assert kennel.rows("how many are there") == [(2,)]


def test_rows_are_narrowed_and_a_value_takes_the_place_of_another(kennel: Kennel) -> None:
    kennel.rows("show the names of all owners")
    assert kennel.values("which of them are from Oslo") == ["Ada", "Bo"]
    assert kennel.values("what about Turin") == ["Cleo", "Dag"]
    assert kennel.values("which ones are older than 30") == ["Cleo"]


def test_rows_are_narrowed_by_what_belongs_to_them(kennel: Kennel) -> None:
    kennel.rows("show the names of all owners")
    assert kennel.values("which of those have a dog") == ["Ada", "Cleo"]
    assert kennel.values("of those, who does not have a cat") == ["Cleo"]


def test_what_each_of_them_has(kennel: Kennel) -> None:
    kennel.rows("show the names of all owners")
    assert kennel.rows("for each of them, show the number of pets") == [
        ("Ada", 3),
        ("Bo", 1),
        ("Cleo", 1),
    ]
    assert kennel.rows("which of them has the most") == [("Ada", 3)]


def test_rows_are_ordered_and_the_first_one_taken(kennel: Kennel) -> None:
    kennel.rows("show the names and ages of all owners")
    reading = kennel.read("sort them by age")
    assert isinstance(reading, Question)
    assert [order.index for order in reading.query.order] == [1]
    assert kennel.values("the oldest one") == ["Cleo"]
    assert kennel.rows("what is her city")[0][0] == "Turin"


def test_an_order_stays_when_the_columns_change(kennel: Kennel) -> None:
    kennel.rows("who is the youngest owner")
    assert kennel.values("what is his city") == ["Turin"]


def test_the_names_behind_a_count(kennel: Kennel) -> None:
    assert kennel.rows("How many owners have a cat?") == [(2,)]
    assert kennel.values("What are their names?") == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("show the names of the owners from Turin", ["Cleo", "Dag"]),
        ("Thanks! Can you also find the names of the owners from Turin?", ["Cleo", "Dag"]),
        ("show all names of owners", ["Ada", "Bo", "Cleo", "Dag"]),
    ],
)
def test_a_whole_question_starts_afresh(kennel: Kennel, sentence: str, names: list[str]) -> None:
    kennel.rows("which owners are older than 40")
    assert kennel.values(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    ["what are their names", "how many of them are there", "which of those have a dog", "undo"],
)
def test_what_points_back_needs_something_before(kennel: Kennel, sentence: str) -> None:
    assert isinstance(kennel.read(sentence), Clarification)


def test_what_only_the_shown_rows_tell_is_not_guessed(kennel: Kennel) -> None:
    kennel.rows("the two oldest owners")
    reading = kennel.read("what is their average age")
    assert isinstance(reading, Clarification | Unsupported)


def test_greetings_and_thanks_are_noise(kennel: Kennel) -> None:
    assert kennel.rows("Hi there! Can you tell me how many owners there are?") == [(4,)]
    assert kennel.values("Great, thanks! And what are their names?") == ["Ada", "Bo", "Cleo", "Dag"]


def test_things_are_sorted_by_what_tells_them_apart(kennel: Kennel) -> None:
    assert kennel.rows("number of pets of each owner, ordered by owner id") == [
        ("Ada", 1, 3), ("Bo", 2, 1), ("Cleo", 3, 1),
    ]  # fmt: skip
