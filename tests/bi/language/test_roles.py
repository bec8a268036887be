"""Datasets in several roles: a match has a home team and a guest, each of them a team."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bi.catalog.generate import draft_catalog
from bi.catalog.load import load_catalog
from bi.datasources.inspecting import inspect_url
from bi.language.describe import describe
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.reading import DescribeData
from tests.bi.language.answers import answers
from tests.bi.language.expected import Reader
from tests.bi.language.profiled import profile_of

TABLES = """
CREATE TABLE teams (team_id INTEGER PRIMARY KEY, name VARCHAR, city VARCHAR, founded INTEGER);
CREATE TABLE matches (
    match_id INTEGER PRIMARY KEY, played DATE,
    host_team_id INTEGER REFERENCES teams, visitor_team_id INTEGER REFERENCES teams,
    spectators INTEGER
);
CREATE TABLE players (
    player_id INTEGER PRIMARY KEY, name VARCHAR, team_id INTEGER REFERENCES teams, goals INTEGER
);
INSERT INTO teams VALUES
    (1, 'Falcons', 'Oslo', 1901), (2, 'Owls', 'Bergen', 1950), (3, 'Herons', 'Oslo', 1988);
INSERT INTO matches VALUES
    (1, '2026-03-01', 1, 2, 900), (2, '2026-03-08', 1, 3, 700), (3, '2026-03-15', 2, 3, 400);
INSERT INTO players VALUES (1, 'Ada', 1, 7), (2, 'Bo', 2, 3), (3, 'Cy', 3, 5);
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("cup") / "cup.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(TABLES)
    return file


@pytest.fixture(scope="module")
def catalog(database: Path) -> Catalog:
    """As `parley catalog init` drafts it."""
    url = f"duckdb:///{database}"
    file = database.parent / "catalog.yaml"
    file.write_text(draft_catalog(inspect_url(url), "cup", url), encoding="utf-8")
    return load_catalog(file)


@pytest.fixture(scope="module")
def cup(catalog: Catalog, database: Path) -> Reader:
    return Reader(LanguageEngine(catalog, profile_of(catalog, database)), date(2026, 6, 1))


@pytest.fixture(scope="module")
def rows(cup: Reader, catalog: Catalog, database: Path) -> Any:
    return partial(answers, cup, catalog, database)


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
    ],
)  # fmt: skip
def test_questions_speak_of_the_role(
    rows: Any, sentence: str, expected: list[tuple[Any, ...]]
) -> None:
    assert rows(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "teams"),
    [("how many teams have no matches", 0), ("how many teams have matches", 3)],
)
def test_who_is_in_none_of_the_roles_has_none(rows: Any, sentence: str, teams: int) -> None:
    assert rows(sentence) == [(teams,)]


def test_a_condition_beside_a_role_is_on_the_role(rows: Any) -> None:
    assert rows("number of matches by visitor, only Bergen") == [("Owls", 1)]


def test_without_a_role_it_is_said_which_is_meant(cup: Reader) -> None:
    said = cup.question("number of matches by team").understanding.assumptions

    assert said == ("Teams: the host, not the visitor.",)
    assert not cup.question("number of matches by host").understanding.assumptions


@pytest.mark.parametrize(
    "sentence", ["average founded of visitor teams by month", "number of teams by visitor city"]
)
def test_what_is_not_known_of_a_role_is_refused(cup: Reader, sentence: str) -> None:
    assert "ask for matches by it" in cup.refused(sentence).message


def test_other_datasets_know_no_role(cup: Reader, rows: Any) -> None:
    assert rows("total goals by team city") == [("Bergen", 3), ("Oslo", 12)]
    assert cup.refused("total goals by visitor city").message


def test_a_role_is_no_table_of_its_own(cup: Reader, catalog: Catalog) -> None:
    reading = cup.read("which tables are there")
    assert isinstance(reading, DescribeData)
    told = describe(reading, catalog, cup.engine.profile)
    assert "Teams" in told
    assert "Visitor" not in told
