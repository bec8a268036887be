"""A finding in a model's words: the same finding, or the computed words stay."""

from __future__ import annotations

from dataclasses import replace

from bi.model.insight import Insight
from llm.prose.checking import holds
from llm.prose.computed import is_no_more_exact
from llm.prose.directions import ends_in, ways_in
from llm.prose.known import Known, Told, masked
from llm.prose.numbers import numbers_of
from llm.prose.written import Unit, Written

_MOST_CHARACTERS = 300


def reworded(insight: Insight, text: str, known: Known) -> Insight:
    """Keeps the kind, the figures and the weight; `text` is one sentence without its full stop."""
    said = text.strip().rstrip(".!。")
    return replace(insight, text=said) if _is_the_same(insight, said, known) else insight


def _is_the_same(insight: Insight, said: str, known: Known) -> bool:
    if not said or len(said) > _MOST_CHARACTERS or "\n" in said:
        return False
    own = next(one for one in known.told if one.text == insight.text)
    mentions, dates = known.mentions(said)
    if not all(any(date.has(other) for other in own.dates) for date in dates):
        return False
    if not {row for one in mentions for row in one.rows} <= own.rows:
        return False
    if not ways_in(said) <= ways_in(own.text) or not ends_in(said) <= ends_in(own.text):
        return False
    written = numbers_of(masked(said, mentions, dates))
    return all(_is_of(one, own) for one in written) and holds(f"{said}.", known)


def _is_of(one: Written, own: Told) -> bool:
    """A number of the finding's own, no more exact than it is known."""
    for other in own.written:
        alike = {other.unit, one.unit} <= {Unit.MONEY, Unit.NONE} or other.unit is one.unit
        if alike and one.currency in ("", other.currency) and is_no_more_exact(one, other):
            return True
    spoken = {other.unit for other in own.written}
    return (one.unit in spoken or one.unit is Unit.NONE) and any(one.means(f) for f in own.figures)
