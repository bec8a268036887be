"""A database that is connected and that nobody has described yet: a catalog without datasets.

What stands in the file besides (calendar, currency, security …) is kept, and laid over the
first draft that is made of the database.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from bi.catalog.assemble import assemble
from bi.catalog.check import check_meaning
from bi.catalog.schema import CatalogSection
from bi.catalog.shape import read_shape
from bi.catalog.source import Source, parse_source, read_source
from bi.model.catalog import Catalog
from bi.model.errors import CatalogInvalid


@dataclass(frozen=True, slots=True)
class Outline:
    """A catalog file as it is written; its shape is right."""

    section: CatalogSection
    source: Source

    @property
    def catalog(self) -> Catalog:
        """One without datasets."""
        return assemble(self.section, self.source)

    def filled(self, draft: str) -> Catalog:
        """The catalog of a drafted text, where the file has its say first.

        Raises CatalogInvalid where the two do not fit: the file hides a column, or has a formula
        of a measure, that the draft does not have.
        """
        drafted = parse_source(draft.encode(), self.source.file)
        assert isinstance(drafted.values, dict)  # it is our own text
        whole = Source(
            self.source.file,
            f"{self.source.text}\n{draft}",
            {**drafted.values, **self.source.values},
            self.source.lines,
        )
        section, faults = read_shape(whole)
        if section is not None:
            faults = check_meaning(section, whole)
        wrong = [fault for fault in faults if fault.level == "error"]
        if section is None or wrong:
            raise CatalogInvalid(str(wrong[0]), faults=[asdict(fault) for fault in wrong])
        return assemble(section, whole)


def read_outline(path: Path) -> Outline:
    """Of a file that was loaded without a fault."""
    source = read_source(path)
    section, _ = read_shape(source)
    assert section is not None
    return Outline(section, source)
