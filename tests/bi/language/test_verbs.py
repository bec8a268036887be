"""What people say they do: a verb is what is measured, or goes with what is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.language.engine import LanguageEngine
from bi.model.catalog import (
    Catalog,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Join,
)
from bi.model.profile import Profile
from bi.model.semantic import CountRows, SemanticQuery
from tests.bi.language.clinic import clinic_reader
from tests.bi.language.conftest import TODAY
from tests.bi.language.expected import Reader, days, descending, q, where, year

REGION, PRODUCT = "orders.region", "products.product_name"
LAST_MONTH, MAY = days("2026-05-01", "2026-06-01"), days("2026-05-01", "2026-06-01")

QUESTIONS: list[tuple[str, SemanticQuery]] = [
    ("how much did we sell yesterday", q("revenue", time=days("2026-06-29", "2026-06-30"))),
    ("How much have we sold in total?", q("revenue")),
    ("how many units did we sell last month by region",
     q("units", by=REGION, time=LAST_MONTH)),
    ("how much profit did we sell", q("profit")),
    ("which products did we sell most last month",
     q("revenue", by=PRODUCT, time=LAST_MONTH, top=10)),
    ("which region sold the most units in 2025",
     q("units", by=REGION, time=year(2025), top=1)),
    ("best selling products in May", q("revenue", by=PRODUCT, time=MAY, top=10)),
    ("top 5 selling products in the East",
     q("revenue", by=PRODUCT, only=where(REGION, "East"), top=5)),
    ("worst selling category", q("revenue", by="products.category", bottom=1)),
    ("which customers bought the most", q("orders", by="customers.customer_name", top=10)),
    ("how much did we sell in the East last month compared to the target",
     q("revenue", "target_revenue", only=where(REGION, "East"), time=LAST_MONTH)),
    ("units sold by region", q("units", by=REGION)),
    ("products sold by region", q("products", by=REGION)),
    ("how much did customers in Germany spend",
     q("revenue", only=where("customers.country", "Germany"))),
    ("how much did each customer spend in May", q("revenue", by="customers.customer_name",
                                                  time=MAY)),
    ("What did we pay for freight last year?", q("shipping_cost", time=year(2025))),
    ("best-selling product by units in each category",
     q("units", by=("products.category", PRODUCT), top=1, within=(0,))),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), QUESTIONS)
def test_a_verb_is_understood_by_its_noun(
    demo: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert demo.query(sentence) == expected


def test_what_is_ranked_is_asked_for_with_complete_questions(demo: Reader) -> None:
    asked = demo.asked_back("what did we sell most in May")
    assert [option.query.groups for option in asked.options] == [
        q(by=by).groups for by in ("customers.customer_name", PRODUCT, REGION)
    ]
    assert {option.query.order for option in asked.options} == {(descending("measure"),)}


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("what are we selling", "selling"),
        ("how much did we spend last year", "spend"),
        ("how much did we pay customers", "pay"),
        ("revenue of what we never sold", "never sold"),
        ("how many unicorns did we sell last month", "unicorns"),
        ("how much did we lend", "lend"),
    ],
)
def test_what_a_verb_leaves_open_is_not_guessed(demo: Reader, sentence: str, word: str) -> None:
    refused = demo.refused(sentence)
    assert word in refused.message


def test_a_verb_without_its_noun_in_the_catalog_is_unknown(
    demo_catalog: Catalog, demo_profile: Profile
) -> None:
    """Nothing in the engine takes "sell" for revenue: the catalog says that it is sales."""
    datasets = tuple(
        replace(dataset, measures=tuple(replace(m, synonyms=()) for m in dataset.measures))
        for dataset in demo_catalog.datasets
    )
    engine = LanguageEngine(replace(demo_catalog, datasets=datasets), demo_profile)
    assert "sell" in Reader(engine, TODAY).refused("how much did we sell").message


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("how many orders happened in each year", q("orders", by=Grain.YEAR)),
        ("orders created in May", q("orders", time=MAY)),
        ("the number of orders that took place in 2025", q("orders", time=year(2025))),
    ],
)
def test_a_verb_of_happening_only_leads_to_when_it_was(
    demo: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert demo.query(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("how many orders were cancelled in each year", "cancelled"),
        ("how many orders were abandoned in May", "abandoned"),
        ("created orders by region", "created"),
        ("how many orders happened", "happened"),
    ],
)
def test_a_verb_that_tells_more_is_not_passed_over(demo: Reader, sentence: str, word: str) -> None:
    assert word in demo.refused(sentence).message


def test_how_many_times_a_thing_was_done_counts_what_was_done() -> None:
    found = clinic_reader().query("for each ward the number of times it was visited")
    assert found == q("visits", by="visits.ward")


def test_what_is_done_parts_nothing_unless_it_is_asked_when() -> None:
    clinic = clinic_reader()
    assert clinic.query("how many visits were booked by ward") == q("visits", by="visits.ward")


_GUIDES = Catalog(
    version="1",
    datasource=Datasource("peaks", "Peaks", "sqlite://"),
    datasets=(
        Dataset("climbers", "Climbers", "climbers", key=("climber_id",), dimensions=(
            Dimension("climbers", "name", "Name", "name", ColumnType.TEXT, display=True),)),
        Dataset("mountains", "Mountains", "mountains", key=("mountain_id",), dimensions=(
            Dimension("mountains", "peak", "Peak", "peak", ColumnType.TEXT, display=True),
            Dimension("mountains", "country", "Country", "country", ColumnType.TEXT),)),
    ),
    joins=(Join("climbers", ("mountain_id",), "mountains", ("mountain_id",)),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("number of climbers by country of the mountain they climbed",
         q(CountRows("climbers"), by="mountains.country")),
        ("how many climbers are sponsored by each country",
         q(CountRows("climbers"), by="mountains.country")),
    ],
)  # fmt: skip
def test_a_verb_between_what_is_joined_is_the_join(sentence: str, expected: SemanticQuery) -> None:
    assert Reader(LanguageEngine(_GUIDES, Profile({})), TODAY).query(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("how many mountains were climbed in each country", "climbed"),
        ("sponsored climbers by country", "sponsored"),
        ("how many climbers were rescued by each country", "rescued"),
    ],
)
def test_a_verb_elsewhere_is_a_condition(sentence: str, word: str) -> None:
    refused = Reader(LanguageEngine(_GUIDES, Profile({})), TODAY).refused(sentence)
    assert word in refused.message


def test_the_times_that_something_was_done_to_things(demo: Reader) -> None:
    found = demo.query("how many times was each product ordered")

    assert found == demo.query("number of orders by product")
    assert "times" in demo.refused("how many times were products returned").message
