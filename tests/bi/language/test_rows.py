"""Lists of rows and what is said of them, on a drafted catalog, beside SQL written by hand."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from bi.catalog.generate import draft_catalog
from bi.catalog.load import load_catalog
from bi.compiler.compile import compile_query
from bi.datasources.inspecting import inspect_url, url_of
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.reading import Clarification, Question, Unsupported
from bi.warehouse.warehouse import Warehouse

SCHEMA = """
CREATE TABLE vets (vet_id INTEGER PRIMARY KEY, name TEXT, town TEXT, age INTEGER, salary REAL);
CREATE TABLE owners (owner_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, city TEXT,
                     country TEXT, phone TEXT, age INTEGER);
CREATE TABLE animals (animal_id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES owners,
                      animal_name TEXT, species TEXT, animal_age INTEGER, weight REAL);
CREATE TABLE visits (visit_id INTEGER PRIMARY KEY, animal_id INTEGER REFERENCES animals,
                     vet_id INTEGER REFERENCES vets, visit_date DATE, reason TEXT, cost REAL);
INSERT INTO vets VALUES (1, 'Dr Vance', 'Leeds', 61, 900), (2, 'Dr Ono', 'York', 35, 700),
                        (3, 'Dr Mori', 'Leeds', 48, 800);
INSERT INTO owners VALUES
 (1, 'Ann', 'Reed', 'Leeds', 'England', '111', 34), (2, 'Bo', 'Hill', 'York', 'England', NULL, 52),
 (3, 'Cem', 'Ak', 'Bursa', 'Turkey', '333', 28), (4, 'Dee', 'Poe', 'Leeds', 'England', '444', 41);
INSERT INTO animals VALUES
 (1, 1, 'Rex', 'dog', 3, 22.5), (2, 1, 'Tom', 'cat', 7, 4.1), (3, 2, 'Ivy', 'cat', 2, 3.9),
 (4, 3, 'Bob', 'dog', 11, 30.0), (5, 3, 'Ace', 'dog', 1, 8.0), (6, NULL, 'Zoe', 'parrot', 5, 0.4);
INSERT INTO visits VALUES
 (1, 1, 1, '2024-03-01', 'vaccination', 40), (2, 1, 2, '2024-05-02', 'injury', 120),
 (3, 2, 1, '2024-06-03', 'check', 30), (4, 4, 1, '2025-01-04', 'vaccination', 45),
 (5, 5, 2, '2025-02-05', 'check', 25);
"""
_OF = "FROM owners o WHERE EXISTS (SELECT 1 FROM animals a WHERE a.owner_id = o.owner_id"


@dataclass(frozen=True, slots=True)
class Practice:
    """`ask` gives the rows of the engine's query; `by_hand` those of SQL."""

    catalog: Catalog
    engine: LanguageEngine
    connection: sqlite3.Connection

    def read(self, sentence: str) -> Question:
        reading = self.engine.read(sentence, ReadContext(date(2025, 6, 30)))
        assert isinstance(reading, Question), reading
        return reading

    def ask(self, sentence: str) -> list[tuple[object, ...]]:
        sql = compile_query(self.read(sentence).query, self.catalog, "sqlite").sql
        return self.connection.execute(sql).fetchall()

    def by_hand(self, sql: str) -> list[tuple[object, ...]]:
        return self.connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    folder = tmp_path_factory.mktemp("practice")
    path = folder / "practice.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    url = url_of(str(path))
    drafted = folder / "practice.yaml"
    drafted.write_text(draft_catalog(inspect_url(url), "practice", url), "utf-8")
    catalog = load_catalog(drafted)

    async def profiled() -> LanguageEngine:
        warehouse = Warehouse(url)
        profile = await warehouse.profile(catalog)
        await warehouse.close()
        return LanguageEngine(catalog, profile)

    yield Practice(catalog, asyncio.run(profiled()), connection)
    connection.close()


