"""Keys and joins that are found, put together or refused."""

from __future__ import annotations

from pathlib import Path

from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.keys import key_of
from bi.catalog.load import load_catalog
from bi.model.catalog import Catalog, ColumnRef, ColumnType
from tests.bi.catalog.conftest import WriteCatalog, look_at
from tests.bi.catalog.databases import duckdb_database, sqlite_database

# One section is identified by course and number together; a state has several area codes.
DECLARED = """
CREATE TABLE section (course TEXT REFERENCES course (course), number INTEGER, room TEXT);
CREATE TABLE course (course TEXT PRIMARY KEY, title TEXT);
CREATE TABLE takes (student TEXT, course TEXT REFERENCES section (course),
  number INTEGER REFERENCES section (number));
CREATE TABLE area (code INTEGER PRIMARY KEY, state TEXT);
CREATE TABLE vote (vote_id INTEGER PRIMARY KEY, state TEXT REFERENCES area (state));
INSERT INTO course VALUES ('A', 'Art'), ('B', 'Biology');
INSERT INTO section VALUES ('A', 1, 'x'), ('A', 2, 'y'), ('B', 1, 'x');
INSERT INTO takes VALUES ('Ann', 'A', 1), ('Bob', 'B', 1);
INSERT INTO area VALUES (212, 'NY'), (646, 'NY'), (201, 'NJ');
INSERT INTO vote VALUES (1, 'NY'), (2, 'NJ');
"""

# Nothing is declared: airports are named by code in two roles, states by their names.
UNDECLARED = """
CREATE TABLE airport (airport_code TEXT, airport_name TEXT);
CREATE TABLE flight (flight_id INTEGER, from_airport TEXT, to_airport TEXT, carrier TEXT);
CREATE TABLE state (state_name TEXT, area DOUBLE);
CREATE TABLE peaks (state_name TEXT, highest TEXT);
CREATE TABLE city (city_name TEXT, state_name TEXT, name TEXT);
INSERT INTO airport VALUES ('JFK', 'Kennedy'), ('LAX', 'Los Angeles');
INSERT INTO flight VALUES (1, 'JFK', 'LAX', 'AA'), (2, 'LAX', 'JFK', 'AA');
INSERT INTO state VALUES ('Ohio', 1), ('Texas', 2), ('Utah', 3), ('Iowa', 4), ('Maine', 5);
INSERT INTO peaks VALUES ('Ohio', 'a'), ('Texas', 'b'), ('Utah', 'c'), ('Iowa', 'd'),
  ('Maine', 'e');
INSERT INTO city VALUES ('Akron', 'Ohio', 'x'), ('Dallas', 'Texas', 'x'), ('Austin', 'Texas', 'y'),
  ('Provo', 'Utah', 'z'), ('Ames', 'Iowa', 'z');
"""


def links(inspection: Inspection, name: str) -> set[tuple[tuple[str, ...], str, bool]]:
    table = inspection.table(name)
    assert table is not None
    return {(link.columns, link.table, link.leads_to_one) for link in table.foreign_keys}


def drafted(inspection: Inspection, write: WriteCatalog) -> Catalog:
    return load_catalog(write(draft_catalog(inspection, "one", "sqlite:///x.db")))


def test_references_that_identify_only_together_become_one(
    tmp_path: Path, write: WriteCatalog
) -> None:
    found = look_at(sqlite_database(tmp_path / "declared.db", DECLARED))
    assert links(found, "takes") == {(("course", "number"), "section", True)}
    joined = {(join.left, join.left_columns) for join in drafted(found, write).joins}
    assert ("takes", ("course", "number")) in joined


def test_a_reference_to_several_rows_is_no_join(tmp_path: Path, write: WriteCatalog) -> None:
    found = look_at(sqlite_database(tmp_path / "declared.db", DECLARED))
    assert links(found, "vote") == {(("state",), "area", False)}
    assert all(join.left != "vote" for join in drafted(found, write).joins)
    text = draft_catalog(found, "one", "sqlite:///x.db")
    assert "# Not joined: state (several rows of area have the same)" in text


