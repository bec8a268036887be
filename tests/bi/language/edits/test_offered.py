"""Every change that is offered is read as the query with that one part changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.compiler.compile import compile_query, require_possible
from bi.language.context import ReadContext
from bi.language.edits.offered import edits_of
from bi.language.edits.same import plain
from bi.language.explain import tokens_of
from bi.model.errors import QueryNotPossible
from bi.model.reading import Edits, Question, TokenEdits
from bi.model.semantic import OrderTarget, SemanticQuery
from tests.bi.language.expected import Reader, ascending, q, where, year

QUESTIONS = [
    "revenue by region and month in 2024 only Corporate",
    "top 5 customers by revenue last month in West and North",
    "total revenue",
    "revenue and profit by region in 2025 compared with last year sorted by profit",
    "monthly revenue in Q4 2025",
    "customers with revenue over 5000 in March 2025",
    "orders by weekday only on Mondays in 2025",
    "share of revenue by region for returned lines",
    "revenue by month with a forecast for 6 months",
    "running total of revenue by month",
    "list of orders in Canada",
    "revenue per customer by segment",
    "monthly revenue in 2023 and 2025",
    "margin by category excluding Technology this year",
    "top 3 products in each region by profit",
]
GERMAN = [
    "Umsatz nach Region und Monat in 2024 nur Online",
    "Top 5 Kunden nach Umsatz letztes Jahr",
    "Umsatz und Gewinn nach Monat im Q4 2024 verglichen mit dem Vorjahr",
]


class Offered:
    """What is offered after a question, by the texts of its tokens."""

    def __init__(self, reader: Reader, question: str) -> None:
        self.reader = reader
        found = reader.question(question)
        self.query, self.tokens = found.query, found.understanding.tokens
        self.context = ReadContext(reader.today, self.query, must_refine=True)
        self.edits: Edits = edits_of(reader.engine, self.context, self.tokens, self._is_possible)

    def _is_possible(self, query: SemanticQuery) -> bool:
        try:
            require_possible(query, self.reader.engine.catalog, "duckdb")
        except QueryNotPossible:
            return False
        return True

    def of(self, text: str) -> TokenEdits:
        index = next(i for i, token in enumerate(self.tokens) if token.text == text)
        return next(one for one in self.edits.tokens if one.index == index)

    def choices(self, text: str) -> dict[str, str]:
        return {one.text: one.refinement for one in self.of(text).choices}

    def added(self, kind: str) -> dict[str, str]:
        return {one.text: one.refinement for one in self.edits.add if one.kind == kind}

    def read(self, sentence: str) -> SemanticQuery:
        reading = self.reader.engine.read(sentence, self.context)
        assert isinstance(reading, Question), f"{sentence!r} was read as {reading}"
        assert reading.refines, sentence
        compile_query(reading.query, self.reader.engine.catalog, "duckdb")
        return reading.query

    def shown(self, query: SemanticQuery) -> list[tuple[str, str]]:
        told = tokens_of(query, self.reader.engine.catalog)
        return sorted((token.kind.value, token.text) for token in told)


def _check(offered: Offered) -> int:
    """Each sentence leads to a query that shows all other tokens as before."""
    before = offered.shown(offered.query)
    sentences = []
    for one in offered.edits.tokens:
        token = offered.tokens[one.index]
        kept = [told for told in before if told != (token.kind.value, token.text)]
        if one.remove is not None:
            after = offered.read(one.remove)
            assert after != offered.query
            if after.groups or not offered.query.groups:
                assert set(offered.shown(after)) >= set(kept) - _named_by_others(kept), one.remove
                assert len(offered.shown(after)) < len(before), one.remove
            sentences.append(one.remove)
        for choice in one.choices:
            after = offered.read(choice.refinement)
            assert plain(after) != plain(offered.query), choice
            missing = set(kept) - set(offered.shown(after)) - _named_by_others(kept)
            assert missing == set(), choice
            sentences.append(choice.refinement)
        assert len(one.choices) <= 12
        assert len({choice.text for choice in one.choices}) == len(one.choices)
    for added in offered.edits.add:
        after = offered.read(added.refinement)
        assert set(offered.shown(after)) >= set(before), added
        assert len(offered.shown(after)) == len(before) + 1, added
    assert len(offered.edits.add) <= 12
    return len(sentences) + len(offered.edits.add)


def _named_by_others(tokens: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """An order names what it is by, a forecast its unit: they are called after what changes."""
    return {token for token in tokens if token[0] in ("order", "forecast")}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_offered_changes_one_part(demo: Reader, question: str) -> None:
    assert _check(Offered(demo, question)) >= 4


@pytest.mark.parametrize("question", GERMAN)
def test_in_german_too(german: Reader, question: str) -> None:
    offered = Offered(german, question)
    assert _check(offered) >= 30
    assert all(one.remove is not None or one.choices for one in offered.edits.tokens)


def test_each_part_has_its_menu(demo: Reader) -> None:
    offered = Offered(demo, "revenue by region and month in 2024 only Corporate")
    assert offered.of("Revenue").remove is None
    assert offered.choices("Revenue")["Profit"] == "Profit instead of revenue"
    assert offered.choices("Revenue")["Profit margin"] == "Profit margin instead of revenue"
    assert offered.choices("By region")["Channel"] == "By channel instead of region"
    assert set(offered.choices("By month")) == {"Day", "Week", "Quarter", "Year"}
    assert set(offered.choices("Only Corporate")) == {"Consumer", "Small Business"}
    times = offered.choices("In 2024")
    assert {"2023", "2025", "This year", "Last year", "Last 12 months", "All time"} <= set(times)
    assert offered.added("dimension")["By channel"] == "Also by channel"
    assert offered.added("measure")["Profit"] == "Also show profit"
    assert "Only Online" in offered.added("filter")


def test_a_removal_takes_one_part(demo: Reader) -> None:
    offered = Offered(demo, "revenue by region and month in 2024 only Corporate")
    for text, part in (
        ("By region", {"groups": q(by="month").groups}),
        ("By month", {"groups": q(by="orders.region").groups}),
        ("Only Corporate", {"filters": ()}),
        ("In 2024", {"time": None}),
    ):
        sentence = offered.of(text).remove
        assert sentence is not None, text
        assert plain(offered.read(sentence)) == plain(replace(offered.query, **part)), text


def test_a_period_has_its_neighbours(demo: Reader) -> None:
    quarter = Offered(demo, "revenue in Q4 2025")
    assert list(quarter.choices("In Q4 2025"))[:3] == ["Q3 2025", "Q1 2026", "Q4 2024"]
    month = Offered(demo, "revenue in March 2025")
    assert list(month.choices("In March 2025"))[:2] == ["February 2025", "April 2025"]
    this_year = Offered(demo, "revenue this year")
    assert next(iter(this_year.choices("This year"))) == "2025"
    assert "2027" not in this_year.choices("This year")
    last_year = Offered(demo, "revenue in 2025")  # the same days
    assert "Last year" not in last_year.choices("In 2025")


def test_the_first_rows_stay_in_their_order(demo: Reader) -> None:
    offered = Offered(demo, "bottom 5 customers by revenue")
    assert offered.choices("First 5") == {"Bottom 10": "Bottom 10", "Bottom 20": "Bottom 20"}
    assert offered.choices("Revenue, lowest first") == {"Top 5": "Top 5"}
    assert offered.of("Revenue, lowest first").remove is None
    removed = offered.read(offered.of("First 5").remove or "")
    assert removed == replace(offered.query, limit=None)
    assert removed.order == (ascending(OrderTarget.MEASURE),)


def test_what_is_worked_out_along_time_keeps_it(demo: Reader) -> None:
    for question in ("running total of revenue by month", "forecast revenue by month"):
        assert Offered(demo, question).of("By month").remove is None
    compared = Offered(demo, "revenue by region in 2025 compared with last year")
    assert compared.of("In 2025").remove is None


def test_without_a_query_nothing_is_offered(demo: Reader) -> None:
    assert edits_of(demo.engine, ReadContext(demo.today), (), lambda _: True) == Edits()


def test_a_token_that_the_query_does_not_say_has_nothing_to_offer(demo: Reader) -> None:
    offered = Offered(demo, "revenue by region as a pie chart")
    assert offered.of("Pie") == TokenEdits(offered.of("Pie").index)


def test_queries_are_the_same_whatever_the_order_of_their_conditions() -> None:
    region, segment = where("orders.region", "West"), where("customers.segment", "Corporate")
    one = q("revenue", by=("orders.region", "orders.channel"), only=(region, segment))
    other = q("revenue", by=("orders.channel", "orders.region"), only=(segment, region))
    by_first = ascending("group", 0)
    assert plain(one) == plain(other)
    by_second = (ascending("group", 1),)
    assert plain(replace(one, order=(by_first,))) == plain(replace(other, order=by_second))
    assert plain(replace(one, order=(by_first,))) != plain(replace(other, order=(by_first,)))
    assert plain(replace(one, time=year(2024))) != plain(replace(one, time=year(2025)))
