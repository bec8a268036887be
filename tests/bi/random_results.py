"""Any result that a question could have, as a hypothesis strategy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from random import Random

from hypothesis import strategies as st

from bi.model.catalog import ColumnType, FiscalYear, Grain, NumberFormat, NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from tests.bi.results import CATEGORIES, CUSTOMERS, REGIONS, months

FORMATS = (
    NumberFormat(),
    NumberFormat(NumberStyle.CURRENCY, "USD"),
    NumberFormat(NumberStyle.CURRENCY, "CHF"),
    NumberFormat(NumberStyle.PERCENT),
    NumberFormat(unit="days"),
    NumberFormat(decimals=2),
)
_TIMES: dict[str, tuple[ResultColumn, list[Cell]]] = {
    grain.value: (
        ResultColumn(
            grain.value, grain.value.capitalize(), ColumnType.DATE, ColumnRole.TIME, grain=grain
        ),
        [*cells],
    )
    for grain, cells in (
        (Grain.MONTH, months(30, 2023 * 12)),
        (Grain.QUARTER, months(48)[::3]),
        (Grain.YEAR, [f"{year}-01-01" for year in range(2010, 2026)]),
    )
}
_TIMES["fiscal"] = (
    ResultColumn(
        "fiscal_quarter",
        "Fiscal quarter",
        ColumnType.DATE,
        ColumnRole.TIME,
        grain=Grain.QUARTER,
        fiscal=FiscalYear(2),
    ),
    [*months(48, 2020 * 12 + 1)[::3]],
)
_PERIODS = ("Q1 2025", "Q4 2024", "last week", "January 2026")
_TIMES["period"] = (
    ResultColumn("period", "Period", ColumnType.TEXT, ColumnRole.TIME, sequence=_PERIODS),
    [*_PERIODS],
)
_NAMES: dict[str, tuple[ResultColumn, list[Cell]]] = {
    name: (ResultColumn(name, label, ColumnType.TEXT, ColumnRole.DIMENSION), [*cells, *extra])
    for name, label, cells, extra in (
        ("region", "Region", REGIONS, (None,)),
        ("category", "Category", CATEGORIES, ()),
        ("customer_name", "Customer name", CUSTOMERS, ('Ünï "quoted" & <b>', "")),
    )
}


def _values(random: Random, manner: str) -> Iterator[Cell]:
    """Numbers without end, in one of the manners that business numbers have."""
    scale = random.choice((0.1, 1, 100, 20_000, 3_000_000))
    for i in count():
        match manner:
            case "even":
                yield round(random.uniform(0, scale), 4)
            case "rising":
                yield round(scale * (1 + 0.05 * i + random.gauss(0, 0.1)), 2)
            case "falling":
                yield round(scale * (10 - 0.1 * i + random.gauss(0, 0.3)), 2)
            case "steep":
                yield round(scale * random.paretovariate(0.8), 2)
            case "signed":
                yield round(random.gauss(0, scale), 2)
            case "counts":
                yield random.randint(0, 9)
            case "gaps":
                yield None if random.random() < 0.3 else random.randint(-50, 5000)
            case _:
                yield 7


_MANNERS = ("even", "rising", "falling", "steep", "signed", "counts", "gaps", "level")


def random_result(seed: int) -> ResultSet:
    """A result with up to two keys and two measures; the same for the same seed."""
    random = Random(seed)
    keys = _random_keys(random)
    measures = _random_measures(random)
    values = _values(random, random.choice(_MANNERS))
    rows: list[tuple[Cell, ...]] = [
        (*combination, *(next(values) for _ in measures))
        for combination in product(*(cells for _, cells in keys))
    ]
    kept = random.randint(0, len(rows)) if random.random() < 0.15 else len(rows)
    columns = (*(column for column, _ in keys), *measures)
    return ResultSet(columns, tuple(rows[:kept]), truncated=random.random() < 0.05)


def results() -> st.SearchStrategy[ResultSet]:
    """Made from a drawn seed: every example is as unlike the others as can be."""
    return st.integers(0, 2**32).map(random_result)


def _random_keys(random: Random) -> list[tuple[ResultColumn, list[Cell]]]:
    pool = {**_TIMES, **_NAMES}
    keys = []
    for name in random.sample(sorted(pool), random.choice((0, 1, 1, 1, 2, 2))):
        column, cells = pool[name]
        first = random.choice((0, 0, 1, len(cells) // 2))
        width = random.choice((1, 2, 5, 8, 13, 30, 30))
        keys.append((column, cells[first : first + width]))
    return keys


def _random_measures(random: Random) -> list[ResultColumn]:
    form = random.choice(FORMATS)
    additive = form.style is not NumberStyle.PERCENT and random.random() < 0.7
    labels = random.choice((("Revenue",), ("Orders",), ("Revenue", "Orders")))
    return [
        ResultColumn(
            label.lower(), label, ColumnType.NUMBER, ColumnRole.MEASURE, form, additive=additive
        )
        for label in labels
    ]