def test_a_reference_to_the_table_itself_hides_no_other(tmp_path: Path) -> None:
    """Boats name their shipyard, whatever else that column was declared to refer to."""
    script = """
    CREATE TABLE shipyard (shipyard_id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE boat (boat_id INTEGER PRIMARY KEY,
      shipyard_id INTEGER REFERENCES boat (boat_id));
    INSERT INTO shipyard VALUES (1, 'x'), (2, 'y');
    INSERT INTO boat VALUES (1, 1), (2, 1), (3, 2);
    """
    found = look_at(sqlite_database(tmp_path / "itself.db", script))
    assert (("shipyard_id",), "shipyard", True) in links(found, "boat")


def test_a_key_is_followed_from_table_to_table(tmp_path: Path, write: WriteCatalog) -> None:
    found = look_at(sqlite_database(tmp_path / "declared.db", DECLARED))
    catalog = drafted(found, write)
    assert key_of(ColumnRef("takes", "number"), catalog) == ColumnRef("section", "number")
    assert key_of(ColumnRef("takes", "course"), catalog) == ColumnRef("course", "course")
    assert key_of(ColumnRef("course", "title"), catalog) == ColumnRef("course", "title")


def test_natural_keys_and_roles_are_inferred(tmp_path: Path) -> None:
    found = look_at(duckdb_database(tmp_path / "undeclared.duckdb", UNDECLARED))
    assert links(found, "flight") == {
        (("from_airport",), "airport", True),
        (("to_airport",), "airport", True),
    }
    # The state, not the list of peaks that has one row for each.
    assert links(found, "city") == {(("state_name",), "state", True)}


def test_numbers_kept_as_text_are_numbers(tmp_path: Path, write: WriteCatalog) -> None:
    script = """
    CREATE TABLE pets (pet_id INTEGER PRIMARY KEY, age TEXT, open_year TEXT, zip TEXT, paid TEXT);
    INSERT INTO pets VALUES (1, '9', '2008', '10115', '0'), (2, '10', '', '04103', '1');
    """
    pets = drafted(look_at(sqlite_database(tmp_path / "pets.db", script)), write).dataset("pets")
    types = {dimension.name: dimension.type for dimension in pets.dimensions}
    assert types["age"] is types["open_year"] is ColumnType.INTEGER
    assert types["zip"] is types["paid"] is ColumnType.TEXT
    assert [measure.name for measure in pets.measures] == ["pets", "average_age"]


def test_dates_kept_as_text_are_dates(tmp_path: Path, write: WriteCatalog) -> None:
    script = """
    CREATE TABLE loans (loan_id INTEGER PRIMARY KEY, loan_date TEXT, returned_at DATETIME);
    INSERT INTO loans VALUES (1, '2024-01-05', '2024-02-01 10:30:00'), (2, '2024-03-01', NULL);
    """
    loans = drafted(look_at(sqlite_database(tmp_path / "loans.db", script)), write).dataset("loans")
    types = {dimension.name: dimension.type for dimension in loans.dimensions}
    assert types["loan_date"] is ColumnType.DATE
    assert types["returned_at"] is ColumnType.TIMESTAMP
    assert str(loans.time) == "loans.loan_date"


# `play_id` of a role is declared to name a role; a trait's number is called by a shorter name than
# the table of traits.
MISLED = """
CREATE TABLE play (play_id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE role (role_id INTEGER PRIMARY KEY, name TEXT, play_id INTEGER REFERENCES role,
  understudy_id INTEGER REFERENCES role);
CREATE TABLE trait_definition (trait_id INTEGER PRIMARY KEY, trait_name TEXT);
CREATE TABLE role_trait (role_id INTEGER REFERENCES role, trait_id INTEGER, degree TEXT);
INSERT INTO play VALUES (1, 'a'), (2, 'b'), (3, 'c');
INSERT INTO role VALUES (1, 'x', 1, NULL), (2, 'y', 3, 1), (3, 'z', 1, 2);
INSERT INTO trait_definition VALUES (1, 'pride'), (2, 'envy');
INSERT INTO role_trait VALUES (1, 1, 'much'), (2, 2, 'some');
"""


def test_a_column_called_like_the_key_of_a_table_leads_to_it(tmp_path: Path) -> None:
    found = look_at(sqlite_database(tmp_path / "misled.db", MISLED))
    assert (("play_id",), "play", True) in links(found, "role")
    assert (("understudy_id",), "role", True) in links(found, "role")
    assert (("trait_id",), "trait_definition", True) in links(found, "role_trait")
