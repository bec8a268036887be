"""How long each piece of a turn's work takes."""

from __future__ import annotations

import time

from nodes.answer import Step


class Steps:
    """Of one run of a turn; shared by its nodes. A step lasts until the next one begins."""

    def __init__(self) -> None:
        self._begun: list[tuple[str, str, float]] = []

    def begin(self, node: str, message: str) -> None:
        """`message` is what a person is told of it."""
        self._begun.append((node, message, time.perf_counter()))

    def so_far(self) -> tuple[Step, ...]:
        """The last of them ends now."""
        ends = [*(at for _, _, at in self._begun[1:]), time.perf_counter()]
        return tuple(
            Step(node, message, (end - at) * 1000)
            for (node, message, at), end in zip(self._begun, ends, strict=False)
        )
