"""What the process that forecasts runs; nothing here is called in the service's own.

Exponential smoothing, of which the library chooses error, trend and season by the corrected
information criterion of Akaike. Its seasons have at most 24 buckets; longer ones are taken out of
the series first, by a decomposition (STL).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from statsforecast.models import MSTL, AutoETS

    Numbers = NDArray[np.float64]

LEVEL = 80
_LONGEST_SEASON_OF_ETS = 24
_ROUNDS = 2  # of a season, to know it
# How often the end of the series is forecast from what is before it.
_ORIGINS = 5
_FEWEST_TO_FIT = 6
# The library's intervals hold for a model that is known for sure, and come out too narrow. They
# are made so many times wider that they hold on the series' own past; `_WIDER` is what many series
# need, and counts as much as `_PRIOR` origins. `bench.forecast` measures what comes of it.
_QUANTILE = 0.9
_WIDER, _PRIOR = 1.2, 5
_LEAST_WIDER, _MOST_WIDER = 1.0, 3.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """`trend`, `season`: whether there is one. `error` as in `bi.model.forecast.Forecast`."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    trend: bool
    season: bool
    error: float | None


def fit(values: tuple[float, ...], periods: int, season: int) -> Fitted:
    """The `periods` values after these, of a series with `season` values in a round."""
    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        series = np.asarray(values, dtype=np.float64)
        model = _fitted(series, periods, season)
        errors, scores, origins = _backtest(series, periods, season)
    wider = _WIDER
    if origins:
        wider = (np.quantile(scores, _QUANTILE) * origins + _WIDER * _PRIOR) / (origins + _PRIOR)
    half = model.half * float(np.clip(wider, _LEAST_WIDER, _MOST_WIDER))
    return Fitted(
        tuple(model.mean.tolist()),
        tuple((model.mean - half).tolist()),
        tuple((model.mean + half).tolist()),
        model.trend,
        model.season,
        errors,
    )


@dataclass(frozen=True, slots=True)
class _Model:
    """`half` is half the width of the library's interval."""

    mean: Numbers
    half: Numbers
    trend: bool
    season: bool


def _fitted(series: Numbers, periods: int, season: int) -> _Model:
    import numpy as np

    if np.ptp(series) == 0:
        return _Model(np.full(periods, series[-1]), np.zeros(periods), trend=False, season=False)
    known = season if len(series) >= _ROUNDS * season else 1
    for model in _candidates(known):
        try:
            model.fit(series)
        except Exception as error:  # the library raises bare ones where it has too few values
            fault = error
        else:
            return _predicted(model, periods)
    raise ValueError("no model can be fitted") from fault


def _candidates(season: int) -> Iterator[MSTL | AutoETS]:
    """The best suited first; the others ask for fewer values."""
    from statsforecast.models import MSTL, AutoETS

    if season > _LONGEST_SEASON_OF_ETS:
        # The rest has no season, whatever the smoothing may see in it.
        yield MSTL(season_length=season, trend_forecaster=AutoETS(model="ZZN"))
    elif season > 1:
        yield AutoETS(season_length=season)
    yield AutoETS(season_length=1)
    yield AutoETS(season_length=1, model="ANN", damped=False)


def _predicted(model: MSTL | AutoETS, periods: int) -> _Model:
    found = model.predict(h=periods, level=[LEVEL])
    half = (found[f"hi-{LEVEL}"] - found[f"lo-{LEVEL}"]) / 2
    smoothing = getattr(model, "trend_forecaster", model)
    _, trend, season, _ = smoothing.model_["components"]
    return _Model(found["mean"], half, trend != "N", smoothing is not model or season != "N")


def _backtest(series: Numbers, periods: int, season: int) -> tuple[float | None, Numbers, int]:
    """The error; how many half widths of its interval each value was off; from how many origins."""
    import numpy as np

    count = len(series)
    ahead = min(periods, max(1, count // 4))
    step = max(1, ahead // 2)
    off, sizes, scores = [], [], []
    for origin in range(_ORIGINS):
        end = count - ahead - origin * step
        if end < max(_FEWEST_TO_FIT, count // 3):
            break
        model = _fitted(series[:end], ahead, season)
        true = series[end : end + ahead]
        missed = np.abs(true - model.mean)
        off.append(missed)
        sizes.append(np.abs(true))
        exact = np.maximum(model.half, 1e-9 * max(1.0, float(np.abs(series).max())))
        scores.append(missed / exact)
    if not off or (size := float(np.concatenate(sizes).mean())) == 0:
        return None, np.zeros(0), 0
    return float(np.concatenate(off).mean()) / size, np.concatenate(scores), len(off)
