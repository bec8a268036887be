"""What is measured: named in the sentence, kept from before, or the catalog's default."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.keys import key_of
from bi.catalog.wording import enumerated, value_name
from bi.language.choose import Undecided
from bi.language.clauses import Manner, MeasureClause
from bi.language.compose.counting import rows_counted
from bi.language.compose.reaggregating import reaggregate
from bi.language.compose.work import Work
from bi.language.constructs.construct import Scope
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import Aggregation, NumberStyle
from bi.model.semantic import (
    Aggregate,
    CountRows,
    Measured,
    NamedMeasure,
    OfGroups,
    Order,
    OrderTarget,
    Ratio,
    Value,
)
from bi.model.words import mid_sentence

_NEAR = (Distance.OWN, Distance.JOINED)
_NOWHERE = max(Distance) + 1


def put_measures(work: Work) -> None:
    """Sets the query's measures; everything after is chosen so that it fits them."""
    chosen = _with_count([_measured(clause, work) for clause in work.draft.measures], work)
    chosen = list(dict.fromkeys(chosen))
    if "ON_AVERAGE" in work.draft.marks and not all(_is_averaged(one, work) for one in chosen):
        raise Trouble("On average of what? Say, for example, per order or per month.")
    before = work.query.measures
    if work.draft.counts_noun and not work.draft.groups:
        noun = work.draft.measures[-1].place.source.lower()
        work.assume(f"The number of {noun} is shown; say “list {noun}” for the rows.")
    if chosen and before and "ALSO" in work.draft.marks:
        work.set(measures=tuple(dict.fromkeys((*before, *chosen))))
    elif chosen:
        kept = before[0] if before else None
        chosen = [_keep_calculation(one, kept) for one in chosen]
        work.set(measures=_in_place(chosen, before, work))
        count = len(work.query.measures)
        work.set(order=tuple(_within_measures(one, count) for one in work.query.order))
    elif work.draft.reaggregate is not None:
        reaggregate(work.draft.reaggregate, work)
    elif not before:
        _refuse_bare_verb(work)
        _fall_back(work)


def _with_count(chosen: list[Measured], work: Work) -> list[Measured]:
    """ "Count and average price": the rows of what is measured are counted beside it."""
    first = work.draft.counts_beside
    homes = {home for one in chosen for home in work.setting.reach.homes(one.value)}
    if first is None or len(homes) != 1:
        return chosen
    counted = Measured(Scope(work.catalog).count_of(next(iter(homes))))
    return [counted, *chosen] if first else [*chosen, counted]


def _in_place(
    chosen: list[Measured], before: tuple[Measured, ...], work: Work
) -> tuple[Measured, ...]:
    """Of several measures, only that goes which something stands "instead of"."""
    clause = work.draft.instead_of
    if clause is None or not clause.values:
        return tuple(chosen)
    gone = [one for one in before if one.value in clause.values]
    if not gone and not set(clause.groups) & set(work.query.groups):
        raise Trouble(f"“{clause.place.source}”: the question before has nothing of the kind.")
    if len(before) == 1 or not gone:
        return tuple(chosen)
    found = [new for one in before for new in (chosen if one == gone[0] else [one])]
    return tuple(dict.fromkeys(one for one in found if one not in gone))


def _is_averaged(measured: Measured, work: Work) -> bool:
    value = measured.value
    measure = work.catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    if isinstance(value, Aggregate):
        return value.aggregation is Aggregation.AVERAGE
    averaged = measure is not None and measure.aggregation is Aggregation.AVERAGE
    return averaged or isinstance(value, OfGroups | Ratio)


def _refuse_bare_verb(work: Work) -> None:
    if any(one.values and not one.columns for one in work.draft.numbers):
        return  # "that earned less than 500 of revenue": what is compared is shown
    for clause in work.draft.verbs:
        source = clause.place.source
        raise Trouble(f"What of “{source}”? Ask how much, or name a measure.", unknown=(source,))


