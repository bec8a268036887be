"""Every sentence about what drove a change is one that the parts bear out, worked out anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bi.insights.drivers.change import Change
from bi.insights.drivers.parts import parts_of
from bi.insights.drivers.planning import Split
from bi.insights.drivers.quotient import Quotient, rates_of
from bi.insights.drivers.reading import driver_findings
from bi.model.catalog import ColumnRef, Grain, NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from bi.model.semantic import Comparison, Measured, NamedMeasure, SemanticQuery, TimeRange
from bi.model.words import mid_sentence
from bi.model.writing import (
    singular_of,
    write_difference,
)
from tests.bi.insights.drivers.claims import Rows, quotients, sums
from tests.bi.results import CUSTOMER, MARGIN, ORDERS, PROFIT, REGION, REVENUE

WHEN = "from May to June"
QUERY = SemanticQuery(
    measures=(Measured(NamedMeasure("revenue")),),
    time=TimeRange(date(2025, 6, 1), date(2025, 7, 1), "June 2025", Grain.MONTH),
    comparison=Comparison(Grain.MONTH),
)


def prior(column: ResultColumn) -> ResultColumn:
    return replace(column, name=f"{column.name}_prior", role=ColumnRole.PRIOR)


def split_of(
    key: ResultColumn, measured: list[tuple[ResultColumn, Rows]]
) -> tuple[Split, ResultSet]:
    cells = list(measured[0][1])
    columns = (key, *(column for m, _ in measured for column in (m, prior(m))))
    rows = tuple(
        (cell, *(value for _, found in measured for value in reversed(found[cell])))
        for cell in cells
    )
    split = Split(ColumnRef("data", key.name), QUERY, len(measured) > 1)
    return split, ResultSet(columns, rows)


def change_of(column: ResultColumn, before: float, now: float, *, asked: bool = True) -> Change:
    return Change(QUERY, column, WHEN, before, now, asked)


def random_rows(random: Random, *, signed: bool) -> Rows:
    scale = random.choice((3, 900, 250_000))
    cells: list[Cell] = [f"Name {i}" for i in range(random.randint(2, 12))]
    if random.random() < 0.2:
        cells.append(None)
    rows: Rows = {}
    for cell in cells:
        before = random.choice((0.0, *(random.paretovariate(1.5) * scale for _ in range(5))))
        if signed and random.random() < 0.4:
            before = -before
        moves = random.choice((0, 0.02, 0.1, 0.5, 0.9))
        rows[cell] = before, max(before * (1 - moves * random.uniform(-1, 1)), -1e12)
    return rows


@given(st.integers(0, 100_000))
@settings(max_examples=300, deadline=None)
def test_every_sentence_about_a_sum_is_borne_out_by_its_parts(seed: int) -> None:
    random = Random(seed)
    column = random.choice((REVENUE, ORDERS, PROFIT))
    key = random.choice((REGION, CUSTOMER))
    rows = random_rows(random, signed=column is PROFIT)
    before, now = sum(b for b, _ in rows.values()), sum(n for _, n in rows.values())
    claims = set(sums(key, column, rows, WHEN)) if before != now else set()
    moved, amount = (
        "rise" if now > before else "fall",
        write_difference(now - before, column.format),
    )
    claims.add(
        f"No single {singular_of(key.label)} stands out in the {moved} in "
        f"{mid_sentence(column.label)} of {amount} {WHEN}"
    )
    found = driver_findings(change_of(column, before, now), [split_of(key, [(column, rows)])])
    for insight in found:
        assert insight.text in claims


@given(st.integers(0, 100_000))
@settings(max_examples=300, deadline=None)
def test_every_sentence_about_a_quotient_is_borne_out_by_its_parts(seed: int) -> None:
    random = Random(seed)
    below = random_rows(random, signed=False)
    above: Rows = {}
    for cell, (before, now) in below.items():
        rate = random.uniform(0.05, 0.4)
        moves = random.choice((0, 0, 0, 0.01, 0.2))
        above[cell] = before * rate, now * (rate - moves * random.random())
    if not all(sum(r[i] for r in below.values()) > 0 for i in (0, 1)):
        return
    before, now = (
        sum(r[i] for r in above.values()) / sum(r[i] for r in below.values()) for i in (0, 1)
    )
    assert MARGIN.format.style is NumberStyle.PERCENT
    claims = set(quotients(REGION, MARGIN, above, below, WHEN))
    moved = "rise" if now > before else "fall"
    claims.add(
        f"No single region stands out in the {moved} in profit margin of "
        f"{write_difference(now - before, MARGIN.format)} {WHEN}"
    )
    margins = dict.fromkeys(below, (0.0, 0.0))
    answered = [split_of(REGION, [(MARGIN, margins), (PROFIT, above), (REVENUE, below)])]
    for insight in driver_findings(change_of(MARGIN, before, now), answered):
        assert insight.text in claims


@given(st.integers(0, 100_000))
@settings(max_examples=100, deadline=None)
def test_contributions_to_a_quotient_add_up_to_its_change(seed: int) -> None:
    random = Random(seed)
    below = random_rows(random, signed=False)
    if not all(sum(r[i] for r in below.values()) > 0 for i in (0, 1)):
        return
    above = {c: (b * random.random(), n * random.random()) for c, (b, n) in below.items()}
    _, rows = split_of(REGION, [(MARGIN, below), (PROFIT, above), (REVENUE, below)])
    dividends, divisors = parts_of(rows, 1), parts_of(rows, 2)
    assert dividends
    assert divisors
    quotient = Quotient(dividends, divisors, REVENUE)
    effects = sum(rate.effect for rate in rates_of(quotient))
    assert abs(effects - (quotient.now - quotient.before)) < 1e-9


def test_rows_that_do_not_add_up_to_the_answer_say_nothing() -> None:
    """They are of another moment, or of other rows."""
    rows: Rows = {"West": (100, 20), "East": (100, 99), "North": (100, 101)}
    split = split_of(REGION, [(REVENUE, rows)])
    assert [*driver_findings(change_of(REVENUE, 300, 220), [split])]
    assert not [*driver_findings(change_of(REVENUE, 300, 221), [split])]
