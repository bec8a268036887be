"""Sentences to offer, in the words of the language."""

from __future__ import annotations

from collections.abc import Iterator

from bi.language.lexicon.load import Lexicon


class Offers:
    """Sentences by the names that the lexicon gives them; labels and values take their places."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sentences = lexicon.suggestions

    def sentences(self, name: str, **named: str) -> Iterator[str]:
        """The sentence so called; nothing where the language has none."""
        sentence = self._sentences.get(name)
        if sentence is not None:
            yield sentence.format(**named)
