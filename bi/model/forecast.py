"""What is expected to come: values of the buckets after the last whole one, each in an interval."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForecastPoint:
    """`bucket` is the start of the bucket, as the result writes those that it has."""

    bucket: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of the result column `measure`, along its column `time`.

    With probability `level` a value lies between `low` and `high` of its point. `error` is the
    mean absolute error on the last whole buckets, forecast from those before them, as a part of
    their mean size (0.08 is 8 %); None: there were too few. `method` names what was used.
    """

    measure: str
    time: str
    points: tuple[ForecastPoint, ...]
    method: str
    level: float
    error: float | None = None
