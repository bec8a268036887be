"""What a further sentence wants returned becomes what there is a row for each of."""

from __future__ import annotations

from dataclasses import replace

from bi.language.clauses import EntityClause, Manner, MeasureClause
from bi.language.compose.work import Work
from bi.language.constructs.construct import Scope
from bi.language.trouble import Trouble
from bi.model.semantic import Group


def put_returned(work: Work) -> None:
    """Adds the columns to return to the draft's groups."""
    draft = work.draft
    columns = [one for one in draft.returned if one.groups]
    if not columns:
        return
    draft.measures = _without_counted(draft.measures, columns, work)
    told: list[EntityClause] = []
    described: list[EntityClause] = []
    for one in columns:
        same = next((g for g in draft.groups if set(g.groups) & set(one.groups)), None)
        owner = next((g for g in draft.groups if _attributes(one, g)), None)
        if same is not None:
            shared = tuple(group for group in same.groups if group in one.groups)
            told.append(replace(same, groups=shared))
            described.append(same)
        elif owner is not None:
            attribute = replace(one, manner=owner.manner, groups=_attributes(one, owner))
            told.append(replace(attribute, dataset=None, plural=owner.plural))
            described += [owner] if owner.dataset and _identifies(attribute, work) else []
        elif draft.rank is not None and draft.groups:
            source = one.place.source
            raise Trouble(f"“{source}” is no column of what is ranked.", unknown=(source,))
        else:
            told.append(replace(one, manner=Manner.NAMED))
    draft.groups = [one for one in draft.groups if one not in described] + told
    draft.returned = []


def _without_counted(
    measures: list[MeasureClause], columns: list[EntityClause], work: Work
) -> list[MeasureClause]:
    """ "How many merchants …? Return the name and the number of coupons": of each merchant."""
    if work.draft.groups:
        return measures
    datasets = {ref.dataset for one in columns for ref in one.columns}
    counts = {Scope(work.catalog).count_of(dataset) for dataset in datasets}
    return [one for one in measures if not counts.issuperset(one.choices)] or measures


def _attributes(one: EntityClause, owner: EntityClause) -> tuple[Group, ...]:
    """The columns named that are of the dataset of what there is a row for each of."""
    datasets = {group.column.dataset for group in owner.groups if group.column}
    return tuple(g for g in one.groups if g.column and g.column.dataset in datasets)


def _identifies(one: EntityClause, work: Work) -> bool:
    """Whether a column tells the rows of its dataset apart."""
    found = [work.catalog.dimension(ref) for ref in one.columns]
    return any(dimension and (dimension.display or dimension.identifier) for dimension in found)
