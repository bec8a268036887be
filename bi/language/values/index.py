"""The index of filter values: which values of which dimensions some words name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import ValueName
from bi.language.values.build import tables_of
from bi.language.values.sources import aliases, common_values, places, referred_to
from bi.language.words import Word, lemmas_of
from bi.model.catalog import Catalog
from bi.model.profile import Profile

# Longer values are found when they are quoted, and by their first words.
_LONGEST = 20
# Keys with a word that are looked at when it is only a part of them.
_LOOKED_AT = 500
Span = tuple[int, int]


class ValueIndex:
    """Values by their words as singulars. Immutable; any thread may ask it.

    A catalog's aliases and sample values are few and stand in a dict beside the tables.
    """

    def __init__(self, catalog: Catalog, profile: Profile, lexicon: Lexicon) -> None:
        known = [d for d in catalog.dimensions() if d.has_known_values]
        self._dimensions = [referred_to(dimension, catalog) for dimension in known]
        self._texts = [profile.values.get(dimension.ref, ()) for dimension in known]
        self._firsts = [0, *accumulate(map(len, self._texts))]
        self._words, self._keys = tables_of(chain.from_iterable(self._texts), lexicon)
        self._aliases: dict[tuple[str, ...], list[ValueName]] = {}
        # By the word exactly as it is written.
        self._codes: dict[str, list[ValueName]] = {}
        for text, value in aliases(catalog):
            self._aliases.setdefault(lemmas_of(text, lexicon), []).append(value)
        for word, value in places(catalog, profile):
            if word.code:
                self._codes.setdefault(word.text, []).append(value)
            else:
                self._aliases.setdefault(lemmas_of(word.text, lexicon), []).append(value)
        self._alias_words = frozenset(chain.from_iterable(self._aliases))
        few = (lemmas_of(text, lexicon) for text in common_values(catalog, profile))
        # Words of the dimensions with few values: a misspelt word is sooner one of these.
        self.common_words = frozenset(chain.from_iterable(few)) | self._alias_words
        self._longest_alias = max(map(len, self._aliases), default=1)
        self.longest = max(min(self._keys.longest, _LONGEST), self._longest_alias)

    def __len__(self) -> int:
        """Values read from the database."""
        return self._firsts[-1]

    def has_word(self, word: str) -> bool:
        return word in self._alias_words or self._words.find(word) is not None

    def near(self, word: str, reach: int) -> dict[str, int]:
        """Words of values at most `reach` errors of typing away, with the number of errors."""
        return self._words.near(word, reach)

    def spans(self, words: Sequence[Word]) -> dict[Span, list[ValueName]]:
        """What every run of the words names, a quotation among them in its whole length."""
        lemmas = [word.lemma for word in words]
        ids = [self._words.find(lemma) for lemma in lemmas]
        found: dict[Span, list[ValueName]] = {}
        for span, numbers in self._keys.runs(ids, self.longest).items():
            found[span] = self._named(numbers)
        for start, word in enumerate(words):
            for end in range(start + 1, min(len(lemmas), start + self._longest_alias) + 1):
                _add(found, (start, end), self._aliases.get(tuple(lemmas[start:end]), ()))
            _add(found, (start, start + 1), self._codes.get(word.text, ()))
        return found

    def having(self, lemmas: Sequence[str], most: int) -> list[ValueName]:
        """Values that these words are a part of, side by side: at most `most`, marked partial.

        If some begin with them, only those; the shorter ones first.
        """
        ids = [self._words.find(lemma) for lemma in lemmas]
        words = [word for word in ids if word is not None]
        if len(words) < len(ids):
            return []
        found = [one for one in self._keys.containing(words, _LOOKED_AT) if one.length > len(words)]
        begins = [one for one in found if one.lead == 0]
        return self._named((one.number for one in begins or found), most, partial=True)

    def _named(
        self, numbers: Iterable[int], most: int | None = None, *, partial: bool = False
    ) -> list[ValueName]:
        named: dict[tuple[object, str], ValueName] = {}
        for number in numbers:
            at = bisect_right(self._firsts, number) - 1
            dimension, text = self._dimensions[at], self._texts[at][number - self._firsts[at]]
            named.setdefault((dimension.ref, text), ValueName(dimension, text, partial))
            if len(named) == most:
                break
        return list(named.values())


def _add(found: dict[Span, list[ValueName]], span: Span, known: Iterable[ValueName]) -> None:
    for value in known:
        values = found.setdefault(span, [])
        if value not in values:
            values.append(value)
