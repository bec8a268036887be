"""Lists of rows: "the names and ages of students older than 20", "the three oldest dogs"."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.keys import key_of
from bi.catalog.wording import filter_phrase
from bi.language.choose import Undecided
from bi.language.clauses import Axis, EntityClause, Manner, RankClause, SortClause
from bi.language.compose.axes import along_axes
from bi.language.compose.filtering import (
    put_benchmarks,
    put_eithers,
    put_filters,
    put_numbers,
)
from bi.language.compose.following import kept_of, put_order_again, shown_at
from bi.language.compose.relating import relate, require_related, take_related_times
from bi.language.compose.shown import amount_shown
from bi.language.compose.timing import put_time
from bi.language.compose.work import Work
from bi.language.earlier import subject_of
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Dataset
from bi.model.semantic import (
    CountRows,
    Filter,
    Limit,
    Measured,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
)
from bi.model.words import mid_sentence

_COLUMNS = 24
_FIRST = 10


def list_rows(work: Work) -> None:
    """Makes the query a list; conditions are chosen as for a count of the same rows."""
    draft = work.draft
    subject = _subject(work)
    kept = kept_of(work, subject)
    work.query = replace(
        kept, measures=(Measured(CountRows(subject)),), dataset=subject, columns=(), order=()
    )
    outputs = _outputs(work, subject)
    home = work.setting.reach.base(subject, {ref.dataset for ref in outputs}) or subject
    put_filters(work)
    put_numbers(work)
    put_eithers(work)
    put_benchmarks(work)
    shown = frozenset(ref.dataset for ref in outputs) - {subject}
    take_related_times(work, home, shown)
    _put_time(work, subject)
    relate(work, home, shown)
    require_related(work, home, shown)
    _refuse_contradictions(work)
    columns = along_axes(work, _columns(work, outputs, kept, subject))
    distinct = "DISTINCT" in draft.marks and bool(outputs or kept.columns)
    distinct = distinct or (kept.distinct and not outputs)
    work.set(columns=columns, measures=(), distinct=distinct)
    put_order_again(work, kept)
    noun = draft.rows_of or next(iter(draft.outputs), None)
    if noun is not None:
        work.origins[subject] = noun.place
    _put_rank(work)
    _put_sort(work)


def _refuse_contradictions(work: Work) -> None:
    """One row has one value: both of two leave nothing."""
    seen: dict[ColumnRef, Filter] = {}
    for one in work.query.filters:
        other = seen.setdefault(one.column, one)
        if other is not one and Operator.IN == one.operator == other.operator:
            raise Trouble(
                f"Is it “{filter_phrase(other, work.catalog)}” or "
                f"“{filter_phrase(one, work.catalog)}”? One row cannot be both."
            )


def _subject(work: Work) -> str:
    """The dataset whose rows are listed: the noun, else that of the columns or conditions."""
    draft = work.draft
    before = _before(work)
    if before is not None and draft.outputs and draft.marks & {"ALSO", "EACH"}:
        return before
    if draft.rows_of is not None and draft.rows_of.dataset:
        return _rather_owner(draft.rows_of, work)
    if before is not None:
        return before
    for one in draft.outputs:
        datasets = {ref.dataset for ref in one.columns}
        if len(datasets) == 1:
            return next(iter(datasets))
    absent = {one.dataset for one in draft.others if one.manner is Manner.NONE}
    for dataset in draft.mentions.here(10**6)[::-1]:
        if dataset not in absent:
            return dataset
    choices = [ref for one in draft.outputs for ref in one.columns]
    choices += list(draft.rank.columns) if draft.rank else []
    datasets = {key_of(ref, work.catalog).dataset for ref in choices}
    alone = next(iter(datasets)) if len(datasets) == 1 else _having_all(work)
    if alone is not None:
        return alone
    if not choices:
        raise Trouble("It is not clear what to list. Name the things, please.")
    slot = (draft.outputs[0].place if draft.outputs else draft.rank.place).source  # type: ignore[union-attr]
    if slot in work.picks:
        return next(ref for ref in choices if ref == work.picks[slot]).dataset
    raise Undecided(slot, tuple(dict.fromkeys(choices)))


def _having_all(work: Work) -> str | None:
    """The one dataset that has a column of its own for everything said."""
    draft = work.draft
    said = [{ref.dataset for ref in one.columns} for one in draft.outputs]
    said += [{ref.dataset for ref in draft.rank.columns}] if draft.rank else []
    said += [{one.column.dataset for one in clause.choices} for clause in draft.filters]
    said += [{ref.dataset for ref in clause.columns} for clause in draft.numbers]
    common = set.intersection(*said) if said else set[str]()
    return next(iter(common)) if len(common) == 1 else None


def _before(work: Work) -> str | None:
    """The dataset that the question before was about, if the sentence goes on from it."""
    previous = work.setting.previous
    return subject_of(previous, work.setting.reach) if previous else None


def _rather_owner(noun: EntityClause, work: Work) -> str:
    """ "Names of students who have pets": the first noun, but "the pets' owner names" of owners."""
    dataset = noun.dataset or ""
    owners = {
        next(iter(found))
        for one in work.draft.outputs
        if len(found := {ref.dataset for ref in one.columns}) == 1
    }
    named = {one.dataset for one in work.draft.others if one.dataset}
    if owners and dataset not in owners and len(owners) == 1:
        owner = next(iter(owners))
        far = work.setting.reach.dataset_distance([dataset], owner) is Distance.SHARED
        if owner in named or far:
            return owner
    return dataset


def _outputs(work: Work, subject: str) -> list[ColumnRef]:
    found: list[ColumnRef] = []
    for one in work.draft.outputs:
        choices = list(one.columns)
        own = [ref for ref in choices if ref.dataset == subject]
        if len(own) == 1:
            ref = own[0]
        else:
            ref = work.chooser().choose(
                one.place.source, own or choices, lambda c: c, one.place.start
            )
        work.origins.setdefault(ref, one.place)
        found.append(ref)
    for clause in work.draft.columns:
        for options in clause.choices:
            ref = work.chooser().choose(
                clause.place.source, options, lambda c: c, clause.place.start
            )
            found.append(ref)
    return list(dict.fromkeys(found))


def _put_time(work: Work, subject: str) -> None:
    put_time(work)
    time, dataset = work.query.time, work.catalog.dataset(subject)
    if time is not None and time.column is None and dataset.time is None:
        raise Trouble(f"{dataset.label} have no date, so there is no “{time.label}” of them.")


def _columns(
    work: Work, outputs: list[ColumnRef], kept: SemanticQuery, subject: str
) -> tuple[ColumnRef, ...]:
    """The columns named; those shown before, where the sentence only narrows; else all."""
    dataset = work.catalog.dataset(subject)
    if outputs and kept.columns and work.draft.marks & {"ALSO", "EACH"}:
        return tuple(dict.fromkeys((*kept.columns, *outputs)))
    swapped = _swapped(work, outputs, kept)
    if swapped:
        return swapped
    if outputs:
        if work.draft.columns and not work.draft.outputs:
            return _with_name(tuple(outputs), dataset)
        if _asks_which(work) and not any(_identifies(ref, subject, work) for ref in outputs):
            return _with_name(tuple(outputs), dataset)
        return tuple(outputs)
    if kept.columns and "DETAILS" not in work.draft.marks:
        return kept.columns
    return _own(dataset)


def _swapped(
    work: Work, outputs: list[ColumnRef], kept: SemanticQuery
) -> tuple[ColumnRef, ...] | None:
    """ "Weight instead of displacement": the other columns stay as they are."""
    clause = work.draft.instead_of
    gone = set(clause.columns) & set(kept.columns) if clause else set()
    if clause is None or not clause.columns:
        return None
    if not gone:
        raise Trouble(f"“{clause.place.source}”: the question before has nothing of the kind.")
    new = [ref for ref in outputs if ref not in gone]
    first = next(ref for ref in kept.columns if ref in gone)
    found = [ref for one in kept.columns for ref in (new if one == first else [one])]
    return tuple(dict.fromkeys(ref for ref in found if ref not in gone))


def _asks_which(work: Work) -> bool:
    """ "Which lakes have the largest areas": the lakes are asked for."""
    noun = work.draft.rows_of
    return noun is not None and noun.manner is Manner.WHICH


def _identifies(ref: ColumnRef, subject: str, work: Work) -> bool:
    dimension = work.catalog.dimension(ref)
    names = dimension is not None and (dimension.display or dimension.identifier)
    return ref.dataset != subject or names


def _with_name(columns: tuple[ColumnRef, ...], dataset: Dataset) -> tuple[ColumnRef, ...]:
    """Rows begin with what tells them apart."""
    namer = dataset.display or next((d for d in dataset.dimensions if d.identifier), None)
    return columns if namer is None else tuple(dict.fromkeys((namer.ref, *columns)))


def _own(dataset: Dataset) -> tuple[ColumnRef, ...]:
    """The dataset's own columns."""
    return _with_name(tuple(d.ref for d in dataset.dimensions), dataset)[:_COLUMNS]


