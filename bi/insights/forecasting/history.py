"""The whole buckets that a forecast is made from, and those that it is made for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bi.insights.scope import scope_of
from bi.model.buckets import bucket_end, bucket_start, buckets_between
from bi.model.catalog import Grain
from bi.model.errors import UserError
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from bi.model.semantic import SemanticQuery, ShareOf, TimeGroup
from bi.model.shape import number_of
from bi.model.writing import count_of, write_bucket

# With fewer an error on the last of them says nothing.
FEWEST = 8
# Older ones say little about what comes, and take time.
_MOST = 400
_SEASONS = {
    Grain.HOUR: 24,
    Grain.DAY: 7,
    Grain.WEEK: 52,
    Grain.MONTH: 12,
    Grain.QUARTER: 4,
    Grain.YEAR: 1,
}


class ForecastNotPossible(UserError):
    """The message says why, and what would do."""

    code = "forecast_not_possible"


@dataclass(frozen=True, slots=True)
class History:
    """`values` are of whole buckets one after another, `coming` the starts of those after them.

    `season` counts the buckets of a round (12 months). `lowest` and `highest` are what no value
    can be beyond; None: there is no such end. `like` is a cell as the result writes buckets.
    """

    measure: ResultColumn
    time: ResultColumn
    grain: Grain
    values: tuple[float, ...]
    coming: tuple[datetime, ...]
    like: Cell
    lowest: float | None
    highest: float | None

    @property
    def season(self) -> int:
        return _SEASONS[self.grain]


def history_of(result: ResultSet, query: SemanticQuery, today: date) -> History:
    """`today` is the first day that is not over. Raises ForecastNotPossible."""
    wish, group = query.forecast, next(iter(query.groups), None)
    if wish is None or len(query.groups) != 1 or not isinstance(group, TimeGroup):
        raise ForecastNotPossible(
            "A forecast needs one series along time: ask for a measure by month, say, and by "
            "nothing else."
        )
    if result.truncated:
        raise ForecastNotPossible(
            "There are more rows than are read, so the history is not whole; ask for longer "
            "buckets, say months."
        )
    time, measure = _columns(result)
    known = _known(result, time, measure, query, today)
    name = result.columns[measure].label
    if not known:
        raise ForecastNotPossible(
            f"{name} has no whole {group.grain} yet; a forecast needs {FEWEST}."
        )
    every = list(buckets_between(min(known), max(known), group.grain))
    if not known.keys() <= set(every):
        raise ForecastNotPossible(
            f"The {group.grain}s of this result do not follow one another evenly, which a forecast "
            f"needs."
        )
    starts = _without_begun(every, query, result.columns[measure])
    values = _unbroken(starts, known, result.columns[measure], group.grain)
    coming = _coming(max(known), query, group.grain, wish.periods, today)
    _require_enough(len(values), len(coming), name, group.grain)
    shares = isinstance(query.measures[0].value, ShareOf)
    like = next(row[time] for row in result.rows if row[time] is not None)
    return History(
        measure=result.columns[measure],
        time=result.columns[time],
        grain=group.grain,
        values=tuple(values[-_MOST:]),
        coming=coming,
        like=like,
        lowest=0.0 if min(values) >= 0 else None,
        highest=1.0 if shares else None,
    )


def _columns(result: ResultSet) -> tuple[int, int]:
    """The one that says when, and the first that is measured."""
    columns = list(enumerate(result.columns))
    time = next(i for i, one in columns if one.grain is not None)
    measure = next(i for i, one in columns if one.role is ColumnRole.MEASURE)
    if not result.columns[measure].type.is_numeric:
        raise ForecastNotPossible(
            f"{result.columns[measure].label} is no number; only numbers can be forecast."
        )
    return time, measure


def _known(
    result: ResultSet, time: int, measure: int, query: SemanticQuery, today: date
) -> dict[datetime, float | None]:
    """The value of each whole bucket that has a row."""
    scope = scope_of("", query, today)
    grain = result.columns[time].grain
    found = {}
    for row in result.rows:
        start = bucket_start(row[time])
        if start is not None and grain is not None and scope.is_complete(start, grain):
            found[start] = number_of(row[measure])
    return found


def _without_begun(
    starts: list[datetime], query: SemanticQuery, measure: ResultColumn
) -> list[datetime]:
    """Without the first bucket of the data, of which they may hold the end only.

    What a period asked for cuts is left out already. An average of fewer rows is one all the same.
    """
    is_known = query.time is not None and query.time.start is not None
    if is_known or not measure.additive or len(starts) <= FEWEST:
        return starts
    return starts[1:]


def _unbroken(
    starts: list[datetime],
    known: dict[datetime, float | None],
    measure: ResultColumn,
    grain: Grain,
) -> list[float]:
    """A value for each bucket. What adds up was 0 where no row is; of all else nobody knows."""
    empty = [start for start in starts if known.get(start) is None]
    if empty and not measure.additive:
        raise ForecastNotPossible(
            f"{measure.label} has no value for {count_of(len(empty), grain.value)} of "
            f"{len(starts)}, {write_bucket(empty[0], grain)} first, and a forecast needs a history "
            f"without gaps; longer buckets may have none."
        )
    return [known.get(start) or 0.0 for start in starts]


def _coming(
    last: datetime, query: SemanticQuery, grain: Grain, periods: int, today: date
) -> tuple[datetime, ...]:
    """From the bucket after the last whole one, to `periods` after the one that is under way."""
    until = query.time.end if query.time and query.time.end else today
    until = min(until, today)
    return tuple(_buckets(last, grain, periods, datetime(until.year, until.month, until.day)))


def _buckets(last: datetime, grain: Grain, periods: int, until: datetime) -> Iterator[datetime]:
    start = bucket_end(last, grain)
    left = periods
    while left > 0 or start < until:
        yield start
        left -= start >= until
        start = bucket_end(start, grain)


def _require_enough(whole: int, coming: int, name: str, grain: Grain) -> None:
    if whole < FEWEST:
        raise ForecastNotPossible(
            f"{name} has {count_of(whole, f'whole {grain}')}; a forecast needs {FEWEST}. Shorter "
            f"buckets or a longer history would do."
        )
    if coming > whole:
        raise ForecastNotPossible(
            f"{count_of(coming, grain.value)} would have to be forecast from {whole}; at most as "
            f"many as are known can be."
        )