def _keep_calculation(measured: Measured, kept: Measured | None) -> Measured:
    if measured.calculation is not None or kept is None:
        return measured
    return replace(measured, calculation=kept.calculation, window=kept.window)


def _within_measures(order: Order, count: int) -> Order:
    """An order by a measure that has gone is by the first that came."""
    is_lost = order.target in (OrderTarget.MEASURE, OrderTarget.CHANGE) and order.index >= count
    return replace(order, index=0) if is_lost else order


def _measured(clause: MeasureClause, work: Work) -> Measured:
    value = _choose(clause.choices, clause.place.source, work, clause.place.start)
    window = clause.window.count if clause.window else None
    measured = Measured(value, clause.calculation, window)
    work.origins[measured] = clause.place
    work.origins[value] = clause.place
    if clause.meant:
        name = mid_sentence(value_name(value, work.catalog))
        work.assume(f"“{clause.place.source}” is read as the {name}.")
    if isinstance(value, Ratio):
        _require_per(value, clause, work)
        divisor = mid_sentence(value_name(value.denominator, work.catalog))
        work.assume(
            f"{value_name(value, work.catalog)} is "
            f"{mid_sentence(value_name(value.numerator, work.catalog))} divided by {divisor}."
        )
    return measured


def _require_per(value: Ratio, clause: MeasureClause, work: Work) -> None:
    """ "Products per order": what many of both share has no number for each."""
    reach, below = work.setting.reach, value.denominator
    both = (value.numerator, below)
    if not all(isinstance(one, CountRows) or _counts_rows(one, work) for one in both):
        return
    for home in reach.homes(below):
        near = (Distance.OWN, Distance.JOINED)
        if reach.dataset_distance(reach.homes(value.numerator), home) not in near:
            raise Trouble(
                f"“{clause.place.source}” has no answer: one of the first belongs to several of "
                "the second."
            )


def _counts_rows(value: Value, work: Work) -> bool:
    measure = work.catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    return measure is not None and measure.expression.strip() == "*"


def _choose(choices: tuple[Value, ...], slot: str, work: Work, start: int = 0) -> Value:
    distinct = tuple(dict.fromkeys(choices))
    if work.picks.get(slot) in distinct:
        return next(choice for choice in distinct if choice == work.picks[slot])
    if len(distinct) > 1:
        said = _said_near(distinct, start, work)
        if len(said) != 1:
            said = _near_groups(said or list(distinct), work)
        if len(said) != 1:
            said = _of_the_key(distinct, work)
        if len(said) != 1:
            said = [one for one in distinct if _is_called(one, slot, work)]
        if len(said) != 1:
            raise Undecided(slot, distinct)
        return said[0]
    return distinct[0]


def _near_groups(choices: list[Value], work: Work) -> list[Value]:
    """ "Average age for each pet type": of the dataset whose own column parts the rows."""
    found: dict[int, list[Value]] = {}
    for one in choices:
        homes = work.setting.reach.homes(one)
        far = 0
        for clause in work.draft.groups:
            columns = [group.column for group in clause.groups if group.column is not None]
            known = [work.setting.reach.distance(homes, column) for column in columns]
            if columns:
                far += min((step for step in known if step is not None), default=_NOWHERE)
        found.setdefault(far, []).append(one)
    return found[min(found)] if len(found) > 1 else []


def _of_the_key(choices: tuple[Value, ...], work: Work) -> list[Value]:
    """Of distinct values of a key, and of columns that hold it elsewhere: those of the key."""
    columns = {one.column: one for one in choices if isinstance(one, Aggregate)}
    if len(columns) != len(choices):
        return []
    keys = {key_of(ref, work.catalog) for ref in columns}
    return [one for ref, one in columns.items() if keys == {ref}]


def _is_called(value: Value, words: str, work: Work) -> bool:
    return value_name(value, work.catalog).casefold() == words.casefold()


