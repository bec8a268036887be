"""Errors as a person at a terminal reads them."""

from __future__ import annotations

import sys

from bi.model.errors import ParleyError


def complain(error: ParleyError) -> None:
    """Whoever runs the command owns the machine, so the whole text is shown."""
    text = str(error) or error.code.replace("_", " ")
    print(f"parley: {text}", file=sys.stderr)
