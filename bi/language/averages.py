"""Averages said of a whole sentence: "how much did each customer spend on average"."""

from __future__ import annotations

from bi.language.clauses import Clause, EntityClause, Manner, MarkClause, MeasureClause
from bi.language.constructs.totals import of_groups
from bi.model.semantic import DimensionGroup, TimeGroup

ON_AVERAGE = "ON_AVERAGE"


def with_average(clauses: list[Clause]) -> list[Clause]:
    """The clauses with what is measured for each thing averaged over the things.

    Where the sentence says of no thing, the mark stays for the query to ask.
    """
    marks = [one for one in clauses if isinstance(one, MarkClause) and one.mark == ON_AVERAGE]
    measures = [one for one in clauses if isinstance(one, MeasureClause)]
    each = [one for one in clauses if isinstance(one, EntityClause) and one.manner is Manner.EACH]
    if not marks or len(measures) != 1 or len(each) != 1:
        return clauses
    groups = each[0].key or each[0].groups
    per = groups[0] if len(groups) == 1 else None
    if not isinstance(per, DimensionGroup | TimeGroup):
        return clauses
    choices = of_groups(measures[0].choices, per)
    if not choices:
        return clauses
    measure = MeasureClause(measures[0].place, choices)
    return [
        measure if one is measures[0] else one
        for one in clauses
        if one not in marks and one is not each[0]
    ]
