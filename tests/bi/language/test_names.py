"""How the nouns of a sentence find what the catalog calls so, or nearly so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bi.model.reading import Clarification, Question, Unsupported
from tests.bi.language.drafted import Drafted, drafted

SCHEMA = """
CREATE TABLE skipper (skipper_id INTEGER PRIMARY KEY, name TEXT, degree TEXT, lives_in TEXT);
CREATE TABLE boat (boat_id INTEGER PRIMARY KEY, title TEXT, hullType TEXT, basePrice REAL,
                   origin TEXT, is_electric TEXT, skipper_num INTEGER);
CREATE TABLE boat_rentals (boat_rental_id INTEGER PRIMARY KEY,
                           boat_id INTEGER REFERENCES boat(boat_id),
                           rental_status_code TEXT, rental_date TIMESTAMP, fee REAL);
CREATE TABLE guestroom (room_number TEXT PRIMARY KEY, wing TEXT, beds INTEGER, category TEXT);
CREATE TABLE tides (tide_id INTEGER PRIMARY KEY, day_of_week TEXT, height REAL);
CREATE TABLE rating (rating_id INTEGER PRIMARY KEY, boat_id INTEGER REFERENCES boat(boat_id),
                     reviewed_by TEXT, stars INTEGER);
CREATE TABLE all_papers (paper_id INTEGER PRIMARY KEY, shelf TEXT);
CREATE TABLE papers_to_be_filed (paper_id INTEGER PRIMARY KEY REFERENCES all_papers(paper_id));
INSERT INTO skipper VALUES (1, 'Ann', 'Ph.D.', 'Oslo'), (2, 'Bo', 'M.A.', 'Oslo'),
  (3, 'Cem', 'Ph.D.', 'Turin');
INSERT INTO boat VALUES (1, 'Gull', 'mono', 10, 'Norway', 'T', 1),
  (2, 'Tern', 'twin', 30, 'Norway', 'F', 2), (3, 'Auk', 'mono', 20, 'Italy', 'T', 2);
INSERT INTO boat_rentals VALUES (1, 1, 'open', '2026-05-01 10:15:00', 5),
  (2, 1, 'open', '2026-05-01 14:30:00', 7), (3, 2, 'paid', '2026-05-02 09:00:00', 9);
INSERT INTO guestroom VALUES ('12', 'east', 2, 'plain'), ('14', 'east', 4, 'plain'),
  ('20', 'west', 1, 'suite');
INSERT INTO tides VALUES (1, 'Monday', 1.5), (2, 'Monday', 2.5), (3, 'Friday', 1);
INSERT INTO rating VALUES (1, 1, 'Dag', 5), (2, 1, 'Eva', 2), (3, 3, 'Dag', 4);
INSERT INTO all_papers VALUES (1, 'A'), (2, 'A'), (3, 'B');
INSERT INTO papers_to_be_filed VALUES (3);
"""
ANSWERED = [
    # Names written together, and apart.
    (
        "average baseprice by hulltype",
        "SELECT hullType, AVG(basePrice) FROM boat GROUP BY 1 ORDER BY 1",
    ),
    ("number of boats by hullType", "SELECT hullType, COUNT(*) FROM boat GROUP BY 1 ORDER BY 1"),
    ("how many boat rentals are there", "SELECT COUNT(*) FROM boat_rentals"),
    # A dataset is counted, whatever else has a number that is called so.
    ("number of skippers", "SELECT COUNT(*) FROM skipper"),
    ("number of papers", "SELECT COUNT(*) FROM all_papers"),
    # The head of a dataset's name, which its columns begin with.
    (
        "number of rentals by boat",
        "SELECT title, COUNT(*) FROM boat_rentals JOIN boat USING (boat_id) GROUP BY 1 ORDER BY 1",
    ),
    (
        "average beds of the rooms in each wing",
        "SELECT wing, AVG(beds) FROM guestroom GROUP BY 1 ORDER BY 1",
    ),
    # What more words name elsewhere.
    (
        "show the rental status codes and the number of boat rentals for each code",
        "SELECT rental_status_code, COUNT(*) FROM boat_rentals GROUP BY 1 ORDER BY 1",
    ),
    # A date asked for by its name is a day.
    (
        "number of rentals by rental date",
        "SELECT DATE(rental_date), COUNT(*) FROM boat_rentals GROUP BY 1 ORDER BY 1",
    ),
    # A column that is called like a unit of time.
    (
        "average height by day of week",
        "SELECT day_of_week, AVG(height) FROM tides GROUP BY 1 ORDER BY 1",
    ),
    # Other common words for rows.
    ("how many vessels are there", "SELECT COUNT(*) FROM boat"),
    (
        "how many boat reviews does each boat get",
        "SELECT title, COUNT(*) FROM rating JOIN boat USING (boat_id) GROUP BY 1 ORDER BY 1",
    ),
    # A rating by its only number.
    (
        "the lowest rating for each boat",
        "SELECT title, MIN(stars) FROM rating JOIN boat USING (boat_id) GROUP BY 1 ORDER BY 1",
    ),
    (
        "show the hull type and their lowest rating as a bar chart",
        "SELECT hullType, MIN(stars) FROM rating JOIN boat USING (boat_id) GROUP BY 1",
    ),
    ("how many ratings are there", "SELECT COUNT(*) FROM rating"),
    # Columns of yes and no.
    ("how many electric boats are there", "SELECT COUNT(*) FROM boat WHERE is_electric = 'T'"),
    # Abbreviations with and without points, slips in fixed phrases.
    (
        "how many skippers have a PhD degree",
        "SELECT COUNT(*) FROM skipper WHERE degree = 'Ph.D.'",
    ),
    (
        "list the names of all skippers in alphabetical oder",
        "SELECT name FROM skipper ORDER BY 1",
    ),
]


@pytest.fixture(scope="module")
def marina(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafted]:
    made = drafted(SCHEMA, tmp_path_factory.mktemp("marina"))
    yield made
    made.connection.close()


@pytest.mark.parametrize(("sentence", "sql"), ANSWERED)
def test_what_is_called_so(sentence: str, sql: str, marina: Drafted) -> None:
    assert marina.ask(sentence) == marina.by_hand(sql)


def test_a_noun_for_the_kind_of_values_is_said_to_be_left_out(marina: Drafted) -> None:
    sentence = "number of papers for each shelf code"
    reading = marina.read(sentence)
    assert isinstance(reading, Question)
    assert "“shelf code” was read as “shelf”." in reading.understanding.assumptions
    by_hand = marina.by_hand("SELECT shelf, COUNT(*) FROM all_papers GROUP BY 1 ORDER BY 1")
    assert marina.ask(sentence) == by_hand


def test_a_noun_that_names_something_itself_is_no_mere_kind(marina: Drafted) -> None:
    """Rooms have a category, to which no paper leads."""
    reading = marina.read("number of papers for each shelf category")
    assert isinstance(reading, Clarification | Unsupported)


def test_a_noun_of_another_kind_stops_the_answer(marina: Drafted) -> None:
    reading = marina.read("number of boats for each origin galaxy")
    assert isinstance(reading, Unsupported)
    assert "galaxy" in reading.message
