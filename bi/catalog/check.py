"""Does what a catalog says hang together? All that can be told without its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bi.catalog.check_conformed import check_conformed
from bi.catalog.check_formulas import check_formulas
from bi.catalog.check_hierarchies import check_hierarchies
from bi.catalog.check_instructions import check_instructions
from bi.catalog.check_references import check_outline, check_references
from bi.catalog.check_security import check_security
from bi.catalog.check_sql import check_expressions
from bi.catalog.check_verified import check_verified
from bi.catalog.check_words import check_words
from bi.catalog.faults import Fault
from bi.catalog.schema import CatalogSection
from bi.catalog.source import Source

Check = Callable[[CatalogSection, Source], Iterator[Fault]]

_CHECKS: tuple[Check, ...] = (
    check_outline,
    check_references,
    check_conformed,
    check_formulas,
    check_expressions,
    check_words,
    check_hierarchies,
    check_verified,
    check_instructions,
    check_security,
)


def check_meaning(section: CatalogSection, source: Source) -> tuple[Fault, ...]:
    """The faults and hints of a catalog whose shape is right."""
    checks = _CHECKS if section.is_described else (check_outline,)
    return tuple(fault for check in checks for fault in check(section, source))
