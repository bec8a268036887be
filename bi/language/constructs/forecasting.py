"""What is expected to come: "forecast revenue", "with a forecast for 6 months"."""

from __future__ import annotations

from bi.language.clauses import Clause, ForecastClause, TimeClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.meanings import Number, PeriodName, UnitName
from bi.language.pattern import Match
from bi.language.periods import Period
from bi.model.catalog import Grain

forecasting = ClauseConstructs()
Clauses = tuple[Clause, ...]
_FORECAST = "FORECAST"
_FAR = "IN|FOR|OF|BY|WITH|comparator"


@forecasting.add("WITH|SHOW? FORECAST")
def forecast(match: Match, _: Scope) -> Clauses:
    return (ForecastClause(place(match)),)


@forecasting.add("WITH|SHOW? FORECAST OF|FOR? number unit AHEAD?", f"{_FAR}? number unit AHEAD?")
def so_far_ahead(match: Match, _: Scope) -> Clauses | None:
    """ "Forecast sales for 8 weeks", "a 6 month forecast", "3 quarters ahead"."""
    if not (match.has("AHEAD") or _speaks_of_it(match)):
        return None
    grain, count = match.one("unit", UnitName).grain, match.one("number", Number)
    if grain is Grain.HOUR or count.percent or count.value not in range(1, 1001):
        return None
    number = int(count.value)
    label = f"{number} {grain}{'s' if number > 1 else ''}"
    period = Period(grain, offset=number, count=number, label=f"the next {label}")
    return (ForecastClause(place(match), period),)


@forecasting.add("comparator|BY|WITH period")
def until_then(match: Match, _: Scope) -> Clauses | None:
    """ "Forecast revenue over the next 6 months"."""
    if not _speaks_of_it(match):
        return None
    return (TimeClause(place(match), match.one("period", PeriodName).period),)


def _speaks_of_it(match: Match) -> bool:
    return any(_FORECAST in item.tags for item in match.items)
