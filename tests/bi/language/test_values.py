"""Values as people name them: in part, with slips, by codes, numbers and other names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.language.engine import LanguageEngine
from bi.model.catalog import ColumnRef, ColumnType, Dimension
from bi.model.profile import Profile
from bi.model.reading import Clarification, Question
from bi.model.semantic import Filter, Operator
from tests.bi.language.expected import Reader, where, without
from tests.bi.language.test_second_catalog import LIBRARY, LOANS, MEMBERS, PROFILE

COLUMNS = {
    "country": ("France", "Germany", "Japan", "United Kingdom", "United States"),
    "employer": (
        "ACME Corporation Ltd",
        "AT&T",
        "Acme Corporation Ltd",
        "Bank of America Corp",
        "Johnson Controls",
        "Norton Hardwood",
        "Philadelphia Bakery",
        "Smith & Sons",
        "Smith Brothers",
        "Smith Holdings",
        "Smith Partners International",
        *(f"Company {chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(60)),
    ),
    "home_state": ("CA", "IN", "NY", "OR", "TX"),
    "card_code": ("1", "22", "A", "PPT"),
}
ACME = ("ACME Corporation Ltd", "Acme Corporation Ltd")


@pytest.fixture(scope="module")
def engine() -> LanguageEngine:
    columns = tuple(
        Dimension(MEMBERS, name, name.replace("_", " ").capitalize(), name, ColumnType.TEXT)
        for name in COLUMNS
    )
    datasets = tuple(
        replace(one, dimensions=(*one.dimensions, *columns)) if one.name == MEMBERS else one
        for one in LIBRARY.datasets
    )
    values = {ColumnRef(MEMBERS, name): texts for name, texts in COLUMNS.items()}
    profile = replace(PROFILE, values={**PROFILE.values, **values})
    return LanguageEngine(replace(LIBRARY, datasets=datasets), profile)


@pytest.fixture(scope="module")
def club(engine: LanguageEngine) -> Reader:
    return Reader(engine, date(2023, 9, 14))


READ: list[tuple[str, Filter]] = [
    ("fines for Acme", where("members.employer", *ACME)),
    ("fines except Acme", without("members.employer", *ACME)),
    ("fines of Bank of America in 2022", where("members.employer", "Bank of America Corp")),
    ("fines for at&t", where("members.employer", "AT&T")),
    ("fines for Jonson Controls", where("members.employer", "Johnson Controls")),
    ("fines for Philadelfia", where("members.employer", "Philadelphia Bakery")),
    ("fines of French members", where("members.country", "France")),
    ("fines of American members", where("members.country", "United States")),
    ("fines in the USA", where("members.country", "United States")),
    ("fines of us members", where("members.country", "United States")),
    ("fines in the U.K.", where("members.country", "United Kingdom")),
    ("fines in California", where("members.home_state", "CA")),
    ("fines in ca", where("members.home_state", "CA")),
    ("fines where home state is OR", where("members.home_state", "OR")),
    ("fines for card code A", where("members.card_code", "A")),
    ("fines for card code PPT", where("members.card_code", "PPT")),
    ("fines for ppt", where("members.card_code", "PPT")),
    ("fines for 'PPT'", where("members.card_code", "PPT")),
    ("fines for card code 22", where("members.card_code", "22")),
    ("fines for card codes 1 and 22", where("members.card_code", "1", "22")),
    ("fines where card code is not 1", without("members.card_code", "1")),
    ("fines for '1'", where("members.card_code", "1")),
]

UNFILTERED = [
    "fines by branch or genre",
    "fines by home state in 2022",
    "top 22 genres by fines",
    "fines by card code in 2022",
]


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[s for s, _ in READ])
def test_a_value_is_found(club: Reader, sentence: str, expected: Filter) -> None:
    assert club.query(sentence).filters == (expected,)


@pytest.mark.parametrize("sentence", UNFILTERED)
def test_small_words_and_plain_numbers_are_no_values(club: Reader, sentence: str) -> None:
    assert club.query(sentence).filters == ()


@pytest.mark.parametrize(
    ("sentence", "note"),
    [
        ("fines for Acme", "“Acme” was read as “ACME Corporation Ltd”."),
        ("fines for Jonson Controls", "“Jonson Controls” was read as “johnson controls”."),
    ],
)
def test_what_a_value_was_read_from_is_said(club: Reader, sentence: str, note: str) -> None:
    assert note in club.question(sentence).understanding.assumptions


def test_a_part_of_several_values_is_asked_with_three_at_most(club: Reader) -> None:
    asked = club.asked_back("fines for Smith")

    assert "Smith" in asked.message
    values = [one.values for option in asked.options for one in option.query.filters]
    assert values == [("Smith Brothers",), ("Smith Holdings",), ("Smith & Sons",)]


@pytest.mark.parametrize("sentence", ["fines for acme", "fines of hardwood", "fines for Nortex"])
def test_what_may_be_another_word_is_asked_about_not_answered(club: Reader, sentence: str) -> None:
    word = sentence.split()[-1]
    reading = club.read(sentence)

    assert not isinstance(reading, Question)
    if isinstance(reading, Clarification):
        assert reading.unknown == (word,)
        assert len(reading.options) == 1


def test_a_word_two_slips_away_from_a_short_value_is_asked_about(demo: Reader) -> None:
    asked = demo.asked_back("revenue for Atlantis")

    assert asked.unknown == ("Atlantis",)
    assert [one.query.filters for one in asked.options] == [(where("customers.city", "Atlanta"),)]


def test_ordinary_words_are_no_parts_of_values(club: Reader) -> None:
    assert club.refused("hardwood fines by month").unknown == ("hardwood",)


def test_a_refusal_says_which_values_are_not_all_known(engine: LanguageEngine) -> None:
    employer = ColumnRef(MEMBERS, "employer")
    half = engine.with_profile(replace(engine.profile, incomplete=frozenset({employer})))
    reader = Reader(half, date(2023, 9, 14))

    assert "not every value of employer" in reader.refused("fines for Zyx").message
    assert (
        "not every value" not in Reader(engine, date(2023, 9, 14)).refused("fines for Zyx").message
    )


def test_other_values_take_the_place_of_the_old_ones(engine: LanguageEngine) -> None:
    later = engine.with_profile(
        replace(engine.profile, values={ColumnRef(LOANS, "state"): ("Mislaid",)})
    )
    new, old = (Reader(one, date(2023, 9, 14)) for one in (later, engine))

    assert new.query("fines of mislaid loans").filters == (where("loans.state", "Mislaid"),)
    assert new.query("fines of mislayd loans").filters == (where("loans.state", "Mislaid"),)
    assert new.refused("fines for Acme").unknown == ("Acme",)
    assert old.refused("fines of mislaid loans").unknown == ("mislaid",)
    assert old.query("fines for Acme").filters[0].operator is Operator.IN


def test_a_profile_of_nothing_is_read_with_names_alone() -> None:
    reader = Reader(LanguageEngine(LIBRARY, Profile()), date(2023, 9, 14))

    assert reader.query("fines in Old Town").filters == (where("members.branch", "Old Town"),)
