"""Which phrases mean what: the lexicon's and the catalog's names, with the values beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import product

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import (
    ActName,
    AggregationName,
    ChartName,
    ComparatorName,
    Cue,
    DatasetName,
    DayKind,
    DaysName,
    Degree,
    DimensionName,
    FiscalName,
    HalfName,
    HolidayName,
    HoursName,
    Meaning,
    MeasureName,
    MonthName,
    MonthsName,
    Ordinal,
    OverName,
    PartName,
    PercentileName,
    PeriodName,
    QualityName,
    QuantityUnit,
    QuarterName,
    RateName,
    UnitName,
    VerbName,
    WeekdayName,
    WeekdaysName,
)
from bi.language.periods import Period
from bi.language.values.index import ValueIndex
from bi.language.values.sources import referred_to
from bi.language.words import Word, base_form, phrase
from bi.model.catalog import Aggregation, Catalog, ColumnRef, ColumnType, Dataset, Dimension, Grain
from bi.model.chart import ChartType
from bi.model.semantic import DatePart, NamedMeasure, Operator

WORD = "WORD"
FILLER = "FILLER"
Key = tuple[str, ...]
_EQUALS = "="
_SHORTEST_VERB = 4
_EVENTS = (Cue("RELATION"), Cue("SORT"))


class Vocabulary:
    """Lexicon phrases are found by the words as written, catalog names by their singulars."""

    def __init__(self, catalog: Catalog, values: ValueIndex, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._surface: dict[Key, list[Meaning]] = {}
        self._lemma: dict[Key, list[Meaning]] = {}
        for text, meaning in _lexical(lexicon):
            self._add(self._surface, tuple(w.norm for w in phrase(text, lexicon)), meaning)
        for text, meaning in _catalog_names(catalog, lexicon):
            words = phrase(text, lexicon)
            if not (isinstance(meaning, DimensionName) and self._is_unit(words, meaning)):
                self._add(self._lemma, tuple(w.lemma for w in words), meaning)
        self._partial = _partial_names(catalog, lexicon)
        self._partial_datasets = _partial_datasets(catalog, lexicon)
        self._add_verbs()
        self._add_events()
        self._add_acts()
        self._add_said_of()
        self._add_adjectives()
        keys = [*self._surface, *self._lemma, *self._partial]
        self.longest = max(map(len, keys))
        self.surface_words = frozenset(word for key in self._surface for word in key)
        self.lemma_words = frozenset(word for key in self._lemma for word in key)
        self.values = values

    def with_values(self, values: ValueIndex) -> Vocabulary:
        """The same names with other values."""
        other = copy(self)
        other.values = values
        return other

    def lookup(self, words: tuple[Word, ...]) -> list[Meaning]:
        """Everything that exactly these words can mean, besides values."""
        by_surface = self._surface.get(tuple(word.norm for word in words), [])
        lemmas = tuple(word.lemma for word in words)
        found = [*by_surface, *self._lemma.get(lemmas, [])]
        if all(self._takes_partial(meaning) for meaning in found):
            known = {m.dimension.ref for m in found if isinstance(m, DimensionName)}
            partial: Sequence[DimensionName] = self._partial.get(lemmas, ())
            if UnitName(Grain.DAY) in found:
                partial = [meaning for meaning in partial if meaning.dimension.is_time]
            whole = bool(found)
            found += [meaning for meaning in partial if meaning.dimension.ref not in known]
            if not whole:
                found += self._datasets_called(lemmas, partial)
            if not found and len(lemmas) > 1:
                found += self._lemma.get(("".join(lemmas),), [])
        return found

    def names(self, words: tuple[Word, ...]) -> bool:
        """Whether these words are a name of the catalog, as a whole."""
        return bool(self._lemma.get(tuple(word.lemma for word in words)))

    def datasets(self, words: tuple[Word, ...]) -> list[str]:
        """The datasets so called."""
        meanings = self._lemma.get(tuple(word.lemma for word in words), ())
        return [meaning.dataset for meaning in meanings if isinstance(meaning, DatasetName)]

    def _add(self, index: dict[Key, list[Meaning]], key: Key, meaning: Meaning) -> None:
        if key:
            known = index.setdefault(key, [])
            if meaning not in known:
                known.append(meaning)

    def _add_verbs(self) -> None:
        """A verb is known where one of its nouns is a measure, unless it is a name itself."""
        for verb in self.lexicon.verbs:
            measures = next(filter(None, map(self._measures_called, verb.nouns)), [])
            others = next(filter(None, map(self._measures_called, verb.from_others)), [])
            for form in verb.forms:
                words = phrase(form, self.lexicon)
                if tuple(word.lemma for word in words) in self._lemma:
                    continue
                norms = tuple(word.norm for word in words)
                for measure in measures:
                    self._add(self._surface, norms, VerbName(measure.value))
                for measure in others if not measures else ():
                    self._add(self._surface, norms, VerbName(measure.value, by_others=True))

    def _add_events(self) -> None:
        """ "Visited", "never ordered": verbs that say what a dataset's rows are of."""
        for words, meanings in list(self._surface.items()):
            plain = len(words) == 1 and len(words[0]) > _SHORTEST_VERB
            if not plain or not any(meaning in _EVENTS for meaning in meanings):
                continue
            word = phrase(words[0], self.lexicon)
            base = base_form(word[0], self.lexicon) if word else words[0]
            for meaning in self._lemma.get((base,), ()):
                if base != words[0] and isinstance(meaning, DatasetName):
                    self._add(self._surface, words, meaning)

    def _add_acts(self) -> None:
        """ "Climb", "climbed": what those do whom a dataset is called by."""
        for words, meanings in list(self._lemma.items()):
            datasets = [one.dataset for one in meanings if isinstance(one, DatasetName)]
            for ending in self.lexicon.agent_endings if len(words) == 1 else ():
                stem = words[0].removesuffix(ending)
                if stem == words[0] or len(stem) < _SHORTEST_VERB:
                    continue
                for form in (stem + end for end in self.lexicon.verb_endings):
                    for dataset in datasets if (form,) not in self._lemma else ():
                        self._add(self._surface, (form,), ActName(dataset))

    def _add_said_of(self) -> None:
        """ "Born": what a column of years or days says of a thing."""
        for form, nouns in self.lexicon.said_of.items():
            key = tuple(word.norm for word in phrase(form, self.lexicon))
            for dimension in self._amounts_called(nouns):
                self._add(self._surface, key, DimensionName(dimension, partial=True))

    def _takes_partial(self, meaning: Meaning) -> bool:
        """Words that mean something else already are no part of a name."""
        if isinstance(meaning, Cue):
            return meaning.name in (FILLER, WORD) or meaning.name in self.lexicon.nameable
        # "The date" is a unit of time and, of a thing, the end of a column's name.
        return isinstance(meaning, DimensionName | QuantityUnit) or meaning == UnitName(Grain.DAY)

    def _datasets_called(self, lemmas: Key, columns: Sequence[DimensionName]) -> list[Meaning]:
        """Datasets by the first or last word of their names, the shortest name only.

        Where `columns` are so called, only those whose rows one of them names.
        """
        found = self._partial_datasets.get(lemmas, ())
        named = {one.dimension.dataset for one in columns if one.dimension.display}
        return [DatasetName(name) for name in found if name in named or not columns]

    def _add_adjectives(self) -> None:
        """An adjective is known where one of its nouns is a quantity or moment of the catalog."""
        for adjective in self.lexicon.adjectives:
            rising = self._amounts_called(adjective.nouns)
            falling = self._amounts_called(adjective.inverse)
            said = [(dimension, True) for dimension in rising]
            said += [(dimension, False) for dimension in falling]
            for dimension, rises in said:
                for forms, degree, more in (
                    (adjective.positive, Degree.POSITIVE, True),
                    (adjective.more, Degree.COMPARATIVE, True),
                    (adjective.less, Degree.COMPARATIVE, False),
                    (adjective.most, Degree.SUPERLATIVE, True),
                    (adjective.least, Degree.SUPERLATIVE, False),
                ):
                    meaning = QualityName(dimension, degree, more is rises)
                    for form in forms:
                        words = phrase(form, self.lexicon)
                        self._add(self._surface, tuple(word.norm for word in words), meaning)

    def _amounts_called(self, nouns: tuple[str, ...]) -> list[Dimension]:
        """Quantities and moments so called, by a whole name or a part of it."""
        found: dict[ColumnRef, Dimension] = {}
        for noun in nouns:
            key = tuple(word.lemma for word in phrase(noun, self.lexicon))
            for meaning in (*self._lemma.get(key, ()), *self._partial.get(key, ())):
                if isinstance(meaning, DimensionName) and is_amount(meaning.dimension):
                    found.setdefault(meaning.dimension.ref, meaning.dimension)
        return list(found.values())

    def _measures_called(self, noun: str) -> list[MeasureName]:
        key = tuple(word.lemma for word in phrase(noun, self.lexicon))
        return [m for m in self._lemma.get(key, ()) if isinstance(m, MeasureName)]

    def _is_unit(self, words: tuple[Word, ...], meaning: DimensionName) -> bool:
        """A time dimension called "month" must not hide the month that is a grain."""
        known = self._surface.get(tuple(word.norm for word in words), [])
        units = [m.grain for m in known if isinstance(m, UnitName)]
        return meaning.dimension.is_time and any(grain is not Grain.DAY for grain in units)


