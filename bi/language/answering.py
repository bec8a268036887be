"""The reply to a question back: which of the offered readings is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from bi.language.lexicon.load import Lexicon
from bi.language.words import words_of


class Offered(Protocol):
    """One of the readings that a question back offers."""

    @property
    def label(self) -> str: ...


Labelled = TypeVar("Labelled", bound=Offered)


def chosen(text: str, options: Sequence[Labelled], lexicon: Lexicon) -> Labelled | None:
    """By number ("2", "the second one"), by its label, or by words that only its label has.

    A lone option is also chosen by a yes. None: the reply is something else.
    """
    words = [word for word in words_of(text, lexicon) if word.norm.isalnum()]
    reply = [word.norm for word in words]
    for option in options:
        if reply == _norms(option.label, lexicon):
            return option
    said = [word for word in reply if word not in lexicon.reply_words]
    if len(said) == 1 and (place := _place(said[0], len(options), lexicon)) is not None:
        return options[place]
    if len(options) == 1 and " ".join(reply) in lexicon.affirmations:
        return options[0]
    return _told_apart({word.lemma for word in words if word.norm in said}, options, lexicon)


def _place(word: str, count: int, lexicon: Lexicon) -> int | None:
    """The index that a number or ordinal names; -1 in the lexicon is the last."""
    number = int(word) if word.isdecimal() else lexicon.ordinals.get(word)
    if number is None:
        return None
    place = count - 1 if number == -1 else number - 1
    return place if 0 <= place < count else None


def _told_apart(said: set[str], options: Sequence[Labelled], lexicon: Lexicon) -> Labelled | None:
    """The one option whose label has all the words, at least one of them alone."""
    labels = [{word.lemma for word in words_of(one.label, lexicon)} for one in options]
    found = [
        option
        for option, label in zip(options, labels, strict=True)
        if said
        and said <= label
        and any(sum(word in other for other in labels) == 1 for word in said)
    ]
    return found[0] if len(found) == 1 else None


def _norms(text: str, lexicon: Lexicon) -> list[str]:
    return [word.norm for word in words_of(text, lexicon) if word.norm.isalnum()]
