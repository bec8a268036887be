"""Which buckets a forecast is made from, and when there can be none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.insights.forecasting.history import FEWEST, ForecastNotPossible, history_of
from bi.model.catalog import Aggregation, ColumnRef, Grain
from bi.model.result import ResultSet
from bi.model.semantic import (
    Aggregate,
    DimensionGroup,
    Measured,
    SemanticQuery,
    ShareOf,
    TimeGroup,
    TimeRange,
)
from tests.bi.insights.forecasting.monthly import QUERY, months, wish
from tests.bi.results import MARGIN, PROFIT, WEEK

NOVEMBER_28, DECEMBER_1 = date(2026, 11, 28), date(2026, 12, 1)
SHARE = Measured(ShareOf(Aggregate(Aggregation.SUM, ColumnRef("orders", "freight")), ()))


def test_a_bucket_that_is_under_way_is_no_history_and_is_forecast_besides() -> None:
    result = months([100.0] * 46 + [7.0])
    history = history_of(result, wish(6), NOVEMBER_28)
    assert 7.0 not in history.values
    assert [f"{start:%Y-%m}" for start in history.coming] == [
        "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05",
    ]  # fmt: skip


def test_when_every_bucket_is_over_the_next_ones_come() -> None:
    history = history_of(months([100.0] * 47), wish(2), DECEMBER_1)
    assert [f"{start:%Y-%m}" for start in history.coming] == ["2026-12", "2027-01"]


def test_what_follows_a_past_period_is_counted_from_its_end() -> None:
    year = TimeRange(date(2023, 1, 1), date(2024, 1, 1), "2023", Grain.YEAR)
    history = history_of(months([1.0] * 12), wish(3, replace(QUERY, time=year)), NOVEMBER_28)
    assert len(history.values) == 12
    assert [f"{start:%Y-%m}" for start in history.coming] == ["2024-01", "2024-02", "2024-03"]


def test_months_that_the_period_cuts_are_no_history() -> None:
    since = TimeRange(date(2023, 1, 15), None, "since 15 January 2023")
    history = history_of(
        months([5.0, *[100.0] * 20]), wish(1, replace(QUERY, time=since)), date(2024, 10, 1)
    )
    assert 5.0 not in history.values


def test_the_first_month_of_the_data_may_be_the_end_of_one() -> None:
    history = history_of(months([5.0, *[100.0] * 20]), wish(1), date(2024, 10, 1))
    assert history.values == (100.0,) * 20


def test_a_month_without_rows_adds_nothing_to_a_sum() -> None:
    values = [100.0] * 10
    whole = months(values)
    gapped = ResultSet(whole.columns, whole.rows[:5] + whole.rows[6:])
    assert 0.0 in history_of(gapped, wish(1), date(2023, 11, 1)).values


def test_a_month_without_rows_has_no_average() -> None:
    whole = months([0.3] * 10, MARGIN)
    gapped = ResultSet(whole.columns, whole.rows[:5] + whole.rows[6:])
    with pytest.raises(ForecastNotPossible, match="no value for 1 month of 10, June 2023 first"):
        history_of(gapped, wish(1), date(2023, 11, 1))


def test_what_never_was_negative_has_an_end_there() -> None:
    today = date(2024, 1, 1)
    assert history_of(months([1.0] * 12), wish(1), today).lowest == 0
    assert history_of(months([1.0] * 11 + [-1.0], PROFIT), wish(1), today).lowest is None


def test_a_share_has_two_ends() -> None:
    query = replace(QUERY, measures=(SHARE,))
    history = history_of(months([0.5] * 12, MARGIN), wish(1, query), date(2024, 1, 1))
    assert (history.lowest, history.highest) == (0.0, 1.0)


REFUSED: list[tuple[ResultSet, SemanticQuery, str]] = [
    (months([1.0] * (FEWEST - 1)), wish(1), "has 7 whole months; a forecast needs 8"),
    (months([1.0] * 10), wish(11), "11 months would have to be forecast from 9"),
    (replace(months([1.0] * 20), truncated=True), wish(1), "more rows than are read"),
    (months([]), wish(1), "no whole month yet"),
    (months([1.0] * 20),
     wish(1, replace(QUERY, groups=(*QUERY.groups, DimensionGroup(ColumnRef("a", "b"))))),
     "one series along time"),
    (ResultSet((WEEK, months([]).columns[1]), (("2023-01-02", 1.0), ("2023-01-12", 1.0))),
     wish(1, replace(QUERY, groups=(TimeGroup(Grain.WEEK),))), "evenly"),
]  # fmt: skip


@pytest.mark.parametrize(("result", "query", "reason"), REFUSED, ids=[r for *_, r in REFUSED])
def test_what_cannot_be_forecast_says_why(
    result: ResultSet, query: SemanticQuery, reason: str
) -> None:
    today = date(2023, 11, 1) if len(result.rows) < 20 else date(2024, 9, 1)
    with pytest.raises(ForecastNotPossible, match=reason):
        history_of(result, query, today)
