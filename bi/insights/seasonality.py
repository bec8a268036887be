"""What repeats with the calendar, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bi.insights.seasons import Season, season
from bi.insights.series import ROUNDS, Point, Series, gaps
from bi.insights.statistics import trend
from bi.insights.weights import Range
from bi.model.catalog import Grain
from bi.model.insight import Insight, InsightKind
from bi.model.semantic import DatePart
from bi.model.writing import preposition, write_difference, write_part, write_share

# Weeks do not recur on the same days of a year.
_PARTS = {
    Grain.HOUR: DatePart.HOUR_OF_DAY,
    Grain.DAY: DatePart.WEEKDAY,
    Grain.MONTH: DatePart.MONTH_OF_YEAR,
    Grain.QUARTER: DatePart.QUARTER_OF_YEAR,
}
_ROUND = {Grain.HOUR: "day", Grain.DAY: "week", Grain.MONTH: "year", Grain.QUARTER: "year"}


def season_of(series: Series) -> Season | None:
    complete, grain = series.complete, series.names.grain
    if grain not in _PARTS or gaps(complete, grain):
        return None
    values = [point.value for point in complete]
    if len(values) < 2:
        return None
    return season(values, trend(range(len(values)), values).slope, ROUNDS[grain])


def season_findings(series: Series) -> Iterator[Insight]:
    """ "Revenue repeats from year to year: highest in December, usually 41% above the year's
    average, and lowest in February, 26% below it"."""
    found = season_of(series)
    if found is None:
        return
    grain = series.names.grain
    high, low = (_Place(series, found, place) for place in (found.high, found.low))
    unit = _ROUND[grain]
    text = (
        f"{series.subject} {'follow' if series.is_plural else 'follows'} a pattern that repeats "
        f"every {unit}: highest {high.at}, usually {high.off} above the {unit}'s average, lowest "
        f"{low.at}, {low.off} below it ({found.rounds} {unit}s)"
    )
    figures: dict[str, float | str] = {
        "high": high.swing,
        "high_at": high.at,
        "low": low.swing,
        "low_at": low.at,
        "rounds": float(found.rounds),
        "strength": found.strength,
        "p": found.p,
    }
    yield Insight(InsightKind.SEASONALITY, text, figures, Range.SEASON.weight(found.strength))


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of a round: its name, and how far it lies from the average."""

    series: Series
    season: Season
    place: int

    @property
    def swing(self) -> float:
        return self.season.swings[self.place]

    @property
    def off(self) -> str:
        if self.season.relative:
            return write_share(abs(self.swing))
        return write_difference(self.swing, self.series.column.format)

    @property
    def at(self) -> str:
        """ "in December", "on Monday", "in Q4"."""
        point: Point = self.series.complete[self.season.first + self.place]
        grain, start = self.series.names.grain, point.start
        part = _PARTS[grain]
        fiscal = self.series.names.column.fiscal
        if fiscal is not None and grain is Grain.QUARTER:
            return f"in the fiscal Q{fiscal.quarter(start)}"
        value = {
            DatePart.HOUR_OF_DAY: start.hour,
            DatePart.WEEKDAY: start.isoweekday(),
            DatePart.MONTH_OF_YEAR: start.month,
            DatePart.QUARTER_OF_YEAR: (start.month + 2) // 3,
        }[part]
        return f"{preposition(part)} {write_part(value, part)}"