def is_amount(dimension: Dimension) -> bool:
    """Whether more and less can be said of its values."""
    return dimension.is_time or (dimension.type.is_numeric and not dimension.identifier)


def _partial_names(catalog: Catalog, lexicon: Lexicon) -> dict[Key, list[DimensionName]]:
    """Beginnings and ends of names: "code" and "type code" of "template type code".

    A name without the words of its own dataset is as good as whole: the "age" of a "pet age".
    """
    found: dict[Key, dict[ColumnRef, DimensionName]] = {}
    for dataset in catalog.datasets:
        own_words = _own_words(dataset, lexicon)
        for dimension in dataset.dimensions:
            meaning = DimensionName(referred_to(dimension, catalog), partial=True)
            for text in (dimension.name, dimension.label, *dimension.synonyms):
                words = tuple(word.lemma for word in phrase(text, lexicon))
                for key in _parts(words):
                    if {key[0], key[-1]} & lexicon.small_words:
                        continue
                    own = key == words[-len(key) :] and own_words.issuperset(words[: -len(key)])
                    said = replace(meaning, partial=False) if own else meaning
                    known = found.setdefault(key, {})
                    if own or said.dimension.ref not in known:
                        known[said.dimension.ref] = said
    return {key: list(meanings.values()) for key, meanings in found.items()}


