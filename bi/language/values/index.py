"""The index of filter values: which values of which dimensions some words name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from copy import copy
from itertools import accumulate, chain

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import ValueName
from bi.language.values.build import tables_of
from bi.language.values.sources import aliases, coded, common_values, places, referred_to
from bi.language.words import Word, lemmas_of
from bi.model.catalog import Catalog, ColumnRef
from bi.model.profile import Profile
from bi.model.semantic import Scalar

# Words of a value that is found whole; longer ones are found by their first words.
_LONGEST = 20
# Words that may be written as one, and the letters they must have together.
_SQUEEZED = 3
_SHORTEST_SQUEEZED = 7
# Keys with a word that are looked at when it is only a part of them.
_LOOKED_AT = 500
Span = tuple[int, int]
# What some words name, each value of a dimension once.
Named = dict[tuple[ColumnRef, Scalar], ValueName]


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
        self._lexicon = lexicon
        self._read_aliases(catalog, profile)

    def with_catalog(self, catalog: Catalog, profile: Profile) -> ValueIndex:
        """The same values under a catalog that has other words for them, and else the same."""
        other = copy(self)
        known = [d for d in catalog.dimensions() if d.has_known_values]
        other._dimensions = [referred_to(dimension, catalog) for dimension in known]
        other._read_aliases(catalog, profile)
        return other

    def _read_aliases(self, catalog: Catalog, profile: Profile) -> None:
        lexicon = self._lexicon
        self._aliases: dict[tuple[str, ...], Named] = {}
        # By the word exactly as it is written.
        self._codes: dict[str, Named] = {}
        for text, value in aliases(catalog):
            _add(self._aliases.setdefault(lemmas_of(text, lexicon), {}), value)
        for word, value in places(catalog, profile):
            if word.code:
                _add(self._codes.setdefault(word.text, {}), value)
            else:
                _add(self._aliases.setdefault(lemmas_of(word.text, lexicon), {}), value)
        for text, value in coded(catalog, profile, lexicon):
            _add(self._aliases.setdefault(lemmas_of(text, lexicon), {}), value)
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
        """What every run of the words names."""
        lemmas = [word.lemma for word in words]
        ids = [self._words.find(lemma) for lemma in lemmas]
        found: dict[Span, Named] = {}
        for span, numbers in self._keys.runs(ids, self.longest).items():
            found[span] = self._named(numbers)
        for start, word in enumerate(words):
            for end in range(start + 1, min(len(lemmas), start + self._longest_alias) + 1):
                if named := self._aliases.get(tuple(lemmas[start:end])):
                    found[start, end] = found.get((start, end), {}) | named
            for end in range(start + 2, min(len(lemmas), start + _SQUEEZED) + 1):
                if (start, end) not in found and (named := self._together(lemmas[start:end])):
                    found[start, end] = named
            if named := self._codes.get(word.text):
                found[start, start + 1] = found.get((start, start + 1), {}) | named
        return {span: list(named.values()) for span, named in found.items()}

    def _together(self, lemmas: Sequence[str]) -> Named:
        """The value that is these words written as one: "North Carolina", where "NorthCarolina" is
        what is stored."""
        joined = "".join(lemmas)
        if len(joined) < _SHORTEST_SQUEEZED or not all(map(str.isalpha, lemmas)):
            return {}
        numbers = self._keys.runs([self._words.find(joined)], 1).get((0, 1), [])
        return self._named(numbers)

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
        named = self._named((one.number for one in begins or found), most, partial=True)
        return list(named.values())

    def _named(
        self, numbers: Iterable[int], most: int | None = None, *, partial: bool = False
    ) -> Named:
        named: Named = {}
        for number in numbers:
            at = bisect_right(self._firsts, number) - 1
            dimension, text = self._dimensions[at], self._texts[at][number - self._firsts[at]]
            _add(named, ValueName(dimension, text, partial))
            if len(named) == most:
                break
        return named


def _add(named: Named, value: ValueName) -> None:
    named[value.dimension.ref, value.value] = value
