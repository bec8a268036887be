"""Which phrases mean what: the lexicon's and the catalog's names and values, in one index."""

from __future__ import annotations

from collections.abc import Iterator

from bi.language.lexicon.load import Lexicon
from bi.language.meanings import (
    AggregationName,
    ChartName,
    ComparatorName,
    Cue,
    DatasetName,
    DayKind,
    DaysName,
    DimensionName,
    FiscalName,
    HalfName,
    HolidayName,
    HoursName,
    Meaning,
    MeasureName,
    MonthName,
    MonthsName,
    OverName,
    PartName,
    PeriodName,
    QuarterName,
    RateName,
    UnitName,
    ValueName,
    VerbName,
    WeekdayName,
    WeekdaysName,
)
from bi.language.periods import Period
from bi.language.words import Word, phrase
from bi.model.catalog import Aggregation, Catalog, Dataset, Dimension, Grain
from bi.model.chart import ChartType
from bi.model.profile import Profile
from bi.model.semantic import DatePart, NamedMeasure, Operator

WORD = "WORD"
FILLER = "FILLER"
Key = tuple[str, ...]
_EQUALS = "="
_FEW = 50
_WHOLE_NAME = 5


class Vocabulary:
    """Lexicon phrases are found by the words as written, catalog names by their singulars."""

    def __init__(self, catalog: Catalog, profile: Profile, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._surface: dict[Key, list[Meaning]] = {}
        self._lemma: dict[Key, list[Meaning]] = {}
        for text, meaning in _lexical(lexicon):
            self._add(self._surface, tuple(w.norm for w in phrase(text, lexicon)), meaning)
        for text, meaning in _catalog_names(catalog):
            words = phrase(text, lexicon)
            if not (isinstance(meaning, DimensionName) and self._is_unit(words, meaning)):
                self._add(self._lemma, tuple(w.lemma for w in words), meaning)
        self._add_verbs()
        # Words that a misspelt one may be taken for: names may be corrected further than values.
        self.name_words = frozenset(word for key in (*self._surface, *self._lemma) for word in key)
        few = set[str]()
        for text, value, common in _values(catalog, profile):
            key = tuple(w.lemma for w in phrase(text, lexicon))
            self._add(self._lemma, key, value)
            if common:
                few.update(key)
        self.value_words = frozenset(few)
        keys = [*self._surface, *self._lemma]
        self.longest = max(map(len, keys))
        self.surface_words = frozenset(word for key in self._surface for word in key)
        self.lemma_words = frozenset(word for key in self._lemma for word in key)

    def lookup(self, words: tuple[Word, ...]) -> list[Meaning]:
        """Everything that exactly these words can mean."""
        by_surface = self._surface.get(tuple(word.norm for word in words), [])
        by_lemma = self._lemma.get(tuple(word.lemma for word in words), [])
        return [*by_surface, *by_lemma]

    def _add(self, index: dict[Key, list[Meaning]], key: Key, meaning: Meaning) -> None:
        if key:
            known = index.setdefault(key, [])
            if meaning not in known:
                known.append(meaning)

    def _add_verbs(self) -> None:
        """A verb is known where one of its nouns is a measure, unless it is a name itself."""
        for verb in self.lexicon.verbs:
            measures = next(filter(None, map(self._measures_called, verb.nouns)), [])
            for form in verb.forms:
                words = phrase(form, self.lexicon)
                if tuple(word.lemma for word in words) in self._lemma:
                    continue
                for measure in measures:
                    self._add(self._surface, tuple(w.norm for w in words), VerbName(measure.value))

    def _measures_called(self, noun: str) -> list[MeasureName]:
        key = tuple(word.lemma for word in phrase(noun, self.lexicon))
        return [m for m in self._lemma.get(key, ()) if isinstance(m, MeasureName)]

    def _is_unit(self, words: tuple[Word, ...], meaning: DimensionName) -> bool:
        """A time dimension called "month" must not hide the month that is a grain."""
        known = self._surface.get(tuple(word.norm for word in words), [])
        units = [m.grain for m in known if isinstance(m, UnitName)]
        return meaning.dimension.is_time and any(grain is not Grain.DAY for grain in units)


def _lexical(lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    for text in lexicon.fillers:
        yield text, Cue(FILLER)
    for text in lexicon.function_words:
        yield text, Cue(WORD)
    for section, names in lexicon.phrases.items():
        for name, texts in names.items():
            for text in texts:
                yield text, _meaning(section, name)
                if section == "grains":
                    yield f"{text}s", _meaning(section, name)
                if section == "months":
                    yield from ((many, MonthsName(int(name))) for many in _several(text))
                if section == "weekdays":
                    yield f"{text}s", WeekdaysName(int(name))


def _several(month: str) -> tuple[str, ...]:
    """ "januaries" or "januarys"; short names of months have no plural."""
    if len(month) < _WHOLE_NAME:
        return ()
    return (f"{month}s", f"{month[:-1]}ies") if month.endswith("y") else (f"{month}s",)


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
        case "days":
            return PeriodName(Period(Grain.DAY, offset=int(name)))
    raise ValueError(f"the lexicon has no section {section}")


def _catalog_names(catalog: Catalog) -> Iterator[tuple[str, Meaning]]:
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
        for dimension in dataset.dimensions:
            for text in _dimension_names(dataset, dimension):
                yield text, DimensionName(_referred_to(dimension, catalog))


def _referred_to(dimension: Dimension, catalog: Catalog) -> Dimension:
    """Conformed dimensions are one, by whichever of their names and values they are called."""
    return catalog.dimension(dimension.same_as or dimension.ref) or dimension


def _dimension_names(dataset: Dataset, dimension: Dimension) -> Iterator[str]:
    yield from (dimension.name, dimension.label, *dimension.synonyms)
    yield f"{dataset.name} {dimension.name}"
    yield f"{dataset.label} {dimension.label}"


def _values(catalog: Catalog, profile: Profile) -> Iterator[tuple[str, ValueName, bool]]:
    """Texts, what they mean, and whether they are of a dimension with few values."""
    for dimension in catalog.dimensions():
        if dimension.type != "text" or not dimension.indexed or dimension.identifier:
            continue
        known = dict.fromkeys((*dimension.values, *profile.values.get(dimension.ref, ())))
        common = len(known) <= _FEW
        meant = _referred_to(dimension, catalog)
        for value in known:
            if not value.replace(" ", "").isdigit():
                yield value, ValueName(meant, value), common
        for value, aliases in dimension.value_aliases.items():
            for alias in aliases:
                yield alias, ValueName(meant, value), True
