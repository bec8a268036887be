"""Errors as a person at a terminal reads them."""

from __future__ import annotations

import sys
from typing import Any

from bi.model.errors import CatalogInvalid, ParleyError


def complain(error: ParleyError) -> None:
    """Whoever runs the command owns the machine, so the whole text is shown."""
    for line in _lines(error):
        print(line, file=sys.stderr)


def _lines(error: ParleyError) -> list[str]:
    if isinstance(error, CatalogInvalid):
        from bi.catalog.faults import Fault

        return [str(Fault(**fault)) for fault in _faults(error)]
    text = str(error) or error.code.replace("_", " ")
    return [f"parley: {line}" for line in text.splitlines()]


def _faults(error: CatalogInvalid) -> list[dict[str, Any]]:
    faults = error.details["faults"]
    assert isinstance(faults, list)
    return faults
