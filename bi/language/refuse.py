"""What to say when there is no answer, and what could be asked in its place."""

from __future__ import annotations

from collections.abc import Iterable

from bi.catalog.wording import capital, enumerated, measured_name, value_name
from bi.language.clauses import Refusal
from bi.language.meanings import Item, TextLiteral
from bi.language.offers import Offers
from bi.language.reach import Reach
from bi.model.catalog import Catalog
from bi.model.reading import Unsupported
from bi.model.semantic import Measured, NamedMeasure, Value
from bi.model.words import mid_sentence

_SUGGESTED = 3
_REFUSALS = {
    Refusal.WRITE: "I only read data; nothing can be changed or deleted through me.",
    Refusal.NESTED: "An average of totals cannot be worked out yet.",
    Refusal.TWO_RANKS: "That asks for two rankings at once. Ask for them one after the other, or "
    "have the question broken down into its parts.",
}


def refused(reason: Refusal, source: str, suggestions: tuple[str, ...]) -> Unsupported:
    return Unsupported(_REFUSALS[reason], (source,), suggestions)


def not_understood(
    text: str,
    items: Iterable[Item],
    suggestions: tuple[str, ...],
    whole: bool,
    half_known: tuple[str, ...] = (),
) -> Unsupported:
    """Names the words; `whole`: nothing of the sentence was about the data.

    `half_known` are labels of dimensions of which some values are not known.
    """
    phrases = unknown_phrases(text, items)
    named = enumerated([f"“{phrase}”" for phrase in phrases])
    if whole:
        message = f"That is not a question this data can answer: I do not understand {named}."
    else:
        message = f"I do not understand {named}, so I would rather not answer with a guess."
    return Unsupported(message + _half_known(half_known), phrases, suggestions)


def _half_known(labels: tuple[str, ...]) -> str:
    """That an unknown word may well be a value; without a list that nobody would read."""
    if not labels:
        return ""
    few = len(labels) <= _SUGGESTED
    which = enumerated([mid_sentence(label) for label in labels]) if few else "some columns"
    return f" It may be a value, though: not every value of {which} is known to me by name."


def unknown_phrases(text: str, items: Iterable[Item]) -> tuple[str, ...]:
    """Neighbouring words joined as they were written; small words only if they are all."""
    left = list(items)
    left = [item for item in left if not item.tags - {TextLiteral.tag}] or left
    joined: list[tuple[int, int]] = []
    for item in left:
        if joined and not text[joined[-1][1] : item.start].strip():
            joined[-1] = (joined[-1][0], item.end)
        else:
            joined.append((item.start, item.end))
    return tuple(text[start:end] for start, end in joined)


def suggestions_for(
    values: Iterable[Value], catalog: Catalog, reach: Reach, offers: Offers
) -> tuple[str, ...]:
    """Sentences about these values that do work; about the default one if there are none."""
    found = list(values) or _default(catalog)
    if not found:
        return catalog.examples[:_SUGGESTED]
    measured = [Measured(value) for value in found[:1]]
    name = value_name(found[0], catalog)
    if isinstance(found[0], NamedMeasure):
        name = measured_name(measured[0], catalog)
    dimensions = [d for d in reach.dimensions(measured) if d.type == "text"]
    labels = dict.fromkeys(dimension.label for dimension in dimensions)
    if labels:
        sentences = [
            sentence
            for label in labels
            for sentence in offers.sentences("by", measure=name, dimension=label)
        ]
    elif _is_dated(found[0], catalog):
        sentences = list(offers.sentences("by_month", measure=name))
    else:
        sentences = []
    return tuple(capital(sentence) for sentence in sentences)[:_SUGGESTED]


def _is_dated(value: Value, catalog: Catalog) -> bool:
    """What has no dimension in reach may still be seen over time."""
    measure = catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    is_metric = isinstance(value, NamedMeasure) and catalog.metric(value.name) is not None
    return is_metric or bool(measure and catalog.time_of(measure))


def _default(catalog: Catalog) -> list[Value]:
    name = catalog.default_measure
    return [NamedMeasure(name)] if name else []
