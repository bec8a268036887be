"""Sentences to offer, in the words of the language."""

from __future__ import annotations

from collections.abc import Iterator

from bi.language.lexicon.load import Lexicon
from bi.model.words import mid_sentence


class Offers:
    """Sentences by the names that the lexicon gives them; labels and values take their places.

    A place is written `{measure}` for a label inside a sentence, `{Measure}` for it as it stands.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._sentences = lexicon.suggestions

    def sentences(self, name: str, **named: str) -> Iterator[str]:
        """The sentence so called; nothing where the language has none."""
        sentence = self._sentences.get(name)
        if sentence is not None:
            inside = {key: mid_sentence(text) for key, text in named.items()}
            yield sentence.format(**inside, **{key.title(): text for key, text in named.items()})
