"""Hierarchies: levels that are there, and that each row has one of."""

from __future__ import annotations

from collections.abc import Iterator

from bi.catalog.assemble import reference
from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.reached import reached_from
from bi.catalog.schema import CatalogSection, HierarchySection
from bi.catalog.source import Place, Source


def check_hierarchies(section: CatalogSection, source: Source) -> Iterator[Fault]:
    for name, dataset in section.datasets.items():
        for key, hierarchy in dataset.hierarchies.items():
            place = ("datasets", name, "hierarchies", key)
            yield from _levels(section, source, place, name, hierarchy)


def _levels(
    section: CatalogSection,
    source: Source,
    place: Place,
    name: str,
    hierarchy: HierarchySection,
) -> Iterator[Fault]:
    reached = reached_from(section, name)
    seen = set()
    for level in hierarchy.levels:
        ref = reference(level, name)
        owner = section.datasets.get(ref.dataset)
        if owner is None:
            near = did_you_mean(ref.dataset, section.datasets)
            yield source.fault(place, f"`{ref.dataset}` is not a dataset", near)
        elif ref.name not in owner.dimensions:
            near = did_you_mean(ref.name, owner.dimensions)
            yield source.fault(place, f"`{ref.dataset}` has no dimension `{ref.name}`", near)
        elif ref.dataset not in reached:
            message = f"no joins lead from `{name}` to `{ref.dataset}`"
            yield source.fault(place, message, f"write it at a dataset that joins `{ref.dataset}`")
        elif ref in seen:
            yield source.fault(place, f"`{level}` is a level of `{place[-1]}` twice", "keep one")
        seen.add(ref)
