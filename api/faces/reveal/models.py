"""Which models a request may name."""

from __future__ import annotations

from collections.abc import Sequence

from api.problem import InvalidRequest


def check_model(name: str | None, known: Sequence[str]) -> None:
    """Raises InvalidRequest for one that is not configured; None is left to the service."""
    if name is not None and name not in known:
        raise InvalidRequest(
            f"There is no model {name!r}; there is: {', '.join(known)}.", allowed=list(known)
        )
