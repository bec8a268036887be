"""How often findings are claimed of series that hold nothing, and of series that hold something.

    python -m bench.insights [--series 1000]

Series without any pattern are drawn by chance: values that know nothing of one another ("white"),
that lean on the one before ("leaning", 0.6 of it), with rare wild ones ("wild"), and a random walk.
Others have one planted pattern each. What is counted is what `bi.insights` would say of each.
A walk does wander off, so a trend said of it is no error; a season or an anomaly is one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import pi, sin
from random import Random

from bench.turns.report import heading, table
from bi.insights.drivers.contribution import driver_of
from bi.insights.drivers.parts import Part, Parts
from bi.insights.movement import series_findings
from bi.insights.naming import Names
from bi.insights.relation import relation_of
from bi.insights.scope import Scope
from bi.insights.series import Series, points_of
from bi.model.catalog import ColumnType, Grain, NumberFormat, NumberStyle
from bi.model.insight import InsightKind
from bi.model.result import ColumnRole, ResultColumn, ResultSet
from bi.model.shape import Shape

KINDS = (InsightKind.TREND, InsightKind.ANOMALY, InsightKind.SEASONALITY)
_LEVEL, _NOISE = 1000.0, 60.0


@dataclass(frozen=True)
class Length:
    name: str
    grain: Grain
    buckets: int


LENGTHS = (
    Length("12 months", Grain.MONTH, 12),
    Length("36 months", Grain.MONTH, 36),
    Length("60 months", Grain.MONTH, 60),
    Length("16 quarters", Grain.QUARTER, 16),
    Length("30 days", Grain.DAY, 30),
    Length("90 days", Grain.DAY, 90),
)
ROUND = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.DAY: 7}


# --- series -----------------------------------------------------------------


def white(random: Random, n: int) -> list[float]:
    return [_LEVEL + random.gauss(0, _NOISE) for _ in range(n)]


def leaning(random: Random, n: int) -> list[float]:
    off, found = 0.0, []
    for _ in range(n):
        off = 0.6 * off + random.gauss(0, _NOISE)
        found.append(_LEVEL + off)
    return found


def wild(random: Random, n: int) -> list[float]:
    """Student's t with 4 degrees of freedom."""
    return [
        _LEVEL + _NOISE * random.gauss(0, 1) / (random.gammavariate(2, 2) / 4) ** 0.5
        for _ in range(n)
    ]


def walk(random: Random, n: int) -> list[float]:
    value, found = _LEVEL, []
    for _ in range(n):
        value = max(1.0, value + random.gauss(0, _NOISE / 2))
        found.append(value)
    return found


Draw = Callable[[Random, int], list[float]]
NOTHING: dict[str, Draw] = {"white": white, "leaning": leaning, "wild": wild, "walk": walk}


def planted(kind: InsightKind, random: Random, length: Length) -> list[float]:
    """A trend of five times the noise over the series, one value six times the noise off, or a
    swing of twice the noise."""
    values, n = white(random, length.buckets), length.buckets
    if kind is InsightKind.TREND:
        return [value + 5 * _NOISE * i / n for i, value in enumerate(values)]
    if kind is InsightKind.ANOMALY:
        values[random.randrange(n)] += random.choice((-6, 6)) * _NOISE
        return values
    return [
        value + 2 * _NOISE * sin(2 * pi * i / ROUND[length.grain]) for i, value in enumerate(values)
    ]


# --- what is said of them ---------------------------------------------------


def series_of(values: list[float], length: Length) -> Series:
    time = ResultColumn("time", "Time", ColumnType.DATE, ColumnRole.TIME, grain=length.grain)
    money = NumberFormat(NumberStyle.CURRENCY, "USD")
    measure = ResultColumn("revenue", "Revenue", ColumnType.NUMBER, ColumnRole.MEASURE, money)
    cells = buckets(length)
    rows = tuple(zip(cells, values, strict=True))
    names = Names(Shape(ResultSet((time, measure), rows)), 0, "")
    return Series(measure, names, points_of(cells, values, names, Scope()), "Revenue", 1)


