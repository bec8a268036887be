"""Rows, kept while the case that asked for them goes on."""

from __future__ import annotations

from bi.model.result import ResultSet


class CaseResults:
    """The graph's result store for one case at a time."""

    def __init__(self) -> None:
        self._results: list[ResultSet] = []

    async def save(self, result: ResultSet) -> str:
        self._results.append(result)
        return str(len(self._results) - 1)

    async def load(self, key: str) -> ResultSet | None:
        return self._results[int(key)]

    def clear(self) -> None:
        self._results.clear()
