"""What the catalog's things are called: in whole, in part, and by their letters alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from bi.catalog.keys import key_of as followed
from bi.language.lexicon.load import Lexicon
from bi.language.meanings import DatasetName, DimensionName, HolidayName, Meaning, MeasureName
from bi.language.values.sources import referred_to
from bi.language.words import phrase
from bi.model.catalog import Aggregation, Catalog, ColumnRef, ColumnType, Dataset, Dimension
from bi.model.semantic import NamedMeasure

Key = tuple[str, ...]
# Of a compound written as one word.
_SHORTEST_PART = 4


def catalog_names(catalog: Catalog, lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    nouns = frozenset(
        key_of(text, lexicon)
        for dataset in _plain_datasets(catalog)
        for text in (dataset.name, dataset.label, *dataset.synonyms)
    )
    measured = {key_of(m.label, lexicon) for one in catalog.datasets for m in one.measures}
    for holiday in catalog.calendar.holidays:
        yield holiday.name, HolidayName(holiday.name)
    for metric in catalog.metrics:
        for text in (metric.name, metric.label, *metric.synonyms):
            yield text, MeasureName(NamedMeasure(metric.name))
    for dataset in _plain_datasets(catalog):
        linked = _linked_rows(dataset, catalog, lexicon)
        for text in (dataset.name, dataset.label, *dataset.synonyms):
            yield text, DatasetName(linked or dataset.name)
        for measure in dataset.measures if linked is None else ():
            for text in (measure.name, measure.label, *measure.synonyms):
                yield text, MeasureName(NamedMeasure(measure.name))
            for text in _with_short_nouns(dataset, measure.synonyms, lexicon):
                yield text, MeasureName(NamedMeasure(measure.name))
        for measure in dataset.measures:
            shorter = _without_own_words(measure.label, dataset, lexicon)
            if measure.aggregation is Aggregation.AVERAGE and shorter in measured:
                yield " ".join(shorter), MeasureName(NamedMeasure(measure.name))
        for dimension in dataset.dimensions:
            for text in _dimension_names(dataset, dimension, nouns, lexicon):
                yield text, DimensionName(referred_to(dimension, catalog))
            for text in _with_short_nouns(dataset, (dimension.name, *dimension.synonyms), lexicon):
                yield text, DimensionName(referred_to(dimension, catalog), partial=True)


def _linked_rows(dataset: Dataset, catalog: Catalog, lexicon: Lexicon) -> str | None:
    """ "Train stations" are stations, even where a dataset only says which trains go to which, and
    perhaps when that was written down."""
    kept = dataset.time is None
    if not all(one.identifier or (kept and one.is_time) for one in dataset.dimensions):
        return None
    words = key_of(dataset.label, lexicon)
    for last in (join.right for join in catalog.joins if join.left == dataset.name):
        tail = key_of(catalog.dataset(last).label, lexicon)
        for first in (join.right for join in catalog.joins if join.left == dataset.name):
            if key_of(catalog.dataset(first).label, lexicon) + tail == words and first != last:
                return last
    return None


def _without_own_words(label: str, dataset: Dataset, lexicon: Lexicon) -> Key:
    """ "Average age": an "average pet age" among pets, as well as one called so elsewhere."""
    own = _own_words(dataset, lexicon)
    return tuple(word for word in key_of(label, lexicon) if word not in own)


def _plain_datasets(catalog: Catalog) -> list[Dataset]:
    """Those that play no role: what plays one is called by the role."""
    return [dataset for dataset in catalog.datasets if dataset.role_of is None]


def names_in_roles(catalog: Catalog) -> Iterator[tuple[str, DimensionName]]:
    """ "Loser", "loser country": never without the role, and no name of rows to be counted."""
    for dataset in catalog.datasets:
        for dimension in dataset.dimensions if dataset.role_of else ():
            for text in (dimension.label, *dimension.synonyms):
                yield text, DimensionName(dimension)


def _with_short_nouns(dataset: Dataset, names: tuple[str, ...], lexicon: Lexicon) -> Iterator[str]:
    """ "Transaction amount" of the amount of "wallet transactions"."""
    for text in (dataset.name, dataset.label, *dataset.synonyms):
        words = phrase(text, lexicon)
        for start in range(1, len(words)):
            noun = " ".join(word.text for word in words[start:])
            yield from (f"{noun} {name}" for name in names)


def key_of(text: str, lexicon: Lexicon) -> Key:
    """A name as words, whatever their number."""
    return tuple(word.lemma for word in phrase(text, lexicon))


def _dimension_names(
    dataset: Dataset, dimension: Dimension, nouns: frozenset[Key], lexicon: Lexicon
) -> Iterator[str]:
    """`nouns` are the names of all datasets: what is "of" one of them may be said of its rows."""
    names = (dimension.name, dimension.label, *dimension.synonyms)
    yield from names
    for name, of in product(names, lexicon.cue("OF")):
        head, found, owner = name.replace("_", " ").partition(f" {of} ")
        if found:
            yield f"{owner} {head}"
        *owners, last = name.replace("_", " ").split(" ")
        if owners and _is_turned(owners, dataset, dimension, lexicon):
            turned = f"{last} {of}"
            # "Number of professors" counts them, whatever has a professor number.
            counts = turned in lexicon.cue("COUNT") and key_of(" ".join(owners), lexicon) in nouns
            if not counts:
                yield f"{turned} {' '.join(owners)}"
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


def partial_names(catalog: Catalog, lexicon: Lexicon) -> dict[Key, list[DimensionName]]:
    """Beginnings and ends of names: "code" and "type code" of "template type code".

    A name without the words of its own dataset is as good as whole: the "age" of a "pet age".
    """
    found: dict[Key, dict[ColumnRef, DimensionName]] = {}
    amounts = {key_of(text, lexicon) for text in lexicon.cue("AMOUNT_NOUN")}
    for dataset in _plain_datasets(catalog):
        own_words = _own_words(dataset, lexicon)
        for dimension in dataset.dimensions:
            meaning = DimensionName(referred_to(dimension, catalog), partial=True)
            for text in (dimension.name, dimension.label, *dimension.synonyms):
                words = tuple(word.lemma for word in phrase(text, lexicon))
                for key in _parts(words):
                    small = bool({key[0], key[-1]} & lexicon.small_words)
                    if small and not (key in amounts and is_amount(dimension)):
                        continue
                    if _done_by(words, key, lexicon):
                        continue
                    own = key == words[-len(key) :] and own_words.issuperset(words[: -len(key)])
                    said = replace(meaning, partial=False) if own else meaning
                    known = found.setdefault(key, {})
                    if own or said.dimension.ref not in known:
                        known[said.dimension.ref] = said
    return {key: list(meanings.values()) for key, meanings in found.items()}


def amounts_of_things(catalog: Catalog, lexicon: Lexicon) -> Iterator[tuple[Key, Meaning]]:
    """A "star rating", where stars are the one number of a rating: the column by both names."""
    for dataset in _plain_datasets(catalog):
        amounts = [one for one in dataset.dimensions if is_amount(one) and not one.is_time]
        if len(amounts) != 1:
            continue
        column = amounts[0]
        things = {key_of(t, lexicon) for t in (dataset.name, dataset.label, *dataset.synonyms)}
        names = {key_of(t, lexicon) for t in (column.name, column.label, *column.synonyms)}
        measures = [
            MeasureName(NamedMeasure(one.name))
            for one in dataset.measures
            if one.expression == column.expression and one.filter is None
        ]
        yield from product(
            ((*name, *thing) for name in names for thing in things),
            (DimensionName(column), *measures),
        )


def is_amount(dimension: Dimension) -> bool:
    """Whether more and less can be said of its values."""
    return dimension.is_time or (dimension.type.is_numeric and not dimension.identifier)


def _done_by(words: Key, key: Key, lexicon: Lexicon) -> bool:
    """ "Recorded" of "recorded by staff ID" names no column: it says what was done."""
    return key == words[: len(key)] and words[len(key)] in lexicon.cue("BY")


def _own_words(dataset: Dataset, lexicon: Lexicon) -> frozenset[str]:
    names = (dataset.name, dataset.label, *dataset.synonyms)
    return frozenset(word.lemma for name in names for word in phrase(name, lexicon))


def partial_datasets(catalog: Catalog, lexicon: Lexicon) -> dict[Key, tuple[str, ...]]:
    """Datasets by beginnings and ends of their names ("degrees" for "degree programs")."""
    found: dict[Key, dict[str, int]] = {}
    for dataset in _plain_datasets(catalog):
        for text in (dataset.name, dataset.label, *dataset.synonyms):
            words = tuple(word.lemma for word in phrase(text, lexicon))
            for key in _parts(words):
                if not {key[0], key[-1]} & lexicon.small_words:
                    lengths = found.setdefault(key, {})
                    lengths[dataset.name] = min(len(words), lengths.get(dataset.name, 99))
    return _shortest(found)


def heads(catalog: Catalog, lexicon: Lexicon) -> dict[Key, tuple[str, ...]]:
    """Datasets by the ends of their names that their own columns begin with.

    "Bookings" are the "apartment bookings", which have a "booking status", and "rooms" the
    "classrooms", which have a "room number".
    """
    found: dict[Key, dict[str, int]] = {}
    for dataset in _plain_datasets(catalog):
        begun = {
            key
            for dimension in dataset.dimensions
            for text in (dimension.name, dimension.label)
            for key in _beginnings(key_of(text, lexicon))
        }
        for text in (dataset.name, dataset.label, *dataset.synonyms):
            words = key_of(text, lexicon)
            for key in begun:
                if _ends_with(words, key):
                    lengths = found.setdefault(key, {})
                    lengths[dataset.name] = min(len(words), lengths.get(dataset.name, 99))
    return _shortest(found)


def sole_bearers(
    catalog: Catalog,
    columns: dict[Key, list[DimensionName]],
    datasets: dict[Key, tuple[str, ...]],
) -> dict[Key, tuple[str, ...]]:
    """The dataset called by a part of its name, where nothing but its own columns is called so.

    "Degrees" are "degree programs", where all that begins with "degree" says something of these.
    """
    return {
        key: names
        for key, names in datasets.items()
        if len(names) == 1
        and len(columns.get(key, ())) > 1
        and {followed(one.dimension.ref, catalog).dataset for one in columns[key]} == {*names}
    }


def _beginnings(words: Key) -> Iterator[Key]:
    return (words[:length] for length in range(1, len(words)))


def _ends_with(words: Key, key: Key) -> bool:
    """By whole words, or within the last one: "classroom" ends with "room"."""
    if len(words) > len(key):
        return words[-len(key) :] == key
    rest = len(words[-1]) - len(key[-1]) if len(words) == len(key) == 1 else 0
    return rest >= _SHORTEST_PART <= len(key[-1]) and words[-1].endswith(key[-1])


def _shortest(found: dict[Key, dict[str, int]]) -> dict[Key, tuple[str, ...]]:
    return {
        key: tuple(name for name, length in lengths.items() if length == min(lengths.values()))
        for key, lengths in found.items()
    }


def squeezed(names: dict[Key, list[Meaning]]) -> dict[str, list[Meaning]]:
    """Names by their letters alone: "bedType" and "bed type", "roomname" and "room name"."""
    found: dict[str, list[Meaning]] = {}
    for key, meanings in names.items():
        known = found.setdefault("".join(key), [])
        known += [meaning for meaning in meanings if meaning not in known]
    return found


def _parts(words: Key) -> Iterator[Key]:
    for length in range(1, len(words)):
        yield words[:length]
        yield words[-length:]
