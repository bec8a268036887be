"""Why SQL says no question of the catalog's words."""

from __future__ import annotations


class NotRead(Exception):
    """`reason` follows "because": "it joins orders in a way that the catalog does not know"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
