"""The role a sentence speaks of: "matches by country of the loser", "people on the home side"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.language.compose.work import Work
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import Aggregation, Catalog, ColumnRef, Dataset, Join
from bi.model.semantic import (
    Aggregate,
    DimensionGroup,
    Filter,
    Group,
    Measured,
    OrderTarget,
    Related,
    SemanticQuery,
)
from bi.model.words import mid_sentence


def play_roles(work: Work) -> None:
    """What is measured by the columns of a role.

    Where one role of a dataset is named, its other columns are the role's as well. Raises Trouble
    for what would be measured of all its rows, in whatever role.
    """
    _count_in_roles(work)
    homes = {home for one in work.query.measures for home in work.setting.reach.homes(one.value)}
    for home in sorted(homes):
        if work.catalog.dataset(home).role_of:
            raise _only_known_by(work.catalog.dataset(home), work)
    _say_which_role(work, homes)
    for role in _named_roles(work):
        if role.role_of not in homes:
            _put(work, role)
        elif work.setting.reach.dataset_distance(homes, role.name) is not Distance.JOINED:
            raise _only_known_by(role, work)


def list_roles(work: Work) -> None:
    """The rows of a role are those that some row refers to in it: "the losers"."""
    subject = work.query.dataset or ""
    _say_which_role(work, {subject})
    for role in _named_roles(work):
        if subject not in (role.name, role.role_of):
            _put(work, role)
        elif subject == role.name or not _is_joined(subject, role, work):
            _list_those_in(work, role)


def _is_joined(subject: str, role: Dataset, work: Work) -> bool:
    """ "Employees and their managers": each row has one in the role."""
    return work.setting.reach.dataset_distance([subject], role.name) is Distance.JOINED


def _list_those_in(work: Work, role: Dataset) -> None:
    query = work.query
    conditions = [one for one in query.conditions if not _is_of_role(one, role)]
    if conditions:
        raise _only_known_by(role, work)
    filters = [f for one in query.conditions if isinstance(one, Related) for f in one.filters]
    left = _join_to(role, work).left
    work.set(
        dataset=left, distinct=True, conditions=(), filters=(*query.filters, *filters)
    )  # fmt: skip
    # "The manager of Jane": what is said besides is of those who have one.
    if left != role.role_of:
        _put(work, role)


def _is_of_role(condition: object, role: Dataset) -> bool:
    """ "Losers over 30" was found to be about losers who are players over 30."""
    return (
        isinstance(condition, Related)
        and condition.other == role.role_of
        and not condition.negated
        and condition.time is None
    )


def _named_roles(work: Work) -> list[Dataset]:
    """The roles that the query has columns of; none of a dataset of which it has two."""
    found = {ref.dataset for ref in _columns_of(work.query)} | {work.query.dataset or ""}
    roles = [one for one in work.catalog.datasets if one.role_of and one.name in found]
    return [one for one in roles if [o.role_of for o in roles].count(one.role_of) == 1]


def _put(work: Work, role: Dataset) -> None:
    """The role's columns in place of those of the dataset itself."""
    query = work.query
    seen = _Seen({one.in_role_of: one.ref for one in role.dimensions if one.in_role_of})
    groups = tuple(map(seen.group, query.groups))
    filters = tuple(map(seen.filter, query.filters))
    columns = tuple(map(seen.column, query.columns))
    for before, after in zip((*query.groups, *query.filters), (*groups, *filters), strict=True):
        if before != after and before in work.origins:
            work.origins.setdefault(after, work.origins[before])
    shown = tuple(dict.fromkeys(columns))
    order = tuple(
        replace(one, index=shown.index(columns[one.index]))
        if one.target is OrderTarget.COLUMN and one.index < len(columns)
        else one
        for one in query.order
    )
    groups = _without_owner(work, groups, role)
    work.set(
        groups=groups, filters=tuple(dict.fromkeys(filters)), columns=shown, order=order
    )  # fmt: skip


