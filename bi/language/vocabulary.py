"""Which phrases mean what: the lexicon's and the catalog's names, with the values beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

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
    TermName,
    UnitName,
    VerbName,
    WeekdayName,
    WeekdaysName,
)
from bi.language.names import (
    Key,
    amounts_of_things,
    catalog_names,
    heads,
    is_amount,
    names_in_roles,
    partial_datasets,
    partial_names,
    sole_bearers,
    squeezed,
)
from bi.language.periods import Period
from bi.language.values.index import ValueIndex
from bi.language.words import Word, base_form, phrase
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Dimension, Grain
from bi.model.chart import ChartType
from bi.model.semantic import DatePart, Operator

WORD = "WORD"
FILLER = "FILLER"
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
        for text, meaning in catalog_names(catalog, lexicon):
            words = phrase(text, lexicon)
            if not (isinstance(meaning, DimensionName) and self._is_unit(words, meaning)):
                self._add(self._lemma, tuple(w.lemma for w in words), meaning)
        for key, meaning in amounts_of_things(catalog, lexicon):
            self._add(self._lemma, key, meaning)
        self._roles = self._add_roles(catalog)
        self._squeezed = squeezed(self._lemma)
        self._partial = partial_names(catalog, lexicon)
        self._partial_datasets = partial_datasets(catalog, lexicon)
        bearers = sole_bearers(catalog, self._partial, self._partial_datasets)
        self._heads = bearers | heads(catalog, lexicon)
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

    def with_terms(self, terms: Mapping[str, str]) -> Vocabulary:
        """The same names with words that stand for phrases: word -> phrase."""
        other = copy(self)
        other._lemma = dict(self._lemma)
        for text, means in terms.items():
            other._lemma[tuple(w.lemma for w in phrase(text, self.lexicon))] = [TermName(means)]
        other.longest = max(map(len, (*other._lemma, *self._surface, *self._partial)))
        other.lemma_words = frozenset(word for key in other._lemma for word in key)
        return other

    def lookup(self, words: tuple[Word, ...]) -> list[Meaning]:
        """Everything that exactly these words can mean, besides values."""
        by_surface = self._surface.get(tuple(word.norm for word in words), [])
        lemmas = tuple(word.lemma for word in words)
        found = [*by_surface, *self._lemma.get(lemmas, [])]
        if lemmas not in self._roles and all(map(self._takes_partial, found)):
            known = {m.dimension.ref for m in found if isinstance(m, DimensionName)}
            partial: Sequence[DimensionName] = self._partial.get(lemmas, ())
            if UnitName(Grain.DAY) in found:
                partial = [meaning for meaning in partial if meaning.dimension.is_time]
            whole = bool(found)
            if not whole and lemmas in self._heads:
                return [DatasetName(name) for name in self._heads[lemmas]]
            if known:
                partial = [meaning for meaning in partial if meaning.dimension.ref not in known]
            found += partial
            if not whole:
                found += self._datasets_called(lemmas, partial)
            found += [] if found else self._squeezed.get("".join(lemmas), [])
            found += [] if found else self._with_kind(words)
        return found

    def says_kind(self, words: tuple[Word, ...]) -> bool:
        """Whether the last word only says what kind of values a column holds: "origin city"."""
        return not self.names(words) and bool(self._with_kind(words))

    def _with_kind(self, words: tuple[Word, ...]) -> list[Meaning]:
        """Columns by their names with such a noun after them, if that names nothing itself."""
        noun = words[-1].lemma
        text, number = noun in self.lexicon.kind_words, noun in self.lexicon.number_kind_words
        if len(words) == 1 or not (text or number) or self.names(words[-1:]):
            return []
        named = self._lemma.get(tuple(word.lemma for word in words[:-1]), [])
        columns = [meaning for meaning in named if isinstance(meaning, DimensionName)]
        fits = all(_has_kind(one.dimension, text=text, number=number) for one in columns)
        return list(columns) if fits and len(columns) == len(named) else []

    def knows(self, words: tuple[Word, ...]) -> bool:
        """Whether these words are a phrase, of the catalog or of the language."""
        return self.names(words) or tuple(word.norm for word in words) in self._surface

    def phrases(self, words: tuple[Word, ...]) -> list[Meaning]:
        """What exactly these words mean to the language itself, whatever the catalog."""
        return self._surface.get(tuple(word.norm for word in words), [])

    def names(self, words: tuple[Word, ...]) -> bool:
        """Whether these words are a name of the catalog, as a whole."""
        return bool(self._lemma.get(tuple(word.lemma for word in words)))

    def datasets(self, words: tuple[Word, ...]) -> list[str]:
        """The datasets so called."""
        meanings = self._lemma.get(tuple(word.lemma for word in words), ())
        return [meaning.dataset for meaning in meanings if isinstance(meaning, DatasetName)]

    def nouns_of(self, dataset: str) -> frozenset[str]:
        """The last words of a dataset's names."""
        name = DatasetName(dataset)
        return frozenset(key[-1] for key, meanings in self._lemma.items() if name in meanings)

    def _add(self, index: dict[Key, list[Meaning]], key: Key, meaning: Meaning) -> None:
        if key:
            known = index.setdefault(key, [])
            if meaning not in known:
                known.append(meaning)

    def _add_roles(self, catalog: Catalog) -> frozenset[Key]:
        """Names of what plays a role, where nothing else has them; the keys that refer to it do."""
        found: dict[Key, list[Meaning]] = {}
        for text, meaning in names_in_roles(catalog):
            key = tuple(word.lemma for word in phrase(text, self.lexicon))
            if all(_is_reference(known) for known in self._lemma.get(key, ())):
                found.setdefault(key, []).append(meaning)
        self._lemma.update(found)
        return frozenset(found)

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
                forms = [(stem + end, False) for end in self.lexicon.verb_endings]
                forms += [(stem + end, True) for end in self.lexicon.participle_endings]
                for form, done in forms:
                    for dataset in datasets if (form,) not in self._lemma else ():
                        self._add(self._surface, (form,), ActName(dataset, done))

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


def _is_reference(meaning: Meaning) -> bool:
    return isinstance(meaning, DimensionName) and meaning.dimension.identifier


def _has_kind(dimension: Dimension, *, text: bool, number: bool) -> bool:
    if dimension.display or dimension.is_time:
        return False
    return number if is_amount(dimension) else text


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