def _own_words(dataset: Dataset, lexicon: Lexicon) -> frozenset[str]:
    names = (dataset.name, dataset.label, *dataset.synonyms)
    return frozenset(word.lemma for name in names for word in phrase(name, lexicon))


def _partial_datasets(catalog: Catalog, lexicon: Lexicon) -> dict[Key, tuple[str, ...]]:
    """Datasets by beginnings and ends of their names ("degrees" for "degree programs")."""
    found: dict[Key, dict[str, int]] = {}
    for dataset in catalog.datasets:
        for text in (dataset.name, dataset.label, *dataset.synonyms):
            words = tuple(word.lemma for word in phrase(text, lexicon))
            for key in _parts(words):
                if not {key[0], key[-1]} & lexicon.small_words:
                    lengths = found.setdefault(key, {})
                    lengths[dataset.name] = min(len(words), lengths.get(dataset.name, 99))
    return {
        key: tuple(name for name, length in lengths.items() if length == min(lengths.values()))
        for key, lengths in found.items()
    }


def _parts(words: Key) -> Iterator[Key]:
    for length in range(1, len(words)):
        yield words[:length]
        yield words[-length:]


def _lexical(lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    for text in lexicon.fillers:
        yield text, Cue(FILLER)
    for text in lexicon.function_words:
        yield text, Cue(WORD)
    for text, number in lexicon.places.items():
        yield text, Ordinal(number)
    for section, names in lexicon.phrases.items():
        for name, texts in names.items():
            for text in texts:
                if section == "quantity_units":
                    yield text, QuantityUnit((name, *texts))
                    continue
                yield text, _meaning(section, name)


def _meaning(section: str, name: str) -> Meaning:
    match section:
        case "cues":
            return Cue(name)
        case "aggregations":
            return AggregationName(Aggregation(name))
        case "comparators":
            return ComparatorName(Operator.IN if name == _EQUALS else Operator(name))
        case "grains":
            return UnitName(Grain(name))
        case "rates":
            return RateName(Grain(name))
        case "over":
            return OverName(Grain(name))
        case "parts":
            return PartName(DatePart(name))
        case "percentiles":
            return PercentileName(float(name))
        case "charts":
            return ChartName(ChartType(name))
        case "months":
            return MonthName(int(name))
        case "quarters":
            return QuarterName(int(name))
        case "halves":
            return HalfName(int(name))
        case "to_date":
            return PeriodName(Period(Grain(name), offset=0, to_date=True, label=f"{name} to date"))
        case "weekdays":
            return WeekdayName(int(name))
        case "day_kinds":
            return DaysName(DayKind(name))
        case "day_times":
            start, _, end = name.partition("-")
            return HoursName(int(start), int(end))
        case "fiscal":
            return FiscalName(Grain(name))
        case "every_month":
            return MonthsName(int(name))
        case "every_weekday":
            return WeekdaysName(int(name))
        case "days":
            return PeriodName(Period(Grain.DAY, offset=int(name)))
    raise ValueError(f"the lexicon has no section {section}")


def _catalog_names(catalog: Catalog, lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    for holiday in catalog.calendar.holidays:
        yield holiday.name, HolidayName(holiday.name)
    for metric in catalog.metrics:
        for text in (metric.name, metric.label, *metric.synonyms):
            yield text, MeasureName(NamedMeasure(metric.name))
    for dataset in catalog.datasets:
        for text in (dataset.name, dataset.label, *dataset.synonyms):
            yield text, DatasetName(dataset.name)
        for measure in dataset.measures:
            for text in (measure.name, measure.label, *measure.synonyms):
                yield text, MeasureName(NamedMeasure(measure.name))
            for text in _with_short_nouns(dataset, measure.synonyms, lexicon):
                yield text, MeasureName(NamedMeasure(measure.name))
        for dimension in dataset.dimensions:
            for text in _dimension_names(dataset, dimension, lexicon):
                yield text, DimensionName(referred_to(dimension, catalog))
            for text in _with_short_nouns(dataset, (dimension.name, *dimension.synonyms), lexicon):
                yield text, DimensionName(referred_to(dimension, catalog), partial=True)


def _with_short_nouns(dataset: Dataset, names: tuple[str, ...], lexicon: Lexicon) -> Iterator[str]:
    """ "Transaction amount" of the amount of "wallet transactions"."""
    for text in (dataset.name, dataset.label, *dataset.synonyms):
        words = phrase(text, lexicon)
        for start in range(1, len(words)):
            noun = " ".join(word.text for word in words[start:])
            yield from (f"{noun} {name}" for name in names)


def _dimension_names(dataset: Dataset, dimension: Dimension, lexicon: Lexicon) -> Iterator[str]:
    names = (dimension.name, dimension.label, *dimension.synonyms)
    yield from names
    for name, of in product(names, lexicon.cue("OF")):
        head, found, owner = name.replace("_", " ").partition(f" {of} ")
        if found:
            yield f"{owner} {head}"
        *owners, last = name.replace("_", " ").split(" ")
        if owners and _is_turned(owners, dataset, dimension, lexicon):
            yield f"{last} {of} {' '.join(owners)}"
    if dimension.type is ColumnType.TEXT and not dimension.identifier:
        yield from (f"{name} {word}" for name in names for word in lexicon.name_words)
    if not _is_said_of(dimension, lexicon):
        yield f"{dataset.name} {dimension.name}"
        yield f"{dataset.label} {dimension.label}"


def _is_turned(owners: list[str], dataset: Dataset, dimension: Dimension, lexicon: Lexicon) -> bool:
    """Whether "country code" may be called "code of the country". What is named after its own
    dataset is left to that: "names of owners" are of owners, "number of orders" counts them."""
    if dimension.identifier or _is_said_of(dimension, lexicon):
        return False
    words = {word.lemma for word in phrase(" ".join(owners), lexicon)}
    return not words & _own_words(dataset, lexicon)


def _is_said_of(dimension: Dimension, lexicon: Lexicon) -> bool:
    """ "Directed by": what follows a noun is said of the thing, it is no name together with it."""
    last = phrase(dimension.label, lexicon)[-1:]
    return bool(last) and last[0].norm in lexicon.small_words