def _said_near(choices: tuple[Value, ...], start: int, work: Work) -> list[Value]:
    """Those of the dataset that the sentence names nearest to the words."""
    for dataset in work.draft.mentions.near(start):
        found = [one for one in choices if dataset in work.setting.reach.homes(one)]
        if found:
            return found
    return []


def _fall_back(work: Work) -> None:
    """The measure that a condition names, else the default one; both are said."""
    if work.draft.rank is not None and work.draft.rank.common:
        work.set(measures=(Measured(_occurrences(work)),))
        return
    if work.draft.counts_rows or any(one.buckets for one in work.draft.groups):
        work.set(measures=(Measured(rows_counted(work)),))
        return
    for clause in work.draft.numbers:
        if clause.values and (work.draft.groups or not clause.columns):
            work.set(measures=(Measured(_choose(clause.values, clause.place.source, work)),))
            return
    if _asks_for_values(work):
        return
    name = work.catalog.default_measure
    found = (work.catalog.measure(name) or work.catalog.metric(name)) if name else None
    if _shows_groups(work) and (found is None or not _suits_groups(NamedMeasure(found.name), work)):
        work.set(measures=(Measured(rows_counted(work)),))
        work.assume("The rows are counted, as no measure was named.")
        return
    if name is None or found is None:
        raise Trouble("It is not clear what to measure. Name a measure, please.")
    if work.draft.rank is not None and work.draft.rank.judged:
        raise _what_is_best(work, name)
    work.set(measures=(Measured(NamedMeasure(name)),))
    work.assume(f"{found.label} is shown, as no measure was named.")


def _shows_groups(work: Work) -> bool:
    """ "Plot the origin", "origin": merely named, to be seen."""
    draft = work.draft
    named = all(one.manner is Manner.NAMED for one in draft.groups)
    return bool(draft.groups) and (named or bool(draft.chart or "DRAW" in draft.marks))


def _suits_groups(value: NamedMeasure, work: Work) -> bool:
    """Whether a default measure may be shown; to count rows, those of the groups are nearer."""
    return not _counts_rows(value, work) and _meets_groups(value, work)


def _meets_groups(value: Value, work: Work) -> bool:
    reach = work.setting.reach
    homes = reach.homes(value)
    named = [[g.column for g in one.groups if g.column] for one in work.draft.groups]
    return all(
        any(reach.distance(homes, column) in _NEAR for column in columns)
        for columns in named
        if columns
    )


def _occurrences(work: Work) -> Value:
    """How often the thing ranked occurs: among the rows named, else its own."""
    others = [one for one in work.draft.others if one.manner is not Manner.NONE]
    named = [*work.draft.company, *(one.dataset for one in others if one.dataset)]
    columns = [g.column for one in work.draft.groups for g in one.groups if g.column]
    datasets = named or [ref.dataset for ref in columns]
    if not datasets:
        raise Trouble("It is not clear what to count. Name the things, please.")
    return Scope(work.catalog).count_of(datasets[0])


def _asks_for_values(work: Work) -> bool:
    """ "Which regions are there" asks for the regions themselves."""
    draft = work.draft
    others = (draft.rank, draft.calculation, draft.against, draft.sort, draft.numbers)
    return bool(draft.groups) and all(g.manner == "which" for g in draft.groups) and not any(others)


def _what_is_best(work: Work, default: str) -> Trouble:
    """ "Best" by which measure? At most three that suit the thing ranked."""
    from bi.language.compose.alternatives import by_measures

    names = [default]
    for dataset in work.catalog.datasets:
        names += [m.name for m in dataset.measures if m.format.style is not NumberStyle.PERCENT]
    queries = by_measures(work, list(dict.fromkeys(names)))
    noun = enumerated([clause.place.source for clause in work.draft.groups] or ["ones"])
    return Trouble(f"Best or worst {noun} by which measure?", queries=queries)
