"""Complete readings to offer where one word leaves several open."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import title_of
from bi.language.choose import Undecided
from bi.language.clauses import MeasureClause
from bi.language.compose.work import Work
from bi.language.trouble import Alternative, Trouble
from bi.model.semantic import NamedMeasure, SemanticQuery

_OFFERED = 3


def by_measures(work: Work, names: list[str]) -> tuple[Alternative, ...]:
    """The same sentence with each of these measures, those that work, three at most."""
    from bi.language.compose.compose import compose

    draft, found = work.draft, list[Alternative]()
    place = draft.rank.place if draft.rank else draft.groups[0].place
    for name in names:
        clause = MeasureClause(place, (NamedMeasure(name),))
        trial = replace(draft, measures=[clause])
        try:
            query = compose(trial, work.setting, work.picks).query
        except (Trouble, Undecided):
            continue
        found.append(alternative(query, work))
        if len(found) == _OFFERED:
            break
    return tuple(found)


def alternative(query: SemanticQuery, work: Work) -> Alternative:
    return Alternative(title_of(query, work.catalog), query)
