"""All stages in their order."""

from __future__ import annotations

from bi.language.compose.calculating import put_calculation
from bi.language.compose.checking import check
from bi.language.compose.comparing import put_comparison
from bi.language.compose.filtering import put_filters, put_numbers
from bi.language.compose.grouping import put_groups
from bi.language.compose.listing import list_rows
from bi.language.compose.measuring import put_measures
from bi.language.compose.ranking import put_rank, put_sort
from bi.language.compose.removing import remove_parts
from bi.language.compose.timing import pin_time, put_time
from bi.language.compose.windows import put_windows
from bi.language.compose.work import Setting, Work
from bi.language.draft import Draft
from bi.language.trouble import Trouble
from bi.model.semantic import SemanticQuery

# Measures come first, as columns are chosen to fit them; the checks see the whole.
_STAGES = (
    remove_parts,
    put_measures,
    put_groups,
    put_filters,
    put_numbers,
    put_time,
    put_rank,
    put_sort,
    put_calculation,
    put_windows,
    put_comparison,
    pin_time,
    check,
)


def compose(draft: Draft, setting: Setting, picks: dict[str, object] | None = None) -> Work:
    """The query of a draft: a new one, or the previous one edited.

    Raises Trouble, and Undecided where the person has to choose a column or measure.
    """
    work = Work(setting, draft, setting.previous or SemanticQuery(), dict(picks or {}))
    if draft.rivals:
        names = " or ".join(f"“{one.place.source}”" for one in draft.rivals)
        raise Trouble(f"What is asked for, {names}? Join them with “and”, or ask for one.")
    if draft.rows_of is not None:
        for verb in draft.verbs:
            source = verb.place.source
            raise Trouble(f"“{source}” cannot be said of rows yet.", unknown=(source,))
        list_rows(draft.rows_of, work)
        return work
    if draft.columns:
        source = draft.columns[0].place.source
        raise Trouble(
            f"“{source}” names columns, which only a list of rows has. Ask for a list, or say "
            f"what they should be.",
            unknown=(source,),
        )
    for stage in _STAGES:
        stage(work)
    return work
