"""Memory of a process, as the system counts it."""

from __future__ import annotations

from pathlib import Path


def resident_mb(process: int | str = "self") -> float:
    """Resident memory in MB, shared pages included; of this process, not of its children."""
    return _line("VmRSS:", process)


def peak_mb(process: int | str = "self") -> float:
    """The most resident memory that the process has had."""
    return _line("VmHWM:", process)


def _line(name: str, process: int | str) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024