COLUMNS = [
    ("What are the names of the vets?", "SELECT name FROM vets"),
    ("List the name and town of all vets", "SELECT name, town FROM vets"),
    ("Show the first names and cities of every owner", "SELECT first_name, city FROM owners"),
    ("ids and weights of animals", "SELECT animal_id, weight FROM animals"),
    ("Give me the ids of all visits", "SELECT visit_id FROM visits"),
    ("Show the different species of animals", "SELECT DISTINCT species FROM animals"),
    ("What are the distinct towns of vets?", "SELECT DISTINCT town FROM vets"),
    ("What is each vet's salary?", "SELECT salary FROM vets"),
    ("How old is each vet?", "SELECT age FROM vets"),
]
CONDITIONS = [
    ("names of vets older than 40", "SELECT name FROM vets WHERE age > 40"),
    (
        "Show the names of the vets whose age is 35 or 48",
        "SELECT name FROM vets WHERE age IN (35, 48)",
    ),
    (
        "List the names of animals heavier than 5",
        "SELECT animal_name FROM animals WHERE weight > 5",
    ),
    (
        "Which owners have a phone number that is missing?",
        "SELECT last_name FROM owners WHERE phone IS NULL",
    ),
    (
        "last names of owners who live in the city of Leeds",
        "SELECT last_name FROM owners WHERE city = 'Leeds'",
    ),
    (
        "first names of owners who do not live in Leeds",
        "SELECT first_name FROM owners WHERE city <> 'Leeds'",
    ),
    (
        "List the ids of visits with a cost over the average cost",
        "SELECT visit_id FROM visits WHERE cost > (SELECT AVG(cost) FROM visits)",
    ),
    ("names of vets whose name contains 'Mo'", "SELECT name FROM vets WHERE name LIKE '%Mo%'"),
    (
        "Show the name of vets whose name starts with 'Dr O'",
        "SELECT name FROM vets WHERE name LIKE 'Dr O%'",
    ),
    (
        "What is the phone number of the owner whose last name is 'Poe'?",
        "SELECT phone FROM owners WHERE last_name = 'Poe'",
    ),
    (
        "names of vets with an age between 30 and 50",
        "SELECT name FROM vets WHERE age BETWEEN 30 AND 50",
    ),
]
RELATED = [
    ("first names of owners who have a dog",
     f"SELECT first_name {_OF} AND species = 'dog')"),
    ("first names of owners who have a cat or dog",
     f"SELECT first_name {_OF} AND species IN ('cat', 'dog'))"),
    ("first names of owners who have both a cat and a dog",
     f"SELECT first_name {_OF} AND species = 'cat') AND owner_id IN "
     "(SELECT owner_id FROM animals WHERE species = 'dog')"),
    ("last names of owners who do not have a dog",
     "SELECT last_name FROM owners WHERE owner_id NOT IN "
     "(SELECT owner_id FROM animals WHERE species = 'dog' AND owner_id IS NOT NULL)"),
    ("first names of owners who have a cat but do not have a dog",
     f"SELECT first_name {_OF} AND species = 'cat') AND owner_id NOT IN "
     "(SELECT owner_id FROM animals WHERE species = 'dog' AND owner_id IS NOT NULL)"),
    ("first names of owners without any animals",
     "SELECT first_name FROM owners WHERE owner_id NOT IN "
     "(SELECT owner_id FROM animals WHERE owner_id IS NOT NULL)"),
    ("first names of owners with more than one animal",
     "SELECT first_name FROM owners o WHERE "
     "(SELECT COUNT(*) FROM animals a WHERE a.owner_id = o.owner_id) > 1"),
    ("names of animals that were never visited",
     "SELECT animal_name FROM animals WHERE animal_id NOT IN (SELECT animal_id FROM visits)"),
    ("last name of the owner who has a cat that is 7 years old",
     f"SELECT last_name {_OF} AND species = 'cat' AND animal_age = 7)"),
    ("How many owners have a dog?", f"SELECT COUNT(*) {_OF} AND species = 'dog')"),
    ("How many owners do not have any animals?",
     "SELECT COUNT(*) FROM owners WHERE owner_id NOT IN "
     "(SELECT owner_id FROM animals WHERE owner_id IS NOT NULL)"),
    ("average age of owners who have a cat",
     f"SELECT AVG(age) {_OF} AND species = 'cat')"),
]  # fmt: skip
FIRST = [
    ("What is the name of the youngest vet?", "SELECT name FROM vets ORDER BY age LIMIT 1"),
    ("the names of the two oldest vets", "SELECT name FROM vets ORDER BY age DESC LIMIT 2"),
    ("Find the weight of the youngest dog",
     "SELECT weight FROM animals WHERE species = 'dog' ORDER BY animal_age LIMIT 1"),
    ("names of the vets with the top 2 salaries",
     "SELECT name FROM vets ORDER BY salary DESC LIMIT 2"),
    ("name of the vet with the highest salary",
     "SELECT name FROM vets ORDER BY salary DESC LIMIT 1"),
    ("List the names of vets in ascending order of age", "SELECT name FROM vets ORDER BY age"),
    ("names of vets sorted by age, oldest first", "SELECT name FROM vets ORDER BY age DESC"),
    ("names of vets sorted by age from oldest to youngest",
     "SELECT name FROM vets ORDER BY age DESC"),
    ("names of vets in reverse alphabetical order", "SELECT name FROM vets ORDER BY name DESC"),
    ("What is the most common species of animals?",
     "SELECT species FROM animals GROUP BY species ORDER BY COUNT(*) DESC LIMIT 1"),
    ("Which vet has the most visits?",
     "SELECT name FROM visits JOIN vets USING (vet_id) GROUP BY name "
     "ORDER BY COUNT(*) DESC LIMIT 1"),
    ("How heavy is the oldest animal?",
     "SELECT weight FROM animals ORDER BY animal_age DESC LIMIT 1"),
]  # fmt: skip
COUNTS = [
    (
        "Show the names of vets and the number of visits of each",
        "SELECT name, COUNT(*) FROM visits JOIN vets USING (vet_id) GROUP BY name",
    ),
    ("How many different species are there?", "SELECT COUNT(DISTINCT species) FROM animals"),
    (
        "average and maximum weight for each species",
        "SELECT AVG(weight), MAX(weight), species FROM animals GROUP BY species",
    ),
    (
        "species with at least two animals",
        "SELECT species FROM animals GROUP BY species HAVING COUNT(*) >= 2",
    ),
    ("minimum and maximum salary of vets", "SELECT MIN(salary), MAX(salary) FROM vets"),
]
ALL = [*COLUMNS, *CONDITIONS, *RELATED, *FIRST, *COUNTS]


