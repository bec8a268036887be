"""No finding is false: each sentence is one that the rows bear out, worked out another way."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bi.insights.find import find_insights
from bi.insights.summary import summarize
from bi.model.insight import InsightKind
from bi.model.result import Cell, ColumnRole, ResultSet
from bi.model.semantic import Limit, Measured, NamedMeasure, SemanticQuery
from tests.bi.insights.claims import Facts, all_claims
from tests.bi.random_results import results
from tests.bi.results import (
    CUSTOMER,
    CUSTOMERS,
    MARGIN,
    MONTH,
    ORDERS,
    QUARTER,
    REVENUE,
    SCORE,
    months,
)

TITLE = "Something in 2024"
QUESTION = SemanticQuery(measures=(Measured(NamedMeasure("revenue")),))
QUERIES = (None, QUESTION, SemanticQuery(measures=QUESTION.measures, limit=Limit(10)))


def times_of(result: ResultSet) -> int:
    """How many keys of time tell rows apart."""
    return sum(
        column.role is ColumnRole.TIME and len({row[i] for row in result.rows}) > 1
        for i, column in enumerate(result.columns)
    )


@given(results(), st.sampled_from(QUERIES), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
@settings(max_examples=400, deadline=None)
def test_every_sentence_is_borne_out_by_the_rows(
    result: ResultSet, query: SemanticQuery | None, today: date
) -> None:
    insights = find_insights(
        result, TITLE, today=today, query=query, comparable=frozenset({(0, 1)})
    )
    assert len(insights) <= 4
    assert list(insights) == sorted(insights, key=lambda insight: -insight.weight)
    # Two keys of time: one is taken as a name, which these claims do not know.
    assume(times_of(result) < 2)
    if not insights:
        return
    whole = query is not None and query.limit is None
    claims = all_claims(Facts(result, TITLE, whole, today))
    for insight in insights:
        # What would have been in line is a judgement; it has tests of its own.
        if insight.kind is not InsightKind.ANOMALY:
            assert insight.text in claims


@given(results(), st.sampled_from(QUERIES), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_every_result_has_its_prose(
    result: ResultSet, query: SemanticQuery | None, today: date
) -> None:
    insights = find_insights(result, TITLE, today=today, query=query)
    text = summarize(result, TITLE, insights, today=today, query=query)
    assert text.endswith(".")
    assert "None" not in text
    assert "nan" not in text


@given(results())
@settings(max_examples=50, deadline=None)
def test_the_same_rows_give_the_same_findings(result: ResultSet) -> None:
    assert find_insights(result, TITLE) == find_insights(result, TITLE)


@given(results())
@settings(max_examples=100, deadline=None)
def test_a_result_that_is_cut_off_yields_no_findings(result: ResultSet) -> None:
    cut = ResultSet(result.columns, result.rows, truncated=True)
    assert find_insights(cut, TITLE) == ()


def seasonal(seed: int) -> ResultSet:
    """Years of months or quarters with a pattern, some of it hidden by chance."""
    random = Random(seed)
    column, cells = random.choice(
        ((MONTH, months(random.randint(36, 70))), (QUARTER, months(random.randint(36, 90))[::3]))
    )
    length = 12 if column is MONTH else 4
    pattern = [random.uniform(0.5, 1.5) for _ in range(length)]
    level, growth = random.choice((5.0, 900.0, 2e6)), random.uniform(-0.005, 0.02)
    below = random.choice((0.0, 0.0, 1.2))  # less a part of it: some values are negative
    rows: list[tuple[Cell, ...]] = [
        (cell, level * (pattern[i % length] * (1 + growth * i) - below + random.gauss(0, 0.05)))
        for i, cell in enumerate(cells)
    ]
    return ResultSet((column, random.choice((REVENUE, ORDERS))), tuple(rows))


@given(st.integers(0, 10_000), st.dates(date(2026, 1, 1), date(2040, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_every_season_is_borne_out_by_the_rows(seed: int, today: date) -> None:
    result = seasonal(seed)
    claims = all_claims(Facts(result, TITLE, True, today))
    for insight in find_insights(result, TITLE, today=today, query=QUESTION):
        if insight.kind is not InsightKind.ANOMALY:
            assert insight.text in claims


def test_seasons_are_said_of_what_has_them() -> None:
    said = [
        any(i.kind is InsightKind.SEASONALITY for i in find_insights(seasonal(seed), TITLE))
        for seed in range(40)
    ]
    assert sum(said) > 30


def related(seed: int) -> ResultSet:
    """Two measures over names or months, more or less alike."""
    random = Random(seed)
    column, cells = random.choice(((CUSTOMER, list(CUSTOMERS)), (MONTH, months(30))))
    alike = random.choice((-1, -0.9, 0, 0.5, 0.95))
    rows: list[tuple[Cell, ...]] = []
    for cell in cells:
        one = random.gauss(0, 1)
        other = alike * one + (1 - alike * alike) ** 0.5 * random.gauss(0, 1)
        rows.append((cell, round(20 + one, 2), None if random.random() < 0.05 else 50 + other))
    return ResultSet((column, SCORE, MARGIN), tuple(rows))


@given(st.integers(0, 10_000), st.dates(date(2024, 6, 1), date(2030, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_every_relation_is_borne_out_by_the_rows(seed: int, today: date) -> None:
    result = related(seed)
    claims = all_claims(Facts(result, TITLE, True, today))
    told = find_insights(result, TITLE, today=today, query=QUESTION, comparable=frozenset({(0, 1)}))
    for insight in told:
        if insight.kind is not InsightKind.ANOMALY:
            assert insight.text in claims
