"""A catalog with what was taught besides."""

from __future__ import annotations

from bi.catalog.learned import with_knowledge
from bi.model.catalog import Catalog, ColumnRef, VerifiedQuery
from bi.model.knowledge import NOTHING_TAUGHT, Described, Knowledge, Term

CHECKED = VerifiedQuery("How big are we?", also=("our size",), sql="SELECT 1")


def test_nothing_taught_is_the_same_catalog(demo_catalog: Catalog) -> None:
    assert with_knowledge(demo_catalog, NOTHING_TAUGHT).catalog is demo_catalog
    assert with_knowledge(demo_catalog, Knowledge(version="7")).catalog is demo_catalog


def test_verified_queries_are_found_by_their_question(demo_catalog: Catalog) -> None:
    learned = with_knowledge(demo_catalog, Knowledge("1", verified_queries=(CHECKED,)))
    assert learned.catalog.verified_query("our size?") == CHECKED
    assert [one.applied for one in learned.taken] == [True]


def test_a_question_has_one_answer_that_of_the_file_first(demo_catalog: Catalog) -> None:
    other = VerifiedQuery("Our size", sql="SELECT 2")
    first = with_knowledge(demo_catalog, Knowledge("1", verified_queries=(CHECKED,))).catalog
    second = with_knowledge(first, Knowledge("2", verified_queries=(other,)))
    assert second.catalog.verified_query("our size") == CHECKED
    (taken,) = second.taken
    assert (taken.applied, taken.note) == (False, "“How big are we?” is a verified query already.")


def test_descriptions_and_keywords_of_datasets_and_columns(demo_catalog: Catalog) -> None:
    region, revenue = ColumnRef("orders", "region"), ColumnRef("order_lines", "revenue")
    said = (
        Described("orders", "What people bought.", ("shopping",)),
        Described(region, None, ("patch",)),
        Described(revenue, "Money."),
        Described("nowhere", "?"),
    )
    learned = with_knowledge(demo_catalog, Knowledge("1", described=said))
    orders = learned.catalog.dataset("orders")
    assert (orders.description, orders.synonyms[-1]) == ("What people bought.", "shopping")
    dimension, before = learned.catalog.dimension(region), demo_catalog.dimension(region)
    assert dimension is not None
    assert before is not None
    assert dimension.description == before.description
    assert dimension.synonyms == (*before.synonyms, "patch")
    measure = learned.catalog.measure("revenue")
    assert measure is not None
    assert measure.description == "Money."
    assert [one.applied for one in learned.taken] == [True, True, True, False]


def test_the_version_tells_what_is_known_apart(demo_catalog: Catalog) -> None:
    one = Knowledge("1", terms=(Term(("GMV",), "revenue"),))
    same = Knowledge("2", terms=(Term(("GMV",), "revenue"),))
    other = Knowledge("3", terms=(Term(("GMV",), "profit"),))
    versions = [with_knowledge(demo_catalog, k).catalog.version for k in (one, same, other)]
    assert versions[0] == versions[1] != versions[2]
    assert demo_catalog.version not in versions
