"""The demo business: an office supplier's orders from 2022 to a given day, as a DuckDB file.

The data are drawn by hashing row numbers inside DuckDB, so the same `end` and `lines` give
the same rows on any machine, with any number of threads, at any time.

What a question can find in them:

- growth of about a seventh of the first year's level each year, a peak in the fourth quarter,
  quiet weekends;
- a few customers (every tenth) who place two fifths of all orders; corporate customers buy more;
- the planted events below, each placed by whole months before the month of `end`.

| event           | months before | what happens                                                 |
|-----------------|---------------|--------------------------------------------------------------|
| Wellness        | 14            | a fourth category opens and grows to a sixth of the lines    |
| campaign        | 9             | deep discounts for one month: orders up, margin down         |
| satisfaction    | 7 and 6       | survey scores of the Online channel fall by about one point  |
| fall of West    | 4 and 3       | orders of region West fall by 60 %, then 35 %                |
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from demo.words import (
    COMPANY_KINDS,
    COMPANY_WORDS,
    COUNTRIES,
    FIRST_NAMES,
    LAST_NAMES,
    PRODUCT_LINES,
    SUB_CATEGORIES,
    WELLNESS_LINES,
)

START = date(2022, 1, 1)
_SCRIPT = Path(__file__).with_name("business.sql")
_LINES_PER_ORDER = 2.5


@dataclass(frozen=True, slots=True)
class PlantedEvents:
    """The first day of the month in which each planted event begins."""

    wellness: date
    campaign: date
    satisfaction: date
    fall_of_west: date


def planted_events(end: date) -> PlantedEvents:
    """Where the events of a demo that ends on `end` are."""
    return PlantedEvents(
        wellness=_months_before(end, 14),
        campaign=_months_before(end, 9),
        satisfaction=_months_before(end, 7),
        fall_of_west=_months_before(end, 4),
    )


def build_demo(path: Path, *, end: date, lines: int = 125_000) -> None:
    """Write the demo database of orders from 2022-01-01 to `end` (included) to `path`.

    `lines` is the number of order lines, met to within one percent. The file appears whole
    or not at all: it is written beside `path` and renamed, and replaces what was there.
    Raises ValueError when `end` leaves less than a year and a half for the planted events.
    """
    if planted_events(end).wellness < START:
        raise ValueError(f"The demo needs an end on or after 2023-03-01, not {end}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    unfinished.unlink(missing_ok=True)
    try:
        with duckdb.connect(unfinished) as connection:
            _fill(connection, end, lines)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _fill(connection: duckdb.DuckDBPyConnection, end: date, lines: int) -> None:
    events = planted_events(end)
    variables: dict[str, object] = {
        "first_day": START,
        "last_day": end,
        "plan_end": _months_before(end, -1) - timedelta(days=1),
        "orders": round(lines / _LINES_PER_ORDER),
        "wellness": events.wellness,
        "campaign": events.campaign,
        "satisfaction": events.satisfaction,
        "fall_of_west": events.fall_of_west,
        "first_names": FIRST_NAMES,
        "last_names": LAST_NAMES,
        "company_words": COMPANY_WORDS,
        "company_kinds": COMPANY_KINDS,
    }
    for name, value in variables.items():
        connection.execute(f"SET VARIABLE {name} = $1", [value])
    _fill_words(connection)
    connection.execute(_SCRIPT.read_text(encoding="utf-8"))


def _fill_words(connection: duckdb.DuckDBPyConnection) -> None:
    """The lists that rows are drawn from, as temporary tables."""
    # One row per percent of the customers, so that a country is drawn by row number.
    places = [
        {"country": country, "cities": list(cities)}
        for country, share, cities in COUNTRIES
        for _ in range(share)
    ]
    designs = [
        {
            "category": sub.category,
            "sub_category": sub.name,
            "product_name": f"{line} {sub.noun}",
            "lowest": sub.lowest,
            "highest": sub.highest,
            "cost_percent": sub.cost,
        }
        for sub in SUB_CATEGORIES
        for line in (WELLNESS_LINES if sub.category == "Wellness" else PRODUCT_LINES)
    ]
    for name, rows in (("places", places), ("designs", designs)):
        connection.execute(f"CREATE TEMP TABLE {name} AS SELECT unnest($1, max_depth := 2)", [rows])


def _months_before(day: date, months: int) -> date:
    """The first day of the month that lies `months` before the month of `day`."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
