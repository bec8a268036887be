"""What is kept as yes and no, as 1 and 0: said of rows, and denied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bi.language.drafted import TODAY, Drafted, drafted
from tests.bi.language.expected import Reader

TABLES = """
CREATE TABLE boats (
    boat_id INTEGER PRIMARY KEY, name TEXT, is_insured BOOLEAN, has_engine BOOLEAN,
    licensed TEXT, sold_yn INTEGER, berths_in_use INTEGER, length INTEGER
);
INSERT INTO boats VALUES
    (1, 'Alma', TRUE, FALSE, '1', 1, 0, 9), (2, 'Bris', FALSE, TRUE, '0', 0, 3, 12),
    (3, 'Cato', TRUE, TRUE, '0', 0, 1, 7);
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drafted]:
    made = drafted(TABLES, tmp_path_factory.mktemp("boats"))
    yield made
    made.connection.close()


@pytest.fixture(scope="module")
def boats(made: Drafted) -> Reader:
    return Reader(made.engine, TODAY)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("how many licensed boats", 1),
        ("how many unlicensed boats", 2),
        ("how many boats are not licensed", 2),
        ("how many insured boats", 2),
        ("how many uninsured boats", 1),
        ("how many boats with engine", 2),
        ("how many boats without engine", 1),
        ("how many sold boats", 1),
        ("how many unsold boats", 2),
        ("how many boats are out of berths in use", 1),
    ],
)
def test_conditions(made: Drafted, sentence: str, count: int) -> None:
    assert made.ask(sentence) == [(count,)]


@pytest.mark.parametrize("sentence", ["boats longer than 2 hours", "boats shorter than 3 days"])
def test_a_length_is_not_compared_in_a_unit_that_nobody_knows(boats: Reader, sentence: str) -> None:
    assert boats.refused(sentence).message


def test_a_contrary_is_no_slip(boats: Reader) -> None:
    """Nothing is kept of "inlength", which is one slip and a denial away from a length."""
    assert "inlength" in boats.refused("boats with an inlength over 5").message


def test_a_real_word_is_asked_about(demo: Reader) -> None:
    """ "Late" is a word of its own, and one letter away from a name."""
    assert "late" in demo.asked_back("revenue by order late").message
