"""Instructions: what can be told without the language engine."""

from __future__ import annotations

from collections.abc import Iterator

from bi.catalog.faults import Fault
from bi.catalog.schema import CatalogSection
from bi.catalog.source import Source
from bi.model.knowledge import MOST_CHARACTERS


def check_instructions(section: CatalogSection, source: Source) -> Iterator[Fault]:
    for n, text in enumerate(section.instructions):
        if len(text) > MOST_CHARACTERS:
            message = f"an instruction has at most {MOST_CHARACTERS} characters, not {len(text)}"
            yield source.fault(("instructions", n), message, "make several of it")
