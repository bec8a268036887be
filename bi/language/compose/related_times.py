"""Times of related rows: "customers who ordered in 2025 but not in 2026", "not sold in 2024"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bi.catalog.wording import label_of
from bi.language.clauses import Place, TimeClause
from bi.language.compose.timing import range_of, require_begun
from bi.language.compose.work import Work
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef
from bi.model.semantic import TimeRange
from bi.model.words import mid_sentence


def put_dates_of_groups(work: Work, home: str) -> None:
    """ "How many products did each region sell in May": both are of the rows that were sold."""
    far = [dataset for dataset in verb_datasets(work) if is_far(work, home, dataset)]
    dates = [ref for dataset in far if (ref := work.catalog.dataset(dataset).time)]
    if dates:
        times = [
            clause if clause.columns else replace(clause, columns=tuple(dict.fromkeys(dates)))
            for clause in work.draft.times
        ]
        work.draft = replace(work.draft, times=times)


def take_times(work: Work, home: str, places: Iterable[tuple[Place, str]]) -> None:
    """Takes the times out of the sentence's own that belong to one of `places`.

    Those are of nouns, numbers and verbs with the dataset of each. A time belongs to the nearest
    one before it, unless that is a verb of what is listed or counted itself.
    """
    heads = sorted(places, key=lambda pair: pair[0].start)
    left: list[TimeClause] = []
    for clause in work.draft.times:
        head = _head_of(clause, heads, work, home)
        if head is None:
            if clause.negated:
                source = clause.place.source
                raise Trouble(f"“{source}”: what should not be then?", unknown=(source,))
            left.append(clause)
        else:
            work.head_times.append((head, clause))
    work.draft = replace(work.draft, times=left)


def _head_of(
    clause: TimeClause, heads: list[tuple[Place, str]], work: Work, home: str
) -> tuple[Place, str] | None:
    far = [(place, name) for place, name in heads if is_far(work, home, name)]
    dated = [(place, name) for place, name in far if date_of(name, home, work) is not None]
    if clause.columns:
        if any((d := work.catalog.dimension(ref)) and not d.is_time for ref in clause.columns):
            return None  # years in a column of numbers
        datasets = {ref.dataset for ref in clause.columns}
        named = next(iter(datasets)) if len(datasets) == 1 else None
        if named is None or not is_far(work, home, named):
            return None
        return next((head for head in dated if head[1] == named), (clause.place, named))
    start = clause.place.start
    if clause.negated:
        earlier = [head for head, _ in work.head_times] or [h for h in dated if h[0].start < start]
        return earlier[-1] if earlier else None
    if not dated or _is_own(clause, heads, work, home):
        return None
    _refuse_two_readings(clause, dated, work, home)
    before = [head for head in dated if head[0].start < start]
    return before[-1] if before else dated[0]


def _is_own(clause: TimeClause, heads: list[tuple[Place, str]], work: Work, home: str) -> bool:
    """Whether a time is of the rows themselves: "who signed up in 2025"."""
    start = clause.place.start
    before = [name for place, name in heads if place.start < start]
    return bool(before) and not is_far(work, home, before[-1])


def _refuse_two_readings(
    clause: TimeClause, dated: list[tuple[Place, str]], work: Work, home: str
) -> None:
    """ "Customers in 2025 who bought …": they may be of 2025, or have bought then."""
    own, first = work.catalog.dataset(home).time, dated[0]
    noun = work.draft.rows_of
    starts = [noun.place.start] if noun else [one.place.start for one in work.draft.measures]
    start = clause.place.start
    between = any(one < start for one in starts) and start < first[0].start
    other = date_of(first[1], home, work)
    if own is None or other is None or not between:
        return
    names = [mid_sentence(label_of(ref, work.catalog)) for ref in (own, other)]
    raise Trouble(
        f"Is “{clause.place.source}” the {names[0]} or the {names[1]}? Say so, or put the time "
        f"after what was done then.",
        unknown=(clause.place.source,),
    )


def date_of(dataset: str, home: str, work: Work) -> ColumnRef | None:
    """What related rows are dated by: of those that only meet rows of `home` in the rows of a
    third dataset ("products bought by customers"), by the date of these."""
    base = work.setting.reach.base(home, {dataset})
    if base is not None and base != dataset and (time := work.catalog.dataset(base).time):
        return time
    return work.catalog.dataset(dataset).time


def is_far(work: Work, home: str, dataset: str) -> bool:
    return work.setting.reach.dataset_distance([home], dataset) is Distance.SHARED


def verb_datasets(work: Work) -> list[str]:
    """The datasets that what is done is of."""
    homes = (work.setting.reach.homes(value) for verb in work.draft.verbs for value in verb.values)
    return list(dict.fromkeys(name for found in homes for name in found))


def range_of_head(clause: TimeClause, dataset: str, home: str, work: Work) -> TimeRange:
    """The days of a time that was taken, by the date of the rows that it belongs to."""
    found = range_of(clause, work)
    work.assume(found.assumption)
    require_begun(found.range, clause.place.source, work)
    own = tuple(ref for ref in clause.columns if ref.dataset == dataset)
    date = date_of(dataset, home, work)
    usual = date if date != work.catalog.dataset(dataset).time else None
    return replace(found.range, column=_chosen(own, clause, work) or usual)


def _chosen(own: tuple[ColumnRef, ...], clause: TimeClause, work: Work) -> ColumnRef | None:
    if not own:
        return None
    return work.chooser().choose(clause.place.source, own, lambda c: c, clause.place.start)