@pytest.mark.parametrize(("sentence", "sql"), ALL, ids=[sentence for sentence, _ in ALL])
def test_rows_are_those_of_sql_written_by_hand(practice: Practice, sentence: str, sql: str) -> None:
    """The answer may show more columns; those asked for are among them, in each row."""
    rows, expected = practice.ask(sentence), practice.by_hand(sql)
    assert len(rows) == len(expected), rows
    if "ORDER BY" not in sql:
        rows, expected = sorted(rows, key=repr), sorted(expected, key=repr)
        columns = [sorted(column, key=repr) for column in zip(*rows, strict=True)]
        wanted = [sorted(column, key=repr) for column in zip(*expected, strict=True)]
    else:
        columns = [list(column) for column in zip(*rows, strict=True)]
        wanted = [list(column) for column in zip(*expected, strict=True)]
    assert all(column in columns for column in wanted), rows


REFUSED = [
    "names of owners who adore dogs",
    "the fluffiest animal",
    "names of vets who have more than 2 vets",
    "names of animals called by their whiskers",
    "how many owners enjoy visits",
    "vets that never sleep",
    "average horoscope of owners",
]


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_the_rows_do_not_hold_is_refused(practice: Practice, sentence: str) -> None:
    reading = practice.engine.read(sentence, ReadContext(date(2025, 6, 30)))
    assert isinstance(reading, Unsupported | Clarification), reading


def test_an_answer_says_what_was_understood(practice: Practice) -> None:
    question = practice.read("first names of owners who have a cat but do not have a dog")
    texts = [token.text for token in question.understanding.tokens]
    assert texts == [
        "List of First name",
        "With animals (only cat)",
        "Without animals (only dog)",
    ]
