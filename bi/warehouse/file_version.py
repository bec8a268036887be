"""Which state of a file this is, told without reading it."""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_version(path: str | None, *beside: str) -> str | None:
    """Changes when the file, or one beside it, is written or replaced; None: it is not there."""
    if not path:
        return None
    try:
        parts = [_state(path)]
    except OSError:
        return None
    for other in beside:
        try:
            parts.append(_state(other))
        except OSError:
            parts.append("-")
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]


def _state(path: str) -> str:
    found = Path(path).stat()
    return f"{found.st_ino:x}.{found.st_size:x}.{found.st_mtime_ns:x}"