def buckets(length: Length) -> list[str]:
    if length.grain is Grain.DAY:
        return [(date(2024, 1, 1) + timedelta(i)).isoformat() for i in range(length.buckets)]
    months = 1 if length.grain is Grain.MONTH else 3
    starts = (2020 * 12 + i * months for i in range(length.buckets))
    return [f"{start // 12}-{start % 12 + 1:02d}-01" for start in starts]


def claims(values: list[float], length: Length) -> set[InsightKind]:
    return {insight.kind for insight in series_findings(series_of(values, length))}


def rates(draws: Iterator[list[float]], length: Length, count: int) -> dict[InsightKind, float]:
    said = Counter(kind for _ in range(count) for kind in claims(next(draws), length))
    return {kind: said[kind] / count for kind in KINDS}


def false_rates(count: int, seed: int = 1) -> list[tuple[str, str, dict[InsightKind, float]]]:
    """By kind of noise and length: how many of `count` series something was said of."""
    found = []
    for name, draw in NOTHING.items():
        for length in LENGTHS:
            random = Random(f"{seed} {name} {length.name}")
            draws = iter(lambda d=draw, r=random, n=length.buckets: d(r, n), None)  # type: ignore[misc]
            found.append((name, length.name, rates(draws, length, count)))
    return found


def found_rates(count: int, seed: int = 1) -> list[tuple[str, dict[InsightKind, float]]]:
    """By length: how many of `count` series with a planted pattern were told to have it."""
    rows = []
    for length in LENGTHS:
        found = {}
        for kind in KINDS:
            random = Random(f"{seed} {kind} {length.name}")
            hits = sum(kind in claims(planted(kind, random, length), length) for _ in range(count))
            found[kind] = hits / count
        rows.append((length.name, found))
    return rows


def related(random: Random, n: int, rho: float) -> tuple[list[float], list[float]]:
    one = [random.gauss(0, 1) for _ in range(n)]
    rest = (1 - rho * rho) ** 0.5
    return one, [rho * x + rest * random.gauss(0, 1) for x in one]


def relation_rate(count: int, n: int, rho: float, seed: int = 1) -> float:
    random = Random(f"{seed} {n} {rho}")
    pairs = (related(random, n, rho) for _ in range(count))
    return sum(relation_of(one, other) is not None for one, other in pairs) / count


def driver_rate(count: int, values: int, fall: float, seed: int = 1) -> float:
    """How often a driver is named of a total that moves by chance, each value by about 10 %; the
    first one falls by `fall` of itself besides."""
    random = Random(f"{seed} {values} {fall}")
    hits = 0
    for _ in range(count):
        sizes = [random.uniform(0.5, 1.5) for _ in range(values)]
        parts = []
        for i, size in enumerate(sizes):
            now = size * (1 + random.gauss(-0.1, 0.07)) * (1 - fall if i == 0 else 1)
            parts.append(Part(str(i), size, max(0.0, now)))
        driver = driver_of(Parts(None, tuple(parts)))  # type: ignore[arg-type]
        if driver is not None and (not fall or driver.drivers[0].cell == "0"):
            hits += 1
    return hits / count


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--series", type=int, default=1000)
    count = parser.parse_args().series
    header = ("series", "length", *(kind.value for kind in KINDS))
    rows = [
        (name, length, *(f"{said[kind]:.1%}" for kind in KINDS))
        for name, length, said in false_rates(count)
    ]
    heading("Said of series that hold nothing")
    table(header, rows)
    rows = [
        (f"planted in {length}", "", *(f"{said[kind]:.1%}" for kind in KINDS))
        for length, said in found_rates(count)
    ]
    heading("Found where it was planted")
    table(header, rows)
    print("\nCorrelations claimed, by number of pairs and true correlation:")
    for n in (10, 12, 20, 50):
        print(
            f"  {n}: "
            + ", ".join(f"{r}: {relation_rate(count, n, r):.1%}" for r in (0, 0.3, 0.8, 0.9))
        )
    print("\nDrivers named, by number of values and how far one of them falls beside chance:")
    for n in (3, 4, 8, 15):
        print(f"  {n}: " + ", ".join(f"{f}: {driver_rate(count, n, f):.1%}" for f in (0, 0.3, 0.6)))


if __name__ == "__main__":
    main()
