"""A finding in a model's words: the same finding, or the computed words stay."""

from __future__ import annotations

from dataclasses import replace

from bi.model.insight import Insight
from llm.prose.checking import holds
from llm.prose.directions import ends_in, ways_in
from llm.prose.known import Known, Number
from llm.prose.numbers import numbers_of

_MOST_CHARACTERS = 300


def reworded(insight: Insight, text: str, known: Known) -> Insight:
    said = text.strip().rstrip(".!")
    return replace(insight, text=said) if _is_the_same(insight, said, known) else insight


def _is_the_same(insight: Insight, said: str, known: Known) -> bool:
    if not said or len(said) > _MOST_CHARACTERS or not holds(said, known):
        return False
    named = known.named_in(said)
    if not {rows for _, _, rows in named} <= {rows for _, _, rows in known.named_in(insight.text)}:
        return False
    if not ways_in(said) <= ways_in(insight.text) or not ends_in(said) <= ends_in(insight.text):
        return False
    own = [Number(v, None) for one in numbers_of(insight.text) for v, _ in one.values]
    own += [Number(float(v), None) for v in insight.figures.values() if isinstance(v, int | float)]
    spans = [(start, end) for start, end, _ in named]
    return all(
        any(number.is_meant(one) for number in own)
        for one in numbers_of(said)
        if not any(start <= one.start and one.end <= end for start, end in spans)
    )
