"""How far off forecasts are, and how often a value lies in its interval.

    python -m bench.forecast [--origins N]

Each series is forecast from several of its past ends, and what then came is compared: the mean
absolute error as a part of the mean size, the same beside that of the seasonal naive forecast
(the value of a round before), and the part of the values that lay in their interval of 80 %.
Series are the demo's, public ones that statsmodels carries, and synthetic ones of known structure.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bi.insights.forecasting.history import history_of
from bi.insights.forecasting.models import fit
from bi.insights.scope import first_open_day
from bi.model.access import NOBODY
from bi.model.catalog import Grain
from bi.model.semantic import (
    ForecastWish,
    Measured,
    NamedMeasure,
    SemanticQuery,
    TimeGroup,
)
from graph.datasources import open_datasources

Numbers = NDArray[np.float64]
_AHEAD = {1: 5, 4: 4, 7: 14, 12: 6, 24: 24, 52: 8}
_FEWEST = 8
# Other draws than those that the widening of intervals was chosen by.
_SEED = 20261128


@dataclass(frozen=True, slots=True)
class Series:
    """`season` values are a round; as many are looked ahead as a person would ask for."""

    name: str
    values: Numbers
    season: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Means over the past ends of a series; times in seconds."""

    error: float
    beside_naive: float
    coverage: float
    seconds: float


def measured(series: Series, origins: int) -> Outcome | None:
    """None: too short to be looked at from a past end."""
    ahead = _AHEAD[series.season]
    off, naive, sizes, inside, took = [], [], [], [], []
    for origin in range(origins):
        end = len(series.values) - ahead * (origin + 1)
        if end < _FEWEST:
            break
        known, true = series.values[:end], series.values[end : end + ahead]
        begin = time.perf_counter()
        found = fit(tuple(known.tolist()), ahead, series.season)
        took.append(time.perf_counter() - begin)
        off.append(float(np.abs(np.array(found.mean) - true).mean()))
        naive.append(float(np.abs(_round_before(known, ahead, series.season) - true).mean()))
        sizes.append(float(np.abs(true).mean()))
        within = (true >= np.array(found.low)) & (true <= np.array(found.high))
        inside.append(float(within.mean()))
    if not off:
        return None
    mean = statistics.fmean
    return Outcome(mean(off) / mean(sizes), mean(off) / mean(naive), mean(inside), mean(took))


def _round_before(known: Numbers, ahead: int, season: int) -> Numbers:
    back = season if len(known) >= season else 1
    return np.array([known[len(known) - back + step % back] for step in range(ahead)])


async def demo_series() -> list[Series]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        datasources = await open_datasources(Path(folder), None)
        datasource = datasources.get(datasources.default_id)
        understander = await datasource.understander(NOBODY)
        today = first_open_day(understander.today, datasource.catalog.as_of)
        for measure in ("revenue", "orders", "profit", "average_order_value"):
            for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER):
                query = SemanticQuery(
                    (Measured(NamedMeasure(measure)),),
                    (TimeGroup(grain),),
                    forecast=ForecastWish(1),
                )
                compiled = datasource.compile(query, NOBODY)
                rows = await datasource.run(await datasource.prepare(compiled, NOBODY))
                history = history_of(rows, query, today)
                name = f"demo {measure} by {grain}"
                found.append(Series(name, np.array(history.values), history.season))
        await datasources.close()
    return found


def public_series() -> Iterator[Series]:
    from statsmodels import datasets

    weekly = datasets.co2.load_pandas().data["co2"].interpolate()
    yield Series("CO2 by month", weekly.resample("MS").mean().to_numpy(), 12)
    yield Series("CO2 by week", weekly.to_numpy()[-520:], 52)
    spots = datasets.sunspots.load_pandas().data["SUNACTIVITY"]
    yield Series("sunspots by year", spots.to_numpy(), 1)
    yield Series("Nile by year", datasets.nile.load_pandas().data["volume"].to_numpy(float), 1)
    sea = datasets.elnino.load_pandas().data.iloc[:, 1:].to_numpy(float).ravel()
    yield Series("El Niño by month", sea, 12)
    macro = datasets.macrodata.load_pandas().data
    for column in ("realgdp", "realcons", "realinv", "cpi", "unemp"):
        yield Series(f"US {column} by quarter", macro[column].to_numpy(float), 4)


def synthetic_series() -> Iterator[Series]:
    random = np.random.default_rng(_SEED)

    def made(
        count: int, season: int, *, trend: float = 0, swing: float = 0, noise: float = 60,
        grows: bool = False,
    ) -> Numbers:  # fmt: skip
        steps = np.arange(count)
        round_ = random.standard_normal(season)
        level = 1000 + trend * steps
        moves = swing * (round_ - round_.mean())[steps % season]
        moves = moves + noise * random.standard_normal(count)
        values: Numbers = level + (moves * level / 1000 if grows else moves)
        return values

    for draw in "abc":
        yield Series(f"level {draw}", made(48, 12), 12)
        yield Series(f"trend {draw}", made(48, 12, trend=15), 12)
        yield Series(f"season of months {draw}", made(60, 12, swing=200), 12)
        yield Series(f"growing season {draw}", made(60, 12, trend=20, swing=200, grows=True), 12)
        yield Series(f"18 months {draw}", made(18, 12, trend=10, swing=100), 12)
        yield Series(f"season of weekdays {draw}", made(180, 7, trend=1, swing=150), 7)
        yield Series(f"season of weeks {draw}", made(208, 52, swing=150), 52)
        yield Series(f"walk {draw}", 1000 + np.cumsum(40 * random.standard_normal(60)), 12)
        yield Series(f"few a day {draw}", random.poisson(3, 90).astype(float), 7)


def report(title: str, every: list[Series], origins: int) -> None:
    print(f"\n{title:36} {'error':>7} {'/naive':>7} {'in 80 %':>8} {'s':>6}")
    found = []
    for series in every:
        one = measured(series, origins)
        if one is None:
            continue
        found.append(one)
        print(
            f"{series.name:36} {one.error:7.1%} {one.beside_naive:7.2f} {one.coverage:8.0%}"
            f" {one.seconds:6.2f}"
        )
    naive = statistics.geometric_mean([max(one.beside_naive, 1e-6) for one in found])
    print(
        f"{'median / geometric mean / mean / max':36} "
        f"{statistics.median(one.error for one in found):7.1%} {naive:7.2f} "
        f"{statistics.fmean(one.coverage for one in found):8.0%} "
        f"{max(one.seconds for one in found):6.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--origins", type=int, default=4)
    origins = parser.parse_args().origins
    warnings.simplefilter("ignore")
    report("the demo", asyncio.run(demo_series()), origins)
    report("public", list(public_series()), origins)
    report("synthetic", list(synthetic_series()), origins)


if __name__ == "__main__":
    main()
