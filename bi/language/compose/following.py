"""Going on from what was shown before: the same rows with other columns, counted, or each apart."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.keys import key_of
from bi.language.compose.work import Work
from bi.language.constructs.construct import Scope
from bi.language.earlier import subject_of
from bi.language.reach import Distance
from bi.language.trouble import Alternative, Trouble
from bi.model.catalog import Aggregation, ColumnRef
from bi.model.semantic import (
    Aggregate,
    DimensionGroup,
    Group,
    Measured,
    Order,
    OrderTarget,
    Related,
    SemanticQuery,
    Value,
)

_FEW = 3


def kept_of(work: Work, subject: str) -> SemanticQuery:
    """What stays of the question before when rows of `subject` are listed.

    Raises Trouble where the rows meant are only known by what was shown.
    """
    before = work.setting.previous
    if before is None:
        return SemanticQuery()
    same = subject_of(before, work.setting.reach) == subject
    if not same and not work.draft.points_back:
        return SemanticQuery()
    if before.measure_filters or (before.limit is not None and not (same and before.columns)):
        raise _only_shown()
    _require_owners(before, subject, work)
    kept = replace(before, measures=(), groups=(), measure_filters=(), comparison=None)
    if same and before.columns:
        return kept
    return replace(kept, columns=(), order=(), limit=None, distinct=False)


def _only_shown() -> Trouble:
    return Trouble(
        "That would be about only those shown, which cannot be carried over yet. Say which ones "
        "are meant, please."
    )


def _require_owners(before: SemanticQuery, subject: str, work: Work) -> None:
    """Conditions on related rows can be carried to rows that have one owner of them each."""
    for one in before.conditions:
        if isinstance(one, Related) and one.dataset != subject:
            distance = work.setting.reach.dataset_distance([subject], one.dataset)
            if distance not in (Distance.OWN, Distance.JOINED):
                raise _only_shown()


def measure_the_list(work: Work) -> None:
    """ "How many are there", "their average age" after a list: the same rows, measured."""
    query = work.query
    if query.limit is not None:
        raise _only_shown_measured(work)
    groups: tuple[Group, ...] = ()
    if _apart(work):
        groups = tuple(DimensionGroup(ref) for ref in _telling(query, work))
    counted = (Measured(_count_of(query, work)),)
    work.set(
        measures=counted, groups=groups, columns=(), dataset=None, distinct=False, order=(),
        limit=None,
    )  # fmt: skip


def _apart(work: Work) -> bool:
    """ "For each of them", or a condition on how many of the rows there are of each."""
    return "EACH" in work.draft.marks or any(
        one.values and not one.columns for one in work.draft.numbers
    )


def _only_shown_measured(work: Work) -> Trouble:
    whole = replace(work.query, limit=None, order=())
    return Trouble(
        "Only the first rows were shown; what is measured of those alone cannot be worked out "
        "yet. All of them can be listed.",
        queries=(Alternative("All of them", whole),),
    )


def _telling(query: SemanticQuery, work: Work) -> tuple[ColumnRef, ...]:
    """The columns that were shown if they are few, else those that tell the rows apart."""
    if len(query.columns) <= _FEW:
        return query.columns
    dataset = work.catalog.dataset(query.dataset or "")
    keys = tuple(d.ref for d in dataset.dimensions if d.identifier and d.ref in query.columns)
    own = tuple(ref for ref in keys if key_of(ref, work.catalog) == ref)
    display = (dataset.display.ref,) if dataset.display else ()
    return tuple(dict.fromkeys((*display, *own[:1])))


def _count_of(query: SemanticQuery, work: Work) -> Value:
    """The rows; of a list without doubles, the different values of its column."""
    if query.distinct and len(query.columns) == 1 and work.draft.counts_them:
        return Aggregate(Aggregation.COUNT_DISTINCT, query.columns[0])
    return Scope(work.catalog).count_of(query.dataset or "")


def count_them(work: Work) -> None:
    """ "How many are there?" after an answer that was no list."""
    query = work.query
    if not work.draft.counts_them or not work.editing or work.setting.previous is None:
        return
    if work.setting.previous.columns or work.draft.groups:
        return
    groups = query.groups
    if query.limit is not None or query.measure_filters or len(groups) > 1:
        raise _only_shown()
    if groups and isinstance(groups[0], DimensionGroup):
        value: Value = Aggregate(Aggregation.COUNT_DISTINCT, groups[0].column)
    else:
        subject = subject_of(query, work.setting.reach)
        if subject is None:
            raise Trouble("It is not clear what to count. Name the things, please.")
        value = Scope(work.catalog).count_of(subject)
    work.set(measures=(Measured(value),), groups=(), order=(), comparison=None)


def put_order_again(work: Work, kept: SemanticQuery) -> None:
    """The order of the list before, by the columns it was by, wherever these are now."""
    orders = [
        Order(one.target, shown_at(work, kept.columns[one.index]), one.descending)
        for one in kept.order
        if one.target is OrderTarget.COLUMN and one.index < len(kept.columns)
    ]
    work.set(order=tuple(orders))


def shown_at(work: Work, ref: ColumnRef) -> int:
    """The place of a column in the list; one that is not there yet comes last."""
    columns = work.query.columns
    if ref not in columns:
        columns = (*columns, ref)
        work.set(columns=columns, distinct=False)
    return columns.index(ref)


def adds_to_groups(work: Work) -> bool:
    """ "What is his age" after "which teacher has the most courses": one more group.

    Only where what was grouped by tells the rows of the same dataset apart.
    """
    before = work.setting.previous
    if before is None or not before.groups or not work.draft.outputs:
        return False
    if before.limit is None and not before.measure_filters:
        return False
    found = [_attribute(one.columns, before, work) for one in work.draft.outputs]
    if None in found:
        return False
    added = tuple(DimensionGroup(ref) for ref in found if ref is not None)
    work.set(groups=tuple(dict.fromkeys((*before.groups, *added))))
    return True


def _attribute(
    choices: tuple[ColumnRef, ...], before: SemanticQuery, work: Work
) -> ColumnRef | None:
    for group in before.groups:
        ref = group.column
        if ref is None or not isinstance(group, DimensionGroup):
            continue
        dimension = work.catalog.dimension(ref)
        own = [one for one in choices if one.dataset == ref.dataset]
        if own and dimension and (dimension.display or dimension.identifier):
            return own[0]
    return None
