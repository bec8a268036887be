"""Which rows are counted where nobody said what they are: "count by region"."""

from __future__ import annotations

from bi.language.clauses import EntityClause, Manner
from bi.language.compose.work import Work
from bi.language.constructs.construct import Scope
from bi.language.trouble import Trouble
from bi.model.semantic import Value


def rows_counted(work: Work) -> Value:
    """The rows that have one value of each column said, in groupings and conditions alike.

    A thing named is counted itself, if it is among them: "cars by weight".
    """
    draft = work.draft
    datasets = [name for one in draft.groups if (name := _dataset(one, work))]
    present = [one.dataset for one in draft.others if one.manner is not Manner.NONE]
    datasets = datasets or [name for name in present if name]
    if not datasets:
        raise Trouble("It is not clear what to count. Name the things, please.")
    absent = {one.dataset for one in draft.others if one.manner is Manner.NONE}
    said = {*datasets, *_conditions(work)}
    said |= {one.dataset for one in (*draft.others, *draft.groups) if one.dataset}
    said -= absent
    return Scope(work.catalog).count_of(work.setting.reach.base(datasets[0], said) or datasets[0])


def _conditions(work: Work) -> set[str]:
    found = [{one.column.dataset for one in clause.choices} for clause in work.draft.filters]
    found += [{ref.dataset for ref in clause.columns} for clause in work.draft.numbers]
    return {next(iter(names)) for names in found if len(names) == 1}


def _dataset(clause: EntityClause, work: Work) -> str | None:
    """The dataset of a grouping; of several so called the one said nearest."""
    names = [group.column.dataset for group in clause.groups if group.column]
    if not names:
        return None
    near = [one for one in work.draft.mentions.near(clause.place.start) if one in names]
    return next(iter([*near, *names]))
