"""What words mean to the engine already, as things of the catalog and in words for a person."""

from __future__ import annotations

from dataclasses import dataclass

from bi.catalog.wording import label_of
from bi.language.meanings import (
    DatasetName,
    DimensionName,
    Item,
    MeasureName,
    TermName,
    ValueName,
)
from bi.language.negated import negations_apart
from bi.language.spans import items_as_written
from bi.language.vocabulary import Vocabulary
from bi.language.words import words_of
from bi.model.catalog import Catalog, ColumnRef
from bi.model.semantic import Scalar


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of the catalog. `kind` as in the catalog; a value has its dimension's `ref`."""

    kind: str
    ref: ColumnRef | str
    value: Scalar = None


def items_in(text: str, vocabulary: Vocabulary) -> list[Item]:
    words = negations_apart(words_of(text, vocabulary.lexicon), vocabulary)
    return items_as_written(words, vocabulary)


def things_called(text: str, vocabulary: Vocabulary) -> frozenset[Named]:
    """What in the catalog is called by exactly these words; fillers before them do not count."""
    items = [item for item in items_in(text, vocabulary) if item.meanings or not item.filler]
    return frozenset(_things(items[0])) if len(items) == 1 else frozenset()


def _things(item: Item) -> list[Named]:
    found: list[Named] = []
    for meaning in item.meanings:
        match meaning:
            case MeasureName(value=value):
                found.append(Named("measure", value.name))
            case DatasetName(dataset=name):
                found.append(Named("dataset", name))
            case DimensionName(dimension=dimension, partial=False):
                found.append(Named("dimension", dimension.ref))
            case ValueName(dimension=dimension, value=value, partial=False):
                found.append(Named("value", dimension.ref, value))
            case _:
                pass
    return found


def is_explained(text: str, vocabulary: Vocabulary) -> bool:
    """Whether every word means something as it stands."""
    return all(item.meanings or item.filler for item in items_in(text, vocabulary))


def said_to_mean(text: str, vocabulary: Vocabulary, catalog: Catalog) -> str:
    """What such words mean already, for a person."""
    parts = [_told(item, catalog) for item in items_in(text, vocabulary)]
    return " ".join(parts)


def _told(item: Item, catalog: Catalog) -> str:
    for meaning in item.meanings:
        match meaning:
            case TermName(means=means):
                return f"“{means}”"
            case MeasureName(value=value):
                return label_of_measure(value.name, catalog)
            case DatasetName(dataset=name):
                return catalog.dataset(name).label
            case DimensionName(dimension=dimension):
                return dimension.label
            case ValueName(dimension=dimension, value=value):
                return f"{value} ({dimension.label})"
            case _:
                continue
    return f"“{item.text}”"


def label_of_measure(name: str, catalog: Catalog) -> str:
    found = catalog.measure(name) or catalog.metric(name)
    return found.label if found else name


def named_in_words(thing: Named, catalog: Catalog) -> str:
    match thing:
        case Named(kind="value", ref=ColumnRef() as ref, value=value):
            return f"{value} ({label_of(ref, catalog)})"
        case Named(ref=ColumnRef() as ref):
            return label_of(ref, catalog)
        case Named(kind="dataset", ref=str() as name):
            return catalog.dataset(name).label
        case _:
            return label_of_measure(str(thing.ref), catalog)
