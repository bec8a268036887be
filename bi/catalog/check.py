"""Does what a catalog says hang together? References, formulas and words."""

from __future__ import annotations

from bi.catalog.faults import Fault
from bi.catalog.schema import CatalogSection
from bi.catalog.source import Source


def check_meaning(section: CatalogSection, source: Source) -> tuple[Fault, ...]:
    return ()
