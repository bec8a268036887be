"""Terms and instructions of a catalog's file, checked at their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from bi.catalog.load import check_catalog, load_catalog
from bi.datasources.verifying import check_lessons
from bi.language.context import ReadContext
from bi.language.lessons.learn import taught_engine
from bi.model.knowledge import Term
from bi.model.profile import Profile
from bi.model.reading import Question
from tests.bi.language.conftest import TODAY

_CATALOG = """\
datasource: {id: shop, url: "duckdb:///shop.duckdb"}
default_measure: revenue
datasets:
  orders:
    key: order_id
    time: order_date
    dimensions: {region: {values: [North, South]}, order_date: date}
    measures: {revenue: {sum: amount, synonyms: [sales]}, orders: count}
terms:
  - {words: [GMV, bookings], means: revenue}
  - {words: highlands, means: region North}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.yaml"


def test_they_are_read_with_the_catalog(file: Path) -> None:
    file.write_text(f"{_CATALOG}instructions: only region North\n")
    catalog = load_catalog(file)
    assert catalog.terms[0] == Term(("GMV", "bookings"), "revenue")
    assert catalog.instructions == ("only region North",)
    assert check_lessons(file, catalog, Profile()) == ()
    engine = taught_engine(catalog, Profile())
    reading = engine.read("bookings by month", ReadContext(TODAY))
    assert isinstance(reading, Question)
    assert [one.values for one in reading.query.filters] == [("North",)]


def test_a_word_that_is_taken_is_a_fault_and_what_is_not_understood_a_hint(file: Path) -> None:
    file.write_text(
        f"{_CATALOG}  - {{words: [sales], means: orders}}\n"
        "  - {words: OSS, means: a tool for events}\n"
        "instructions:\n  - Be polite\n"
    )
    catalog = load_catalog(file)
    found = check_lessons(file, catalog, Profile())
    assert [(one.line, one.level) for one in found] == [
        (12, "error"),
        (13, "hint"),
        (15, "hint"),
    ]
    assert "“sales” means Revenue already" in found[0].message
    # Without the values of the database, nobody knows for sure.
    assert {one.level for one in check_lessons(file, catalog)} == {"hint"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("  - {words: [], means: revenue}\n", 12, "words"),
        ("  - {mean: revenue}\n", 12, "mean"),
        (f"instructions: [{'x' * 513}]\n", 12, "at most 512 characters"),
    ],
)
def test_faults_of_their_shape(file: Path, text: str, line: int, said: str) -> None:
    file.write_text(_CATALOG + text)
    found = [one for one in check_catalog(file) if one.level == "error"]
    assert found[0].line == line
    assert any(said in one.message for one in found)
