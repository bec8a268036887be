"""What one turn has used of models, and how much time they still have."""

from __future__ import annotations

import time

from llm.usage import NO_USAGE, Usage


class Meter:
    """Of one run of a turn, from its first call of a model on; shared by its nodes."""

    def __init__(self) -> None:
        self.usage: Usage = NO_USAGE
        self._waited_since: float | None = None

    def add(self, usage: Usage) -> None:
        self.usage = self.usage + usage

    def remaining_s(self, of_s: float) -> float:
        """Of so many seconds that all calls of the turn may take; 0 when they are over."""
        now = time.monotonic()
        if self._waited_since is None:
            self._waited_since = now
        return max(0.0, of_s - (now - self._waited_since))
