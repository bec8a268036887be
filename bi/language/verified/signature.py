"""What a sentence says, whatever words it takes for it: two with equal signatures ask the same.

A signature has the words of meaning: those of the catalog by what they mean ("clients" is
customers), cues of the lexicon by what they do ("best" is top), all others by their dictionary
forms. Words that only ask ("show me", "what is") are left out. What must not be mixed up stays
together or in order: "not", "by", "than" and the like with the word they are said of; numbers and
times, values, and the nouns and verbs each in the order they were said.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import (
    AggregationName,
    ChartName,
    Cue,
    DatasetName,
    DimensionName,
    Item,
    Meaning,
    MeasureName,
    Number,
    QualityName,
    RateName,
    UnitName,
    ValueName,
)
from bi.language.vocabulary import WORD
from bi.language.words import dictionary_form
from bi.model.catalog import Catalog

# Cues that only ask, point at what is asked, or join it.
_ASIDE = frozenset(
    {
        WORD, "SHOW", "LIST", "WHAT", "WHICH", "IS", "IN", "FOR", "OF", "AND", "COMMA", "WE", "NOW",
        "THEIR", "HOLLOW", "DETAILS", "ONES", "BOTH", "DRAW", "CHARTWORD", "CALLED", "ALSO",
        "COMPARE",
    }
)  # fmt: skip
# Said of the word after them: which of several words they are said of is what tells them apart.
_LEADING = frozenset(
    {
        "NOT", "WITHOUT", "BY", "EACH", "PER", "EVERY", "FROM", "TO", "BETWEEN", "SINCE", "UNTIL",
        "BEFORE", "AFTER", "THAN", "WITH", "WHERE", "VERSUS", "ONLY", "OR", "MINUS", "AS_PART_OF",
        "START_OF", "END_OF", "STARTS", "ENDS", "CONTAINS", "INSTEAD_OF", "BUT",
    }
)  # fmt: skip
# Cues that do the same.
_ALIKE = {"EACH": "BY", "EVERY": "BY", "PER": "BY", "WITHOUT": "NOT", "WORST": "BOTTOM"}
# What some phrases of another cue are besides: of what, and in which place, it is said.
_BESIDES = frozenset({"EXTREME", "HEIGHT", "HOW_MANY", "AMOUNT_OF", "BY_SIZE"})
_NOUNS = (MeasureName, DatasetName, DimensionName)
# What names a time or a count: nothing else may stand in for it.
_FIGURES = frozenset(
    {
        "number", "ordinal", "percentile", "unit", "over", "month", "quarter", "half", "year",
        "months", "weekday", "weekdays", "days", "hours", "clock", "written", "week", "fiscal",
        "fiscal_year", "holiday", "period", "rate", "part", "comparator",
        "LAST", "PREVIOUS", "THIS", "NEXT", "AGO", "TO_DATE", "PERIOD_BEFORE", "SAME_PERIOD",
        "SAME_DAY", "ALL_TIME", "LATEST", "EARLIEST",
    }
)  # fmt: skip
_RANKS = frozenset({"TOP", "BOTTOM"})

Key = Hashable


@dataclass(frozen=True, slots=True)
class Token:
    """A word of meaning: all it can mean, and what leads it ("not", "by").

    `loose`: its meanings are parts of names, so that only the same word is the same.
    """

    meanings: frozenset[Key]
    led_by: frozenset[str] = frozenset()
    loose: bool = False
    plural: bool = False

    def is_same(self, other: Token) -> bool:
        return self.led_by == other.led_by and self.means_the_same(other)

    def means_the_same(self, other: Token) -> bool:
        if self.loose or other.loose or not self._is_of_the_catalog:
            return self.meanings == other.meanings
        return not self.meanings.isdisjoint(other.meanings)

    @property
    def _is_of_the_catalog(self) -> bool:
        """Of words alone, two that share a use may be opposites in another: high and low."""
        return not all(isinstance(key, str) for key in self.meanings)


@dataclass(frozen=True, slots=True)
class Signature:
    """`figures` are numbers and times, `words` the names of the catalog and what the lexicon does
    not know, `cues` what it does."""

    figures: tuple[Token, ...]
    values: tuple[Token, ...]
    words: tuple[Token, ...]
    cues: tuple[Token, ...]

    @property
    def size(self) -> int:
        return sum(map(len, (self.figures, self.values, self.words, self.cues)))

    def equals(self, other: Signature) -> bool:
        return bool(self.size) and (
            self.agrees(other)
            and _in_order(_free(self.words), _free(other.words), self._counts)
            and _as_bags(_led(self.words), _led(other.words))
            and _as_bags(self.cues, other.cues)
        )

    def agrees(self, other: Signature) -> bool:
        """Whether all is equal that must be: numbers, times, values, and what is negated."""
        return (
            _in_order(self.figures, other.figures)
            and _in_order(self.values, other.values)
            and _as_bags(_negated(self), _negated(other))
        )

    def shared(self, other: Signature) -> float:
        """How much of the longer one is in both, 0 to 1."""
        mine, theirs = (*self.words, *self.cues), [*other.words, *other.cues]
        longest, found = max(len(mine), len(theirs)), 0
        for token in mine:
            same = next((one for one in theirs if token.means_the_same(one)), None)
            if same is not None:
                theirs.remove(same)
                found += 1
        return found / longest if longest else 0.0

    @property
    def _counts(self) -> bool:
        """Whether "customer" and "customers" differ: the best one, or the best ones."""
        ranks = any(token.meanings & _RANKS for token in self.cues)
        return ranks and not self.figures


def signature_of(items: Sequence[Item], catalog: Catalog, lexicon: Lexicon) -> Signature:
    """Of a sentence as `items_of` gives it."""
    falls = any(_falls(item, catalog) for item in items)
    named = any(item.of(DatasetName) or item.of(DimensionName) for item in items)
    figures: list[Token] = []
    values: list[Token] = []
    words: list[Token] = []
    cues: list[Token] = []
    led: set[str] = set()
    for item in items:
        if _is_aside(item, named):
            continue
        if (leading := item.tags & _LEADING) and not _is_noun(item):
            led |= {_ALIKE.get(cue, cue) for cue in leading}
            continue
        token = _token(item, _leads(led, item), falls, lexicon)
        led.clear()
        if item.tags & {"value", "text"}:
            values.append(token)
        elif item.tags & _FIGURES and not _is_noun(item):
            figures.append(token)
        elif _is_noun(item) or not item.meanings:
            words.append(token)
        else:
            cues.append(token)
    if led:
        cues.append(Token(frozenset(led)))
    return Signature(tuple(figures), tuple(values), tuple(words), tuple(cues))


def _is_aside(item: Item, named: bool) -> bool:
    if item.filler and not item.meanings:
        return True
    cues = {meaning.name for meaning in item.of(Cue)}
    if len(cues) < len(item.meanings) or not cues:
        return bool(item.meanings) and all(isinstance(m, ChartName | Cue) for m in item.meanings)
    # "Who are our best customers" asks for customers; alone it is all that says who.
    return (bool(cues & _ASIDE) and "WITH" not in cues) or ("WHO" in cues and named)


def _leads(led: set[str], item: Item) -> frozenset[str]:
    """What the words before it say of it, of all that they may say of others."""
    if "BY" in led and (_is_noun(item) or item.tags & {"unit", "part"}):
        return frozenset({"BY"})
    return frozenset(led - {"WITH"} if "NOT" in led else led)


def _is_noun(item: Item) -> bool:
    return any(item.of(kind) for kind in _NOUNS)


def _falls(item: Item, catalog: Catalog) -> bool:
    """Whether it is a measure of which less is better: the best is not the highest then."""
    for name in item.of(MeasureName):
        found = catalog.measure(name.value.name) or catalog.metric(name.value.name)
        if found is not None and found.higher_is_better is False:
            return True
    return False


def _token(item: Item, led: frozenset[str], falls: bool, lexicon: Lexicon) -> Token:
    if not item.meanings or item.doubtful:
        return Token(frozenset({dictionary_form(item.norm, lexicon)}), led)
    if rates := item.of(RateName):
        # "Monthly" is by month.
        return Token(frozenset(UnitName(rate.grain) for rate in rates), led | {"BY"})
    whole = [one for one in item.meanings if not getattr(one, "partial", False)]
    keys = frozenset(_keys(whole or item.meanings, falls))
    return Token(keys, led, loose=not whole, plural=item.plural)


def _keys(meanings: Sequence[Meaning], falls: bool) -> Iterator[Key]:
    named = [one for one in meanings if not isinstance(one, Cue | AggregationName)]
    for meaning in named or meanings:
        match meaning:
            case Cue("BEST") if not falls:
                yield "TOP"
            case Cue("WORST") if falls:
                yield "WORST"
            case Cue(name) if name in _BESIDES and len(named or meanings) > 1:
                continue
            case Cue(name):
                yield _ALIKE.get(name, name)
            case Number():
                yield Number, meaning.value, meaning.percent
            case DimensionName(dimension):
                yield DimensionName, dimension.ref
            case ValueName(dimension, value):
                yield ValueName, dimension.ref, value
            case QualityName(dimension, degree, more):
                yield QualityName, dimension.ref, degree, more
            case _:
                yield meaning


def _negated(signature: Signature) -> list[Token]:
    parts = (*signature.figures, *signature.values, *signature.words, *signature.cues)
    return [token for token in parts if "NOT" in token.led_by or "NOT" in token.meanings]


def _free(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if not token.led_by]


def _led(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if token.led_by]


def _in_order(one: Sequence[Token], other: Sequence[Token], counts: bool = False) -> bool:
    return len(one) == len(other) and all(
        mine.is_same(theirs) and not (counts and mine.plural != theirs.plural)
        for mine, theirs in zip(one, other, strict=True)
    )


def _as_bags(one: Sequence[Token], other: Sequence[Token]) -> bool:
    if len(one) != len(other):
        return False
    rest = list(other)
    for token in one:
        same = next((theirs for theirs in rest if token.is_same(theirs)), None)
        if same is None:
            return False
        rest.remove(same)
    return True
