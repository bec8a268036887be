"""Dimensions that are said to be the same as one of another dataset must be able to be so."""

from __future__ import annotations

from collections.abc import Iterator

from bi.catalog.assemble import reference
from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.schema import CatalogSection
from bi.catalog.source import Place, Source


def check_conformed(section: CatalogSection, source: Source) -> Iterator[Fault]:
    for name, dataset in section.datasets.items():
        for key, dimension in dataset.dimensions.items():
            if dimension.same_as is not None:
                place = ("datasets", name, "dimensions", key, "same_as")
                yield from _check(section, source, place, dimension.same_as)


def _check(section: CatalogSection, source: Source, place: Place, written: str) -> Iterator[Fault]:
    name, key = str(place[1]), str(place[3])
    ref = reference(written, name)
    owner = section.datasets.get(ref.dataset)
    if owner is None:
        near = did_you_mean(ref.dataset, section.datasets)
        yield source.fault(place, f"`{ref.dataset}` is not a dataset", near)
        return
    other = owner.dimensions.get(ref.name)
    if other is None:
        near = did_you_mean(ref.name, owner.dimensions)
        yield source.fault(place, f"`{ref.dataset}` has no dimension `{ref.name}`", near)
        return
    if ref.dataset == name:
        message = f"`{written}` is a dimension of `{name}` itself"
        yield source.fault(place, message, "name one of another dataset, or make it a synonym")
        return
    own = section.datasets[name].dimensions[key]
    if own.type is not other.type:
        message = f"`{key}` is {own.type.value}, but `{ref}` is {other.type.value}"
        yield source.fault(place, message, "give both the same type")
    if other.same_as is not None:
        yield from _chain(source, place, ref.dataset, f"{name}.{key}", written, other.same_as)


def _chain(
    source: Source, place: Place, dataset: str, here: str, written: str, onward: str
) -> Iterator[Fault]:
    """`written` is the same as a third one; or as `here` again, which leaves none referred to."""
    last = str(reference(onward, dataset))
    message = f"`{written}` is itself the same as `{last}`"
    suggestion = "leave it out at one of the two" if last == here else f"write `same_as: {last}`"
    yield source.fault(place, message, suggestion)
