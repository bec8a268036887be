"""SQL that passed the guard: a type that nothing else can make."""

from __future__ import annotations

from dataclasses import InitVar, dataclass

_SEAL = object()


@dataclass(frozen=True, slots=True)
class GuardedQuery:
    """One read-only statement over the catalog's tables, as text in `dialect`.

    Only `bi.guard.guard` makes one; constructing it without the guard's seal raises
    TypeError, as does `dataclasses.replace`.
    """

    sql: str
    dialect: str
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Only the guard makes a GuardedQuery.")
