"""Moving averages and rolling sums: "7-day moving average of revenue"."""

from __future__ import annotations

from bi.language.clauses import CalculationClause, Clause, MeasureClause, Window
from bi.language.constructs.construct import ClauseConstructs, Scope, item_place, place
from bi.language.meanings import AggregationName, Number, UnitName
from bi.language.pattern import Match
from bi.model.catalog import Aggregation, Grain
from bi.model.semantic import Calculation

moving = ClauseConstructs()
Clauses = tuple[Clause, ...]
_THING = "thing=measure|dataset"
_HOW = "MOVING|ROLLING"


@moving.add(
    f"number unit how={_HOW} aggregation? OF? {_THING}",
    f"how=ROLLING number unit aggregation? OF? {_THING}",
    f"{_THING} number unit how={_HOW} aggregation?",
    f"{_THING} how=ROLLING number unit",
    f"how={_HOW} aggregation? OF? {_THING} comparator|OF|IN|FOR|WITH? number unit",
)
def over_a_window(match: Match, scope: Scope) -> Clauses | None:
    """ "rolling 12 months revenue", "moving average of orders over 7 days"."""
    calculation, window = _calculation(match), _window(match)
    if calculation is None or window is None:
        return None
    item = match.item("thing")
    values = scope.values(item)
    return (MeasureClause(item_place(item), values, calculation, window=window),)


@moving.add(f"number unit aggregation OF? {_THING}")
def average_of_days(match: Match, scope: Scope) -> Clauses | None:
    """ "7-day average of revenue"."""
    how = {meaning.aggregation for meaning in match.all("aggregation", AggregationName)}
    window, item = _window(match), match.item("thing")
    if Aggregation.AVERAGE not in how or window is None:
        return None
    average = Calculation.MOVING_AVERAGE
    return (MeasureClause(item_place(item), scope.values(item), average, window=window),)


@moving.add(f"how={_HOW} aggregation? OF? {_THING}")
def without_a_window(match: Match, scope: Scope) -> Clauses | None:
    """The window is asked for when the query is composed."""
    calculation, item = _calculation(match), match.item("thing")
    if calculation is None:
        return None
    return (MeasureClause(item_place(item), scope.values(item), calculation),)


@moving.add(
    f"number unit how={_HOW} aggregation?",
    "how=ROLLING number unit",
    "how=MOVING comparator|OF? number unit",
)
def of_what_is_there(match: Match, _: Scope) -> Clauses | None:
    """ "as a 7-day moving average"."""
    calculation, window = _calculation(match), _window(match)
    if calculation is None or window is None:
        return None
    return (CalculationClause(place(match), calculation, window),)


def _calculation(match: Match) -> Calculation | None:
    """A rolling sum, unless an average is named."""
    how = {meaning.aggregation for meaning in match.all("aggregation", AggregationName)}
    if "MOVING" in match.item("how").tags or Aggregation.AVERAGE in how:
        return Calculation.MOVING_AVERAGE
    return Calculation.ROLLING_SUM if how <= {Aggregation.SUM} else None


def _window(match: Match) -> Window | None:
    count, grain = match.one("number", Number), match.one("unit", UnitName).grain
    if count.percent or count.value != int(count.value) or count.value < 2 or grain is Grain.HOUR:
        return None
    return Window(int(count.value), grain)
