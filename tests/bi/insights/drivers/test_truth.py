"""Every sentence about what drove a change is one that the parts bear out, worked out anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
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
    is_plural,
    plural_of,
    singular_of,
    write_difference,
    write_number,
    write_share,
)
from tests.bi.results import CUSTOMER, MARGIN, ORDERS, PROFIT, REGION, REVENUE

WHEN = "from May to June"
QUERY = SemanticQuery(
    measures=(Measured(NamedMeasure("revenue")),),
    time=TimeRange(date(2025, 6, 1), date(2025, 7, 1), "June 2025", Grain.MONTH),
    comparison=Comparison(Grain.MONTH),
)
Rows = dict[Cell, tuple[float, float]]


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


def names_of(key: ResultColumn, cells: tuple[Cell, ...]) -> str:
    label = key.label
    if cells == (None,):
        return f"what has no {mid_sentence(label)}"
    names = [f"no {mid_sentence(label)}" if c is None else str(c) for c in cells]
    noun = singular_of(label) if len(cells) == 1 else plural_of(label)
    return f"the {noun} {' and '.join(names)}"


def sums(key: ResultColumn, column: ResultColumn, rows: Rows) -> Iterator[str]:
    """True sentences about one or two parts of a sum."""
    before, now = sum(b for b, _ in rows.values()), sum(n for _, n in rows.values())
    total, label = now - before, mid_sentence(column.label)
    what = "rise" if total > 0 else "fall"
    amount = write_difference(total, column.format)
    up, down = ("rose", "fell") if total > 0 else ("fell", "rose")
    for count in (1, 2):
        for cells in combinations(rows, count):
            ordered = tuple(sorted(cells, key=lambda c: -abs(rows[c][1] - rows[c][0])))
            part = sum(rows[c][1] - rows[c][0] for c in cells)
            names = names_of(key, ordered)
            made = write_difference(part, column.format)
            text = f"Of the {what} in {label} of {amount} {WHEN}, {names} made {made} "
            text += f"({write_share(part / total)})"
            yield text
            had = sum(rows[c][0] for c in cells) / before if before else 0
            they = "it" if count == 1 else "they"
            share = f"{write_share(had)} of the total" if had else "nothing"
            yield f"{text}, though {they} had {share} before"
            rest = write_difference(total - part, column.format)
            it = "they" if is_plural(column.label) else "it"
            yield (
                f"{column.label} {up} {amount} {WHEN}: {it} {up} {made} for {names} and {down} "
                f"{rest} for all others together"
            )


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
    claims = set(sums(key, column, rows)) if before != now else set()
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


def quotients(key: ResultColumn, above: Rows, below: Rows) -> Iterator[str]:
    """True sentences about one part of a quotient: what it did by its rate, and by its share."""
    form, label = MARGIN.format, mid_sentence(MARGIN.label)
    sum_above = [sum(r[i] for r in above.values()) for i in (0, 1)]
    sum_below = [sum(r[i] for r in below.values()) for i in (0, 1)]
    whole = [a / b for a, b in zip(sum_above, sum_below, strict=True)]
    total = whole[1] - whole[0]
    moved, amount = "rise" if total > 0 else "fall", write_difference(total, form)
    what = f"{moved} in {label} of {amount} {WHEN}"
    for cell in above:
        weights = [below[cell][i] / sum_below[i] for i in (0, 1)]
        rates = [above[cell][i] / below[cell][i] if below[cell][i] else None for i in (0, 1)]
        if rates == [None, None]:
            continue
        first = rates[0] if rates[0] is not None else rates[1]
        second = rates[1] if rates[1] is not None else rates[0]
        assert first is not None
        assert second is not None
        # What the part adds, less what it would add at the rate of the whole.
        middle = (whole[0] + whole[1]) / 2
        effect = weights[1] * (second - middle) - weights[0] * (first - middle)
        own = ""
        if None not in rates:
            written = [write_number(rate, form) for rate in (first, second)]
            own = f"its own {'rose' if second > first else 'fell'} from {' to '.join(written)}"
            if written[0] == written[1]:
                own = f"its own stayed at {written[0]}"
        shares = [write_share(weight) for weight in weights]
        mix = f"its share of revenue {'rose' if weights[1] > weights[0] else 'fell'} from "
        mix += " to ".join(shares)
        if shares[0] == shares[1]:
            mix = f"its share of revenue stayed at {shares[0]}"
        names = names_of(key, (cell,))
        for how in (own, mix, f"{own}, and {mix}"):
            yield f"Of the {what}, {names} made {write_difference(effect, form)}: {how}"
            yield f"The {what} comes from {names}: {how}"


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
    claims = set(quotients(REGION, above, below))
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
