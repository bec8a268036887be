"""What a draft lets things be called."""

from __future__ import annotations

import pytest

from bi.catalog.draft_nouns import nouns_of
from bi.catalog.draft_synonyms import synonyms_of, without_clashes
from bi.catalog.inspection import Column, Inspection, Table
from bi.catalog.judge import are_people, is_money
from bi.catalog.naming import entity_of, head_of, plural_of
from bi.catalog.units import unit_of
from bi.catalog.yes_and_no import values_of
from bi.model.catalog import ColumnType


def synonyms(name: str, of: str = "shop", kind: ColumnType = ColumnType.TEXT) -> list[str]:
    column = Column(name, kind)
    return synonyms_of(column, Table(of, (column,)))


def test_one_idea_under_other_names() -> None:
    assert synonyms("country") == ["nation", "country of origin"]
    assert synonyms("contact_phone") == ["contact telephone", "contact phone number"]
    assert "gender" in synonyms("sex")
    assert "id" not in synonyms("policy_identifier")


def test_without_the_table_s_own_word() -> None:
    assert synonyms("document_description", "documents") == ["description"]
    assert synonyms("template_type_code", "templates") == ["type code"]
    assert "1" not in synonyms("address_1", "addresses")


def test_the_days_that_something_goes_from_and_to() -> None:
    assert "starting date" in synonyms("valid_from", "tickets", ColumnType.DATE)
    assert "ending date" in synonyms("valid_to", "tickets", ColumnType.DATE)
    assert synonyms("shipped_from", "parcels") == []


def test_other_words_for_rows() -> None:
    films = Table("films", (Column("film_id", ColumnType.INTEGER),))
    notes = Table("notes", (Column("song", ColumnType.TEXT),))
    tracks = Table("tracks", (Column("track_id", ColumnType.INTEGER),))
    found = nouns_of(
        Inspection("sqlite", (films, notes, tracks)),
        {"films": "films", "notes": "notes", "tracks": "tracks"},
        {"films": "Films", "notes": "Notes", "tracks": "Tracks"},
    )
    assert found["films"] == ("movies",)
    # A column is called song: who says it may mean that.
    assert found["tracks"] == ()


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("is_open", ("N", "Y"), {"N": [], "Y": ["open"]}),
        ("on_leave", ("false", "true"), {"false": [], "true": ["leave", "on leave"]}),
        ("has_garden", ("T",), {"T": ["garden"]}),
        ("is_open", ("Y", "maybe"), ["Y", "maybe"]),
        ("open", ("N", "Y"), ["N", "Y"]),
        ("approved_by", ("N", "Y"), ["N", "Y"]),
    ],
)
def test_what_is_said_of_a_yes(name: str, values: tuple[str, ...], found: object) -> None:
    assert values_of(Column(name, ColumnType.TEXT, values=values)) == found


def test_places_of_several_names() -> None:
    assert synonyms("state_province_county") == ["state", "province", "county"]


def test_a_word_that_two_columns_want_is_left_to_neither() -> None:
    kept = without_clashes(
        {"home_phone": ["phone", "home telephone"], "work_phone": ["phone"], "wage": ["pay"]},
        {"home_phone": ["Home phone"], "work_phone": ["Work phone"], "wage": ["Pay"]},
    )
    assert kept == {"home_phone": ["home telephone"], "work_phone": [], "wage": []}


@pytest.mark.parametrize(
    ("name", "rest", "form"),
    [
        ("height_cm", ["height"], {"unit": "cm"}),
        ("Sales_in_Billion", ["sales"], {"unit": "billion"}),
        ("price_in_euros", ["price"], {"style": "currency", "unit": "EUR"}),
        ("duration_minutes", ["duration"], {"unit": "minutes"}),
    ],
)
def test_units_in_names(name: str, rest: list[str], form: dict[str, str]) -> None:
    assert unit_of(Column(name, ColumnType.NUMBER)) == (rest, form)


@pytest.mark.parametrize("name", ["working_hours", "number_of_days", "km", "cost_per_mile"])
def test_what_only_looks_like_a_unit(name: str) -> None:
    assert unit_of(Column(name, ColumnType.NUMBER)) is None


@pytest.mark.parametrize(
    ("table", "plural", "head"),
    [
        ("Products_for_Hire", "products for hire", "product"),
        ("products_booked", "products booked", "product"),
        ("hall_of_fame", "halls of fame", "hall of fame"),
        ("Enrolled_in", "enrolled in", "enrolled in"),
        ("Ref_Template_Types", "template types", "template type"),
        ("All_Documents", "documents", "document"),
    ],
)
def test_what_only_describes_is_no_noun(table: str, plural: str, head: str) -> None:
    assert " ".join(plural_of(entity_of(table))) == plural
    assert " ".join(head_of(entity_of(table))) == head


@pytest.mark.parametrize(
    ("name", "money"),
    [("total", True), ("invoice_total", True), ("total_price", True), ("total_passengers", False)],
)
def test_a_total_is_money_only_by_itself(name: str, money: bool) -> None:
    assert is_money(Column(name, ColumnType.NUMBER)) is money


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["name", "age", "salary"], True),
        (["first_name", "last_name", "city"], True),
        (["forename", "surname"], True),
        (["name", "age", "sex", "breed"], False),
        (["first_name", "city"], False),
        (["title", "salary"], False),
        (["name", "age", "grape"], False),
    ],
)
def test_which_rows_are_people(columns: list[str], expected: bool) -> None:
    table = Table("things", tuple(Column(name, ColumnType.TEXT) for name in columns))

    assert are_people(table) is expected
