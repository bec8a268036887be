"""Which of several things so called is meant: by foreign keys, and by what is near."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bi.model.reading import Clarification
from tests.bi.language.drafted import Drafted, drafted

SCHEMA = """
CREATE TABLE song (song_id INTEGER PRIMARY KEY, title TEXT, mood TEXT);
CREATE TABLE staging (song_id INTEGER REFERENCES song, slot TEXT, year INTEGER, hall TEXT,
                      PRIMARY KEY (song_id, slot, year));
CREATE TABLE applause (applause_id INTEGER PRIMARY KEY, song_id INTEGER, slot TEXT, year INTEGER,
                       minutes INTEGER,
                       FOREIGN KEY (song_id, slot, year) REFERENCES staging (song_id, slot, year));
CREATE TABLE singer (singer_id INTEGER PRIMARY KEY, name TEXT, town TEXT, rate REAL,
                     weight INTEGER, registration_date TIMESTAMP, sings_alone TEXT);
CREATE TABLE song_singer (song_id INTEGER REFERENCES song, singer_id INTEGER REFERENCES singer,
                          PRIMARY KEY (song_id, singer_id));
CREATE TABLE parrot (parrot_id INTEGER PRIMARY KEY, nickname TEXT, species TEXT, rate REAL,
                     parrot_weight INTEGER);
INSERT INTO song VALUES (1, 'Dawn', 'calm'), (2, 'Storm', 'wild'), (3, 'Dusk', 'calm');
INSERT INTO staging VALUES (1, 'late', 2024, 'A'), (1, 'late', 2025, 'B'), (2, 'early', 2025, 'A');
INSERT INTO applause VALUES (1, 1, 'late', 2024, 3), (2, 1, 'late', 2025, 5),
  (3, 2, 'early', 2025, 2);
INSERT INTO singer VALUES (1, 'Ann', 'Oslo', 1, 60, '2026-01-05 10:30:00', 'Y'),
  (2, 'Bo', 'Oslo', 3, 80, '2026-02-05 11:30:00', 'N'), (3, 'Cem', 'Turin', 5, 70, NULL, 'N');
INSERT INTO parrot VALUES (1, 'Rex', 'ara', 10, 1), (2, 'Mia', 'ara', 20, 2),
  (3, 'Kim', 'kea', 40, 3);
INSERT INTO song_singer VALUES (1, 1), (1, 2), (2, 1), (3, 1);
"""
_STAGED = "song JOIN staging USING (song_id)"
NEAR = [
    # A column that others hold by a foreign key of several columns.
    (
        "how many songs are there in each slot",
        f"SELECT slot, COUNT(DISTINCT song_id) FROM {_STAGED} GROUP BY 1 ORDER BY 1",
    ),
    # Years of rows that each song may have several of.
    (
        "how many songs are there in each year",
        f"SELECT year, COUNT(DISTINCT song_id) FROM {_STAGED} GROUP BY 1 ORDER BY 1",
    ),
    # A measure of what it is grouped by.
    ("mean rate by species", "SELECT species, AVG(rate) FROM parrot GROUP BY 1 ORDER BY 1"),
    ("mean rate by town", "SELECT town, AVG(rate) FROM singer GROUP BY 1 ORDER BY 1"),
    (
        "average weight by species",
        "SELECT species, AVG(parrot_weight) FROM parrot GROUP BY 1 ORDER BY 1",
    ),
    ("average weight", "SELECT AVG(weight) FROM singer"),
    # Rows that only say which songs are whose are not called by both their nouns.
    ("how many song singers are there", "SELECT COUNT(*) FROM singer"),
    # What was done is no date to be parted by.
    (
        "how many singers are registered in each town",
        "SELECT town, COUNT(*) FROM singer GROUP BY 1 ORDER BY 1",
    ),
    (
        "how many singers are registered in each month",
        "SELECT DATE(registration_date, 'start of month'), COUNT(*) FROM singer "
        "GROUP BY 1 ORDER BY 1 NULLS LAST",
    ),
    ("number of registered singers", "SELECT COUNT(*) FROM singer"),
]


@pytest.fixture(scope="module")
def choir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafted]:
    made = drafted(SCHEMA, tmp_path_factory.mktemp("choir"))
    yield made
    made.connection.close()


@pytest.mark.parametrize(("sentence", "sql"), NEAR)
def test_the_nearest_is_meant(sentence: str, sql: str, choir: Drafted) -> None:
    assert choir.ask(sentence) == choir.by_hand(sql)


def test_what_is_equally_near_is_asked(choir: Drafted) -> None:
    reading = choir.read("mean rate")
    assert isinstance(reading, Clarification)
    assert len(reading.options) == 2
