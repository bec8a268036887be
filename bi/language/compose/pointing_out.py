"""Points that are told apart: "color by origin" after a drawing of two numbers of each row."""

from __future__ import annotations

from bi.language.compose.work import Work
from bi.model.catalog import ColumnRef


def colour_points(work: Work) -> bool:
    """Adds the columns to a list of numbers; True where that is all that is wanted."""
    draft, before = work.draft, work.setting.previous
    if before is None or not _are_points(before.columns, work) or not draft.groups:
        return False
    others = (
        draft.measures, draft.filters, draft.numbers, draft.times, draft.rank, draft.counts_rows,
        draft.removals, draft.calculation,
    )  # fmt: skip
    choices = [[g.column for g in one.groups if g.column] for one in draft.groups]
    if any(others) or not all(choices):
        return False
    near = [_own(columns, before.columns[0]) for columns in choices]
    if None in near:
        return False
    work.set(columns=tuple(dict.fromkeys((*before.columns, *(ref for ref in near if ref)))))
    for one, ref in zip(draft.groups, near, strict=True):
        work.origins[ref] = one.place
    return True


def _are_points(columns: tuple[ColumnRef, ...], work: Work) -> bool:
    found = [work.catalog.dimension(ref) for ref in columns]
    amounts = [one for one in found if one and one.type.is_numeric and not one.identifier]
    return len(amounts) > 1 and len(columns) <= len(amounts) + 1


def _own(columns: list[ColumnRef], near: ColumnRef) -> ColumnRef | None:
    """The one of the same rows."""
    return next((ref for ref in columns if ref.dataset == near.dataset), None)
