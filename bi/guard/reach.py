"""How much a statement reads: sources, and sources that nothing joins to the others."""

from __future__ import annotations

from sqlglot import exp

from bi.guard.rules import refusal

MAX_SOURCES = 100
MAX_UNJOINED = 6


class Reach:
    """Counts while a statement is walked.

    A query in WITH counts each time that it is read: chained, few words would read much.
    """

    def __init__(self) -> None:
        self.sources = 0
        self.unjoined = 0

    def read(self) -> None:
        self.sources += 1
        self._check()

    def cross(self, unjoined: int) -> None:
        self.unjoined += unjoined
        self._check()

    def add(self, other: Reach) -> None:
        self.sources += max(other.sources, 1)
        self.unjoined += other.unjoined
        self._check()

    def _check(self) -> None:
        if self.sources > MAX_SOURCES:
            raise refusal("joins", f"A statement may read {MAX_SOURCES} tables and queries.")
        if self.unjoined > MAX_UNJOINED:
            raise refusal("joins", f"{MAX_UNJOINED} tables may stand unjoined to the others.")


def unjoined_in(select: exp.Select) -> int:
    """The number of a query's sources that no condition joins to the others."""
    joins = [join for join in select.args.get("joins") or [] if not _is_joined(join)]
    if not joins:
        return 0
    where = select.args.get("where")
    equal = len(_equalities(where)) if where else 0
    return max(len(joins) - equal, 0)


def _is_joined(join: exp.Join) -> bool:
    if isinstance(join.this, exp.Lateral | exp.Unnest | exp.Values):
        return True  # as many rows as the query, the array or the list has
    if join.args.get("using") or join.args.get("method"):
        return True
    on = join.args.get("on")
    return on is not None and on.find(exp.Column) is not None


def _equalities(where: exp.Expr) -> list[exp.EQ]:
    return [
        equality
        for equality in where.find_all(exp.EQ)
        if isinstance(equality.left, exp.Column) and isinstance(equality.right, exp.Column)
    ]