def _put_rank(work: Work) -> None:
    rank = work.draft.rank
    if rank is None:
        return
    ref = _nearest(work, rank) if rank.columns else amount_shown(work.query, rank.place, work)
    index = shown_at(work, ref)
    order = Order(OrderTarget.COLUMN, index, rank.descending)
    count = (
        rank.count
        or (1 if not rank.columns else None)
        or (work.draft.limit.count if work.draft.limit else None)
    )
    if count is None and work.draft.sort is not None and _is_plural(work, rank):
        work.origins[order] = rank.place
        work.set(order=(order,))
        return
    if count is None:
        count = _FIRST if _is_plural(work, rank) else 1
        if count == _FIRST:
            work.assume(f"The first {_FIRST} are shown, as no number was given.")
    limit = Limit(count, ties="TIES" in work.draft.marks)
    if rank.nth is not None:
        limit = Limit(1, skip=rank.nth - 1)
    if rank.each is not None:
        within = work.chooser().choose(
            rank.each.place.source, rank.each.columns, lambda c: c, rank.each.place.start
        )
        limit = replace(limit, within=(shown_at(work, within),))
        work.assume(f"The ranking is made within each {mid_sentence(rank.each.place.source)}.")
    work.origins[order] = work.origins[limit] = rank.place
    work.set(order=(order,), limit=limit)


