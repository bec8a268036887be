"""What of a catalog's free texts and values a viewer may be shown: what their own rows bear out."""

from __future__ import annotations

from dataclasses import replace

from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog, Dataset, Dimension
from bi.model.profile import Profile
from bi.model.reading import Question


def with_known_values(catalog: Catalog, whole: Catalog, profile: Profile) -> Catalog:
    """A viewer's catalog with the values, and words for them, that occur in the visible rows."""
    if not catalog.rights:
        return catalog

    def dimension(one: Dimension) -> Dimension:
        said = whole.dimension(one.ref)
        if said is None or not (said.values or said.value_aliases):
            return one
        known = frozenset(profile.values.get(one.ref, ()))
        return replace(
            one,
            values=tuple(value for value in said.values if value in known),
            value_aliases={v: words for v, words in said.value_aliases.items() if v in known},
        )

    def dataset(one: Dataset) -> Dataset:
        if one.rows is None:
            return one
        return replace(one, dimensions=tuple(map(dimension, one.dimensions)))

    return replace(catalog, datasets=tuple(map(dataset, catalog.datasets)))


def is_answered(engine: LanguageEngine, sentence: str, context: ReadContext) -> bool:
    """Whether an example is a question to this viewer too: it may name what is hidden."""
    return isinstance(engine.read(sentence, context), Question)
