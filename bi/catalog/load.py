"""A catalog file -> the frozen `Catalog`, or every fault in it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from bi.catalog.assemble import assemble
from bi.catalog.check import check_meaning
from bi.catalog.check_database import check_database
from bi.catalog.faults import Fault
from bi.catalog.inspection import Inspection
from bi.catalog.shape import read_shape
from bi.catalog.source import read_source
from bi.model.catalog import Catalog
from bi.model.errors import CatalogInvalid


def load_catalog(path: Path, *, url: str | None = None) -> Catalog:
    """Read the catalog at `path`; `url` takes the place of the datasource's own.

    Raises CatalogInvalid with `details["faults"]`, a list of mappings with the fields of
    `Fault`. The url may hold `${NAME}`: `bi.catalog.url.resolve_url` puts in the value when a
    connection is made, so that secrets never enter the catalog.
    """
    catalog, faults = _read(path, url)
    if catalog is None:
        errors = [fault for fault in faults if fault.level == "error"]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise CatalogInvalid(f"{errors[0]}{more}", faults=[asdict(fault) for fault in errors])
    return catalog


def check_catalog(path: Path, inspection: Inspection | None = None) -> tuple[Fault, ...]:
    """Everything wrong in the catalog at `path`, and hints, in the order of its lines.

    With an `inspection` of its database, tables and columns that are not there are faults too;
    it must hold views.
    """
    return _read(path, None, inspection)[1]


def _read(
    path: Path, url: str | None, inspection: Inspection | None = None
) -> tuple[Catalog | None, tuple[Fault, ...]]:
    """The catalog, or None when a fault is an error."""
    try:
        source = read_source(path)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        return None, (Fault(str(path), 1, f"the file cannot be opened: {reason}"),)
    section, faults = read_shape(source)
    if section is None:
        return None, _in_order(faults)
    found = check_meaning(section, source)
    if inspection is not None:
        found = (*found, *check_database(section, source, inspection))
    faults = _in_order(found)
    if any(fault.level == "error" for fault in faults):
        return None, faults
    return assemble(section, source, url), faults


def _in_order(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.line))
