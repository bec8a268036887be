"""Thousands of open streams on one worker: what they take, and whether turns still go."""
from __future__ import annotations
from pathlib import Path
async def measure_streams(folder: Path, *, readers: int) -> None:
    raise NotImplementedError
