"""Datasets in several roles: a match has a home team and a guest, each of them a team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bi.language.describe import describe
from bi.model.reading import DescribeData
from tests.bi.language.drafted import TODAY, Drafted, drafted
from tests.bi.language.expected import Reader

TABLES = """
CREATE TABLE teams (team_id INTEGER PRIMARY KEY, name TEXT, city TEXT, founded INTEGER);
CREATE TABLE matches (
    match_id INTEGER PRIMARY KEY, played DATE,
    host_team_id INTEGER REFERENCES teams (team_id),
    visitor_team_id INTEGER REFERENCES teams (team_id), spectators INTEGER
);
CREATE TABLE players (
    player_id INTEGER PRIMARY KEY, name TEXT, team_id INTEGER REFERENCES teams (team_id),
    goals INTEGER
);
CREATE TABLE staff (
    staff_id INTEGER PRIMARY KEY, name TEXT, wage INTEGER,
    reports_to INTEGER REFERENCES staff (staff_id), team_id INTEGER REFERENCES teams (team_id)
);
INSERT INTO staff VALUES (1, 'Dag', 50, NULL, 1), (2, 'Eva', 40, 1, 1), (3, 'Finn', 30, 1, 2),
    (4, 'Gro', 20, 2, 3);
INSERT INTO teams VALUES
    (1, 'Falcons', 'Oslo', 1901), (2, 'Owls', 'Bergen', 1950), (3, 'Herons', 'Oslo', 1988);
INSERT INTO matches VALUES
    (1, '2026-03-01', 1, 2, 900), (2, '2026-03-08', 1, 3, 700), (3, '2026-03-15', 2, 3, 400);
INSERT INTO players VALUES (1, 'Ada', 1, 7), (2, 'Bo', 2, 3), (3, 'Cy', 3, 5);
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafted]:
    made = drafted(TABLES, tmp_path_factory.mktemp("cup"))
    yield made
    made.connection.close()


@pytest.fixture(scope="module")
def cup(made: Drafted) -> Reader:
    return Reader(made.engine, TODAY)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("number of matches by host", [("Falcons", 2), ("Owls", 1)]),
        ("number of matches by visitor team", [("Herons", 2), ("Owls", 1)]),
        ("number of matches by visitor city", [("Bergen", 1), ("Oslo", 2)]),
        ("number of matches for each city of the host", [("Bergen", 1), ("Oslo", 2)]),
        ("number of matches for each team that was the visitor", [("Herons", 2), ("Owls", 1)]),
        ("total spectators by host and visitor", [
            ("Falcons", "Herons", 700), ("Falcons", "Owls", 900), ("Owls", "Herons", 400),
        ]),
        ("how many visitors are there", [(2,)]),
        ("list the visitors", [("Herons",), ("Owls",)]),
        ("names of the host teams", [("Falcons",), ("Owls",)]),
        ("number of staff by manager", [(None, 1), ("Dag", 2), ("Eva", 1)]),
        ("who is the manager of Gro", [("Eva",)]),
        ("how many staff have the manager Dag", [(2,)]),
    ],
)  # fmt: skip
def test_questions_speak_of_the_role(
    made: Drafted, sentence: str, expected: list[tuple[Any, ...]]
) -> None:
    assert sorted(made.ask(sentence), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("sentence", "teams"),
    [("how many teams have no matches", 0), ("how many teams have matches", 3)],
)
def test_who_is_in_none_of_the_roles_has_none(made: Drafted, sentence: str, teams: int) -> None:
    assert sorted(made.ask(sentence)) == [(teams,)]


def test_a_condition_beside_a_role_is_on_the_role(made: Drafted) -> None:
    assert made.ask("number of matches by visitor, only Bergen") == [("Owls", 1)]


def test_without_a_role_it_is_said_which_is_meant(cup: Reader) -> None:
    said = cup.question("number of matches by team").understanding.assumptions

    assert said == ("Teams: the host, not the visitor.",)
    assert not cup.question("number of matches by host").understanding.assumptions


@pytest.mark.parametrize(
    "sentence", ["average founded of visitor teams by month", "number of teams by visitor city"]
)
def test_what_is_not_known_of_a_role_is_refused(cup: Reader, sentence: str) -> None:
    assert "ask for matches by it" in cup.refused(sentence).message


def test_other_datasets_know_no_role(cup: Reader, made: Drafted) -> None:
    assert made.ask("total goals by team city") == [("Bergen", 3), ("Oslo", 12)]
    assert cup.refused("total goals by visitor city").message


def test_a_role_is_no_table_of_its_own(cup: Reader, made: Drafted) -> None:
    reading = cup.read("which tables are there")
    assert isinstance(reading, DescribeData)
    told = describe(reading, made.catalog, made.engine.profile)
    assert "Teams" in told
    assert "Visitor" not in told
