"""Over any result: its cells hold however they are written, and what is made up does not."""

from __future__ import annotations

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from bi.insights.naming import Names
from bi.model.result import ResultSet
from bi.model.writing import currency_sign
from llm.prose.checking import holds
from llm.prose.claims import value_of
from llm.prose.findings import reworded
from llm.prose.known import Known, unit_of
from llm.prose.numbers import numbers_of
from llm.prose.reading import Reading
from llm.prose.saying import Saying
from llm.prose.written import Unit
from tests.bi.random_results import random_result, results
from tests.llm.prose.answers import answer, facts_of


def _ways(value: float, unit: Unit, code: str | None) -> list[str]:
    """A number as people write it, English and German."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    if unit is Unit.PERCENT:
        return [f"{sign}{size * 100:.1f}%", f"{sign}{size * 100:.2f} percent"]
    plain = [f"{size:,.2f}", f"{size:.2f}", f"{size:,.2f}".replace(",", "'")]
    plain.append(f"{size:,.2f}".translate(str.maketrans(",.", ".,")))
    if size >= 1e6:
        plain.append(f"{size / 1e6:.2f} million")
    if unit is Unit.MONEY:
        mark = currency_sign(code)
        return [f"{sign}{mark}{one}" for one in plain]
    return [f"{sign}{one}" for one in plain]


def _named_rows(known: Known) -> list[tuple[int, int, str, float]]:
    """Row, column, the row's name and the cell, where a name is of one row."""
    shape = known.shape
    if len(shape.groups) != 1 or shape.row_count < 2:
        return []
    key = shape.groups[0]
    names = Names(shape, key, "")
    found = []
    for row, cell in enumerate(shape.cells(key)):
        for i in known.columns:
            value = value_of(known, i, frozenset({row}))
            if value is not None and cell not in (None, ""):
                found.append((row, i, names.of(cell), value))
    return found


@given(results(), st.randoms(use_true_random=False))
def test_a_cell_beside_its_name_holds_in_any_writing(
    result: ResultSet, choose: random.Random
) -> None:
    known = Known(facts_of(result, "Revenue"))
    cells = _named_rows(known)
    assume(cells)
    _, i, name, value = choose.choice(cells)
    column = known.shape.columns[i]
    for said in _ways(value, unit_of(column), column.format.unit):
        sentence = f"The {column.label.lower()} of {name} was {said}."
        assert holds(sentence, known), sentence


def test_a_number_that_is_made_up_is_seldom_believed() -> None:
    """Of wrong cells, shares, changes and totals two in a hundred at most."""
    tried = believed = 0
    numbers = random.Random(5)
    for seed in range(700):
        result = random_result(seed)
        known = Known(facts_of(result, "Revenue"))
        cells = _named_rows(known)
        if result.truncated or not cells or not 5 <= len(result.rows) <= 50:
            continue
        _, i, name, value = numbers.choice(cells)
        column = known.shape.columns[i]
        wrong = value * numbers.choice((0.55, 0.72, 1.13, 1.31, 1.9)) + 1.17
        said = _ways(wrong, unit_of(column), column.format.unit)[0]
        share = numbers.randint(1, 99)
        for sentence in (
            f"The {column.label.lower()} of {name} was {said}.",
            f"{name} accounts for {share}% of the total.",
            f"{name} rose by {share}%.",
            f"The total was {said}.",
            f"There were {numbers.randint(60, 999)} of them in {name}.",
        ):
            tried += 1
            believed += holds(sentence, known)
    assert tried > 500
    assert believed / tried <= 0.02


@given(results())
def test_a_finding_holds_in_its_own_words_and_never_gains_a_number(result: ResultSet) -> None:
    facts = facts_of(result, "Revenue")
    known = Known(facts)
    for insight in facts.insights:
        richer = reworded(insight, f"{insight.text}, which is 87,654,321 more", known)
        assert richer == insight
        assert not any(one.means(87_654_321) for one in numbers_of(richer.text))


REPLY = (
    "Revenue came to $4.3 million, up 25% from $3.5 million. East grew the most, by 59%, to "
    "$1.3 million. North rose by 99%.\n[1] East rose most, up 59%, from $824k to $1.3M\n"
)


@given(st.integers(0, len(REPLY)), st.integers(1, 9), st.booleans())
def test_wherever_a_reply_breaks_off_the_text_is_whole(end: int, step: int, broke: bool) -> None:
    facts = answer("revenue_by_region_against_last_year")
    pieces: list[str] = []
    saying, reading = Saying(Known(facts), pieces.append), Reading()
    for start in range(0, end, step):
        for one in reading.take(REPLY[start : min(end, start + step)]):
            saying.take(one)
    if not broke:
        for one in reading.rest():
            saying.take(one)
    saying.end(broke_off=broke)
    assert "".join(pieces) == saying.text
    assert saying.text.endswith(".")
    assert "$4.3" in saying.text
    assert "99%" not in saying.text
    assert len(saying.insights) == len(facts.insights)
    assert [one.figures for one in saying.insights] == [one.figures for one in facts.insights]


@given(st.text(max_size=200))
def test_no_sentence_makes_the_check_fail(text: str) -> None:
    assert holds(text, Known(answer("revenue_by_month"))) in (True, False)