@dataclass(frozen=True)
class _Seen:
    """Columns as they are called in a role."""

    roles: dict[ColumnRef, ColumnRef]

    def column(self, ref: ColumnRef) -> ColumnRef:
        return self.roles.get(ref, ref)

    def group(self, one: Group) -> Group:
        if isinstance(one, DimensionGroup):
            return replace(one, column=self.column(one.column))
        return one

    def filter(self, one: Filter) -> Filter:
        return replace(one, column=self.column(one.column))


def _without_owner(work: Work, groups: tuple[Group, ...], role: Dataset) -> tuple[Group, ...]:
    """ "By country of the loser": the loser only says whose country."""
    own = [one for one in groups if one.column and one.column.dataset == role.name]
    namer = role.display
    if len(set(own)) < 2 or namer is None:
        return tuple(dict.fromkeys(groups))
    owner = DimensionGroup(namer.ref)
    place = work.origins.get(owner)
    joined = place is not None and place.start - 1 in work.draft.joints
    first = min((work.origins[one].start for one in own if one in work.origins), default=0)
    if place is None or joined or place.start == first:
        return tuple(dict.fromkeys(groups))
    return tuple(one for one in dict.fromkeys(groups) if one != owner)


def _count_in_roles(work: Work) -> None:
    """ "How many losers": the different ones that are referred to, not all there could be."""
    work.set(measures=tuple(_counted(one, work) for one in work.query.measures))


def _counted(measured: Measured, work: Work) -> Measured:
    value = measured.value
    if not isinstance(value, Aggregate) or value.aggregation is not Aggregation.COUNT_DISTINCT:
        return measured
    role = work.catalog.dataset(value.column.dataset)
    if role.role_of is None or role.display is None or value.column != role.display.ref:
        return measured
    key = _key_of(_join_to(role, work), work.catalog)
    if key is None:
        return measured
    counted = replace(measured, value=Aggregate(Aggregation.COUNT_DISTINCT, key))
    if value in work.origins:
        work.origins.setdefault(counted.value, work.origins[value])
    return counted


def _key_of(join: Join, catalog: Catalog) -> ColumnRef | None:
    """The dimension that holds the reference."""
    (column, *more) = join.left_columns
    found = [
        one.ref
        for one in catalog.dataset(join.left).dimensions
        if one.expression.strip('"`[]').casefold() == column.casefold()
    ]
    return found[0] if found and not more else None


def _join_to(role: Dataset, work: Work) -> Join:
    """Raises Trouble where several datasets have it."""
    joins = [join for join in work.catalog.joins if join.right == role.name]
    if len(joins) != 1:
        raise _only_known_by(role, work)
    return joins[0]


def _only_known_by(role: Dataset, work: Work) -> Trouble:
    lefts = [
        mid_sentence(work.catalog.dataset(join.left).label)
        for join in work.catalog.joins
        if join.right == role.name
    ]
    return Trouble(
        f"{role.label} is what {' and '.join(lefts)} refer to; ask for {lefts[0]} by it, or with "
        "conditions on it.",
        unknown=(mid_sentence(role.label),),
    )


def _say_which_role(work: Work, homes: set[str]) -> None:
    """Where a dataset is reached by one of several roads that have roles, which one that is."""
    named = {role.role_of for role in _named_roles(work)}
    for target in dict.fromkeys(ref.dataset for ref in _columns_of(work.query)):
        if target in homes | named or len(homes) != 1:
            continue
        path = work.setting.reach.joins_to(next(iter(homes)), target)
        if not path:
            continue
        last = path[-1]
        played = {
            work.catalog.dataset(join.right).label: join.left_columns == last.left_columns
            for join in work.catalog.joins
            if join.left == last.left and work.catalog.dataset(join.right).role_of == target
        }
        own = [label for label, same in played.items() if same]
        others = [label for label, same in played.items() if not same]
        if own and others:
            label = work.catalog.dataset(target).label
            work.assume(f"{label}: the {mid_sentence(own[0])}, not the {mid_sentence(others[0])}.")


def _columns_of(query: SemanticQuery) -> list[ColumnRef]:
    named = [one.column for one in (*query.groups, *query.filters) if one.column]
    return [*named, *query.columns]
