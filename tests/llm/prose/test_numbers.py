"""Numbers are read however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm.prose.dates import dates_of
from llm.prose.numbers import numbers_of
from llm.prose.written import Unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$1.2M", 1.2e6, Unit.MONEY),
        ("€3,4 Mio.", 3.4e6, Unit.MONEY),
        ("1.2bn", 1.2e9, Unit.NONE),
        ("12k", 12_000, Unit.NONE),
        ("1,234,567", 1_234_567, Unit.NONE),
        ("1.234.567 €", 1_234_567, Unit.MONEY),
        ("1 234 567", 1_234_567, Unit.NONE),
        ("1\u202f234\u202f567", 1_234_567, Unit.NONE),
        ("1'234'567", 1_234_567, Unit.NONE),
        ("3,5 %", 0.035, Unit.PERCENT),
        ("4‰", 0.004, Unit.PERCENT),
        ("3.2 percentage points", 0.032, Unit.POINTS),
        ("1.5e6", 1_500_000, Unit.NONE),
        ("3rd", 3, Unit.RANK),
        ("twenty-five", 25, Unit.NONE),
        ("two hundred and forty", 240, Unit.NONE),
        ("three million", 3e6, Unit.NONE),
        ("a dozen", 12, Unit.NONE),
        ("dreiundzwanzig", 23, Unit.NONE),
        ("dreihundertfünfzigtausend", 350_000, Unit.NONE),
        ("two thirds of", 2 / 3, Unit.PERCENT),
        ("half of", 0.5, Unit.PERCENT),
        ("die Hälfte", 0.5, Unit.PERCENT),
        ("drei Viertel", 0.75, Unit.PERCENT),
        ("doubled", 2, Unit.TIMES),
        ("verdreifacht", 3, Unit.TIMES),
        ("zwölfmal", 12, Unit.TIMES),
        ("4x", 4, Unit.TIMES),
        ("USD 500", 500, Unit.MONEY),
    ],
)
def test_a_number_is_read(text: str, value: float, unit: Unit) -> None:
    (one,) = numbers_of(text)
    assert one.means(value)
    assert not one.means(value * 1.2)
    assert one.unit is unit


@pytest.mark.parametrize("text", ["1.2.3", "12O0", "x12", "1,23,4"])
def test_what_cannot_be_read_means_nothing(text: str) -> None:
    assert any(not one.ranges for one in numbers_of(text))


def test_a_number_covers_what_it_is_rounded_from_and_no_more() -> None:
    (one,) = numbers_of("1.2 million")
    assert one.means(1_234_567)
    assert not one.means(1_256_000)
    (exact,) = numbers_of("1,200,000")
    assert not exact.means(1_234_567)
    (about,) = numbers_of("about 1,200,000")
    assert about.means(1_234_567)
    assert not about.means(1_334_567)


def test_more_and_almost_say_on_which_side_it_is() -> None:
    assert not numbers_of("more than 500")[0].means(490)
    assert not numbers_of("almost 500")[0].means(510)


def test_a_unit_after_a_range_is_of_both_its_ends() -> None:
    low, high = numbers_of("from 4 to 12%")
    assert low.unit is high.unit is Unit.PERCENT
    assert low.means(0.04)


@given(st.integers(0, 10**9), st.sampled_from([",", ".", "'", "\u202f", "\u00a0"]))
def test_any_grouping_is_read(number: int, mark: str) -> None:
    (one,) = numbers_of(f"{number:,}".replace(",", mark))
    assert one.means(number)


@given(st.text(max_size=80))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for one in numbers_of(text):
        assert 0 <= one.start <= one.end <= len(text)
    for dated in dates_of(text):
        assert text[dated.start : dated.end]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("March 2024", (2024, 3, None)),
        ("3 March 2024", (2024, 3, 3)),
        ("March 3, 2024", (2024, 3, 3)),
        ("3. März 2024", (2024, 3, 3)),
        ("2024-03-03", (2024, 3, 3)),
        ("31.12.2024", (2024, 12, 31)),
        ("2024", (2024, None, None)),
    ],
)
def test_a_date_is_read(text: str, parts: tuple[int, int | None, int | None]) -> None:
    (one,) = dates_of(text)
    assert (one.year, one.month, one.day) == parts
