"""No finding is false: each sentence is one that the rows bear out, worked out another way."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bi.insights.find import find_insights
from bi.insights.summary import summarize
from bi.model.insight import InsightKind
from bi.model.result import ColumnRole, ResultSet
from bi.model.semantic import Limit, Measured, NamedMeasure, SemanticQuery
from tests.bi.insights.claims import Facts, all_claims
from tests.bi.random_results import results

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
    insights = find_insights(result, TITLE, today=today, query=query)
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