def _is_plural(work: Work, rank: RankClause) -> bool:
    """ "The oldest students" are some; "the oldest student", "who is oldest" is one."""
    noun = work.draft.rows_of
    return rank.plural or (noun is not None and noun.plural and not rank.count)


def _nearest(work: Work, rank: RankClause) -> ColumnRef:
    subject = work.query.dataset or ""
    own = [ref for ref in rank.columns if ref.dataset == subject]
    if len(own) == 1:
        return own[0]
    dated = work.catalog.dataset(subject).time if subject else None
    if dated is not None and dated in own:
        return dated
    probe = replace(work.query, measures=(Measured(CountRows(subject)),))
    work.query, kept = probe, work.query
    try:
        return work.chooser().choose(
            rank.place.source, own or rank.columns, lambda c: c, rank.place.start
        )
    finally:
        work.query = kept


def _put_sort(work: Work) -> None:
    sort = work.draft.sort
    if sort is not None and not _is_ranked_already(sort, work):
        ref = _sorted_by(sort, work)
        order = Order(OrderTarget.COLUMN, shown_at(work, ref), _descends(sort, ref, work))
        work.origins[order] = sort.place
        work.set(order=(order,))
    if work.draft.limit is not None and work.draft.rank is None:
        limit = Limit(work.draft.limit.count)
        work.origins[limit] = work.draft.limit.place
        work.set(limit=limit)


def _descends(sort: SortClause, ref: ColumnRef, work: Work) -> bool:
    """ "By age, oldest first": of an age the greatest, of a date the earliest."""
    dimension = work.catalog.dimension(ref)
    counts = dimension is not None and dimension.type.is_numeric and not dimension.is_year
    return bool(sort.descending) is not (sort.aged and counts)


def _is_ranked_already(sort: SortClause, work: Work) -> bool:
    """ "The largest lakes, from largest to smallest": by what they are ranked."""
    named = sort.columns or sort.values or sort.timed is not None
    if named or work.draft.rank is None or not work.query.order:
        return False
    order = work.query.order[0]
    if sort.descending is not None:
        order = replace(order, descending=sort.descending)
    work.origins[order] = sort.place
    work.set(order=(order,))
    return True


def _sorted_by(sort: SortClause, work: Work) -> ColumnRef:
    columns = sort.columns
    if not columns and not sort.values:
        shown = work.query.columns
        if sort.axis is Axis.Y and len(shown) > 1:
            return shown[1]
        times = [c for c in shown if (d := work.catalog.dimension(c)) and d.is_time]
        return (times or list(shown))[0] if sort.timed else shown[0]
    own = [ref for ref in columns if ref.dataset == work.query.dataset]
    reach, subject = work.setting.reach, work.query.dataset or ""
    names = {value.name for value in sort.values if isinstance(value, NamedMeasure)}
    own = own or [ref for ref in work.query.columns if ref.name in names]
    near = own or [
        ref
        for ref in columns
        if reach.dataset_distance([subject], ref.dataset) in (Distance.OWN, Distance.JOINED)
    ]
    if not near:
        raise Trouble(
            f"“{sort.place.source}”: the rows have no such column to sort by.",
            unknown=(sort.place.source,),
        )
    return near[0]
