"""Words that would mean two things. Two measures must never answer to one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bi.catalog.faults import Fault
from bi.catalog.naming import label_of
from bi.catalog.schema import (
    CatalogSection,
    DatasetSection,
    DimensionSection,
    MeasureSection,
    MetricSection,
)
from bi.catalog.source import Place, Source

_Named = DatasetSection | DimensionSection | MeasureSection | MetricSection


def check_words(section: CatalogSection, source: Source) -> Iterator[Fault]:
    yield from _unique_measures(section, source)
    measured: dict[Place, _Named] = {
        ("datasets", name, "measures", key): measure
        for name, dataset in section.datasets.items()
        for key, measure in dataset.measures.items()
    }
    measured |= {("metrics", key): metric for key, metric in section.metrics.items()}
    yield from _ambiguous(source, measured)
    yield from _ambiguous(source, {("datasets", key): d for key, d in section.datasets.items()})
    for name, dataset in section.datasets.items():
        place = ("datasets", name, "dimensions")
        yield from _ambiguous(
            source, {(*place, key): dimension for key, dimension in dataset.dimensions.items()}
        )
        for key, dimension in dataset.dimensions.items():
            yield from _ambiguous_values(source, (*place, key, "values"), dimension.values)


def _unique_measures(section: CatalogSection, source: Source) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for name, dataset in section.datasets.items():
        for key in dataset.measures:
            if key in owners:
                message = f"the measure `{key}` is in `{owners[key]}` already"
                place = ("datasets", name, "measures", key)
                yield source.fault(place, message, "names of measures are unique in a catalog")
            owners.setdefault(key, name)
    for key in section.metrics:
        if key in owners:
            message = f"`{key}` is the name of a measure of `{owners[key]}` already"
            yield source.fault(("metrics", key), message, "name the metric otherwise")


def _ambiguous(source: Source, things: Mapping[Place, _Named]) -> Iterator[Fault]:
    """Words that two of `things` answer to, by name, label or synonym."""
    owners: dict[str, Place] = {}
    for place, thing in things.items():
        name = str(place[-1])
        words: list[tuple[Place, str]] = [(place, name), (place, thing.label or label_of(name))]
        words += [((*place, "synonyms", n), word) for n, word in enumerate(thing.synonyms)]
        for at, word in words:
            owner = owners.setdefault(_plain(word), place)
            if owner != place and owner[-1] != name:
                message = f"`{word}` means both `{owner[-1]}` and `{name}`"
                yield source.fault(at, message, "keep it with one of them")


def _ambiguous_values(
    source: Source, place: Place, values: Mapping[str, tuple[str, ...]]
) -> Iterator[Fault]:
    owners = {_plain(value): value for value in values}
    for value, aliases in values.items():
        for n, alias in enumerate(aliases):
            owner = owners.setdefault(_plain(alias), value)
            if owner != value:
                message = f"`{alias}` means both `{owner}` and `{value}`"
                yield source.fault((*place, value, n), message, "keep it with one of them")


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split())
