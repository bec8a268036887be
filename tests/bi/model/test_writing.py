"""Numbers, moments and lists for people."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bi.model.catalog import Grain, NumberFormat, NumberStyle
from bi.model.semantic import DatePart
from bi.model.words import mid_sentence
from bi.model.writing import (
    count_of,
    is_plural,
    plural_of,
    write_bucket,
    write_difference,
    write_list,
    write_number,
    write_part,
    write_points,
    write_share,
)

DOLLARS = NumberFormat(NumberStyle.CURRENCY, "USD")
FRANCS = NumberFormat(NumberStyle.CURRENCY, "CHF")
PERCENT = NumberFormat(NumberStyle.PERCENT)
PLAIN = NumberFormat()


def test_plain_numbers_are_their_digits() -> None:
    plain = NumberFormat(NumberStyle.PLAIN)
    assert [write_number(value, plain) for value in (2014, 12345678, 2.5, -3)] == [
        "2014",
        "12345678",
        "2.5",
        "-3",
    ]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (2_134_567, DOLLARS, "$2.1M"),
        (21_400_000, DOLLARS, "$21.4M"),
        (150_000, DOLLARS, "$150k"),
        (98_230, DOLLARS, "$98.2k"),
        (9_999, DOLLARS, "$9,999"),
        (999_999, DOLLARS, "$1M"),
        (1_250_000_000, DOLLARS, "$1.2B"),
        (45.2, DOLLARS, "$45.20"),
        (45, DOLLARS, "$45"),
        (0, DOLLARS, "$0"),
        (-7_500, DOLLARS, "-$7,500"),
        (-0.001, DOLLARS, "$0.00"),
        (1_200, FRANCS, "CHF 1,200"),
        (12_345, NumberFormat(NumberStyle.CURRENCY, "EUR"), "€12.3k"),
        (0.1234, PERCENT, "12.3%"),
        (0.6, PERCENT, "60%"),
        (-0.021, PERCENT, "-2.1%"),
        (1_234, PLAIN, "1,234"),
        (128_412, PLAIN, "128,412"),
        (3_400_000, PLAIN, "3.4M"),
        (4.2, PLAIN, "4.2"),
        (4.256, PLAIN, "4.26"),
        (0.01234, PLAIN, "0.012"),
        (256.78, PLAIN, "256.8"),
        (0, PLAIN, "0"),
        (3.5, NumberFormat(unit="days"), "3.5 days"),
        (3.14159, NumberFormat(decimals=3), "3.142"),
    ],
)
def test_a_number_is_as_short_as_it_can_be(value: float, form: NumberFormat, text: str) -> None:
    assert write_number(value, form) == text


def test_a_number_can_be_spelled_out() -> None:
    assert write_number(2_134_567, DOLLARS, short=False) == "$2,134,567"
    assert write_number(3_400_000, PLAIN, short=False) == "3,400,000"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.6, "60%"),
        (0.1299, "13%"),
        (0.056, "5.6%"),
        (0.05, "5%"),
        (0.997, "99.7%"),
        (0.9999, "over 99.9%"),
        (1.0, "100%"),
        (0.0002, "under 0.1%"),
        (0.0, "0%"),
        (2.5, "250%"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(ratio: float, text: str) -> None:
    assert write_share(ratio) == text


def test_percentages_differ_by_points() -> None:
    assert write_points(0.03) == "3 points"
    assert write_points(-0.01) == "1 point"
    assert write_difference(-0.125, PERCENT) == "12.5 points"
    assert write_difference(-1200, DOLLARS) == "$1,200"


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_a_short_number_is_near_the_number(value: float) -> None:
    text = write_number(value, DOLLARS).replace("$", "").replace(",", "")
    scale = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1])
    read = float(text[:-1]) * scale if scale else float(text)
    assert read == pytest.approx(value, rel=0.06, abs=0.51)


@pytest.mark.parametrize(
    ("grain", "with_year", "without"),
    [
        (Grain.YEAR, "2025", "2025"),
        (Grain.QUARTER, "Q4 2025", "Q4"),
        (Grain.MONTH, "December 2025", "December"),
        (Grain.WEEK, "the week of 1 December 2025", "the week of 1 December"),
        (Grain.DAY, "1 December 2025", "1 December"),
        (Grain.HOUR, "00:00 on 1 December 2025", "00:00 on 1 December"),
    ],
)
def test_a_bucket_is_named_by_its_grain(grain: Grain, with_year: str, without: str) -> None:
    start = datetime(2025, 12, 1)
    assert write_bucket(start, grain) == with_year
    assert write_bucket(start, grain, year=False) == without


def test_parts_of_a_date_have_names() -> None:
    assert write_part(1, DatePart.WEEKDAY) == "Monday"
    assert write_part(12, DatePart.MONTH_OF_YEAR) == "December"
    assert write_part(3, DatePart.QUARTER_OF_YEAR) == "Q3"
    assert write_part(9, DatePart.HOUR_OF_DAY) == "09:00"


def test_lists_and_counts_read_as_english() -> None:
    assert write_list([]) == ""
    assert write_list(["a"]) == "a"
    assert write_list(["a", "b", "c"]) == "a, b and c"
    assert count_of(1, "row") == "1 row"
    assert count_of(12_000, "row") == "12,000 rows"


@pytest.mark.parametrize(
    ("label", "many"),
    [
        ("Customer name", "customers"),
        ("Country", "countries"),
        ("Category", "categories"),
        ("Ship day", "ship days"),
        ("Tax", "taxes"),
        ("SKU", "SKUs"),
    ],
)
def test_values_of_a_dimension_have_a_plural(label: str, many: str) -> None:
    assert plural_of(label) == many


@pytest.mark.parametrize(
    ("label", "many"),
    [
        ("Orders", True),
        ("Orders by month", True),
        ("Number of orders", False),
        ("Revenue per customers", False),
        ("Gross sales", True),
        ("Loss", False),
        ("Revenue", False),
    ],
)
def test_the_verb_follows_the_head_of_a_label(label: str, many: bool) -> None:
    assert is_plural(label) is many


def test_abbreviations_keep_their_capitals() -> None:
    assert mid_sentence("Revenue") == "revenue"
    assert mid_sentence("GDP per head") == "GDP per head"
