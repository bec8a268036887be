"""Where: conditions on rows and on measured values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bi.catalog.wording import filter_phrase, label_of, value_format, value_name
from bi.language.clauses import FilterClause, Manner, MeasureClause, NumberClause, Place
from bi.language.compose.grouping import contrast
from bi.language.compose.of_groups import count_each, is_of_groups
from bi.language.compose.shown import amount_shown
from bi.language.compose.work import Work
from bi.language.reach import Distance
from bi.language.rows_wanted import counted_dataset
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, NumberStyle
from bi.model.semantic import (
    Aggregate,
    Benchmark,
    Calculation,
    ColumnComparison,
    CountRows,
    DimensionGroup,
    Either,
    Filter,
    Measured,
    MeasureFilter,
    NamedMeasure,
    OfGroups,
    Operator,
    Scalar,
    ShareOf,
    Value,
)
from bi.model.words import mid_sentence


def put_filters(work: Work) -> None:
    put_parts_of(work)
    new = [_filter(clause, work) for clause in work.draft.filters]
    _refuse_contradictions([one for one in new if not _is_far(one, work)], work)
    _refuse_uneven_comparison(new, work)
    for one, clause in _merged(new, work):
        _refuse_unclear(one, clause, work)
        _add(one, clause, work)
        if clause.contrast or (_compares(work) and len(one.values) > 1):
            contrast(work, one)
    _drop_fixed_groups(work)


def _drop_fixed_groups(work: Work) -> None:
    """ "Tests with the result Fail by day": a column merely named of which one value is left."""
    fixed = {
        one.column
        for one in work.query.filters
        if one.operator is Operator.IN and len(one.values) == 1
    }
    named = {
        group for one in work.draft.groups if one.manner is Manner.NAMED for group in one.groups
    }
    kept = tuple(
        group
        for group in work.query.groups
        if not (isinstance(group, DimensionGroup) and group in named and group.column in fixed)
    )
    if kept:
        work.set(groups=kept)


def put_parts_of(work: Work) -> None:
    """ "What percentage of orders is online": the condition is of the part, not of the whole."""
    draft = work.draft
    shares = [m for m in work.query.measures if m.calculation is Calculation.SHARE_OF_TOTAL]
    parts = [clause for clause in draft.filters if clause.part]
    others = [clause for clause in draft.filters if not clause.part]
    if not parts and len(others) == 1 and len(shares) == 1 and not work.editing:
        said = work.origins.get(shares[0])
        follows = said is not None and said.start < others[0].place.start
        if follows and not draft.groups and not draft.calculation and not others[0].contrast:
            parts, others = others, []
    if not parts or len(shares) != 1 or len(work.query.measures) != 1:
        return
    place = parts[-1].place
    if any(clause.place.start > place.start for clause in others):
        raise Trouble(
            f"A share of all, or of those alone that the words after “{place.source}” name? Ask "
            "for one condition at a time, please."
        )
    value = shares[0].value
    if not isinstance(value, NamedMeasure | Aggregate | CountRows):
        return
    share = Measured(ShareOf(value, tuple(_filter(clause, work) for clause in parts)))
    for one in (share, share.value):
        work.origins[one] = work.origins.get(shares[0], place)
    work.set(measures=(share,))
    work.draft = replace(draft, filters=others)


def _refuse_uneven_comparison(new: list[Filter], work: Work) -> None:
    """ "compare Canada and Technology": values of two columns do not stand side by side."""
    sets_side_by_side = any(len(one.values) > 1 for one in new) or work.draft.against
    if _compares(work) and len(new) > 1 and not sets_side_by_side and not work.draft.groups:
        names = " and ".join(filter_phrase(one, work.catalog) for one in new)
        raise Trouble(f"Things of two kinds cannot be set side by side: {names}.")


def _merged(new: list[Filter], work: Work) -> list[tuple[Filter, FilterClause]]:
    """ "without A and without B" is one condition; "in A … in B" would leave nothing."""
    merged: dict[ColumnRef, tuple[Filter, FilterClause]] = {}
    apart: list[tuple[Filter, FilterClause]] = []
    for one, clause in zip(new, work.draft.filters, strict=True):
        if _is_far(one, work):
            apart.append((one, clause))
            continue
        if one.column not in merged:
            merged[one.column] = (one, clause)
            continue
        first, before = merged[one.column]
        if first.operator is Operator.IN and first != one:
            raise Trouble(
                f"Is it “{filter_phrase(first, work.catalog)}” or "
                f"“{filter_phrase(one, work.catalog)}”? Both at once leave nothing."
            )
        values = tuple(dict.fromkeys((*first.values, *one.values)))
        joined = Filter(one.column, first.operator, values)
        work.origins[joined] = before.place
        merged[one.column] = (joined, before)
    return [*merged.values(), *apart]


def _is_far(one: Filter, work: Work) -> bool:
    """Whether one thing measured or listed may have several values of the column."""
    return bool(work.query.measures) and work.chooser().shared(one.column)


def _compares(work: Work) -> bool:
    return "COMPARE" in work.draft.marks


def _filter(clause: FilterClause, work: Work) -> Filter:
    one = work.chooser().choose(
        clause.place.source, clause.choices, lambda f: f.column, clause.place.start
    )
    work.origins[one] = clause.place
    return one


def _add(one: Filter, clause: FilterClause, work: Work) -> None:
    """A condition on a column takes the place of the one before it; "also" joins the values."""
    before = work.query.filters
    if _is_far(one, work) and one.column not in {old.column for old in work.kept}:
        work.set(filters=(*before, one))
        return
    same = [old for old in before if old.column == one.column]
    joined = one
    if "ALSO" in work.draft.marks and same and same[0].operator is one.operator:
        values = tuple(dict.fromkeys((*same[0].values, *one.values)))
        joined = Filter(one.column, one.operator, values)
    work.origins[joined] = clause.place
    if one.operator is Operator.NOT_IN and same and same[0].operator is Operator.IN:
        joined = _without(same[0], one, work)
        work.origins[joined] = clause.place
    kept = [old for old in before if old.column != one.column]
    work.set(filters=(*kept, joined))


def _without(kept: Filter, taken: Filter, work: Work) -> Filter:
    """Values taken out of those a filter had."""
    values = tuple(value for value in kept.values if value not in taken.values)
    if not values:
        raise Trouble(f"Without them nothing is left of “{filter_phrase(kept, work.catalog)}”.")
    return Filter(kept.column, Operator.IN, values)


def _refuse_contradictions(new: Iterable[Filter], work: Work) -> None:
    """In one sentence, values of a column asked for and left out at once."""
    operators: dict[ColumnRef, set[Operator]] = {}
    for one in new:
        operators.setdefault(one.column, set()).add(one.operator)
    for column, found in operators.items():
        if {Operator.IN, Operator.NOT_IN} <= found:
            label = mid_sentence(label_of(column, work.catalog))
            raise Trouble(f"One {label} with and another without cannot be asked for at once yet.")


def put_benchmarks(work: Work) -> None:
    """Columns beside their own average, and beside one another."""
    found: list[Benchmark | ColumnComparison] = []
    for clause in work.draft.benchmarks:
        choices = clause.columns or tuple(_amounts_shown(work))
        if not choices:
            raise Trouble(f"“{clause.place.source}”: of what?", unknown=(clause.place.source,))
        column = work.chooser().choose(
            clause.place.source, choices, lambda c: c, clause.place.start
        )
        found.append(Benchmark(column, clause.operator, clause.aggregation))
        work.origins[found[-1]] = clause.place
    for beside in work.draft.besides:
        choose = work.chooser().choose
        start = beside.place.start
        column = choose(beside.place.source, beside.columns, lambda c: c, start)
        other = choose(beside.place.source, beside.others, lambda c: c, start)
        found.append(ColumnComparison(column, beside.operator, other))
        work.origins[found[-1]] = beside.place
    work.set(conditions=(*work.query.conditions, *found))


def _amounts_shown(work: Work) -> list[ColumnRef]:
    """What "above average" is said of where nothing is named: an amount already in the question."""
    found = [m.value.column for m in work.query.measures if isinstance(m.value, Aggregate)]
    for one in work.draft.outputs:
        for group in one.groups:
            dimension = work.catalog.dimension(group.column) if group.column else None
            if dimension and dimension.type.is_numeric and not dimension.identifier:
                found.append(dimension.ref)
    return found[:1]


def _refuse_unclear(one: Filter, clause: FilterClause, work: Work) -> None:
    """Where a thing counted may have several values, "not" and "and" have two meanings."""
    if not work.query.measures or not work.chooser().shared(one.column):
        return
    if one.values == (False,):
        measured = mid_sentence(value_name(work.query.measures[0].value, work.catalog))
        label = mid_sentence(label_of(one.column, work.catalog))
        raise Trouble(
            f"One of {measured} may have several values of {label}, so “{clause.place.source}” "
            f"could mean any or all of them. Ask for one value, or with “or”."
        )


def put_numbers(work: Work) -> None:
    work.draft.numbers = [_named(clause, work) for clause in work.draft.numbers]
    for clause in work.draft.numbers:
        if _is_of_rows(clause, work):
            _add_row_condition(clause, work)
        elif clause.benchmark is not None:
            _add_benchmark(clause, work)
        elif is_of_things(clause, work):
            continue  # `relate` counts what belongs to each of them
        elif count_each(clause, work) or work.query.groups or not counted_dataset(clause):
            _add_measure_condition(clause, work)


def _named(clause: NumberClause, work: Work) -> NumberClause:
    """ "Only those above 5%": of the measure shown, or the only amount in a list."""
    if clause.values or clause.columns:
        return clause
    previous = work.setting.previous
    if previous is not None and previous.columns:
        return replace(clause, columns=(amount_shown(previous, clause.place, work),))
    if previous is None or len(previous.measures) != 1:
        source = clause.place.source
        raise Trouble(f"“{source}”: of what? Name it, please.", unknown=(source,))
    return replace(clause, values=(previous.measures[0].value,))


def _is_of_rows(clause: NumberClause, work: Work) -> bool:
    """A column is compared row by row, unless it is said of groups and a measure is named so."""
    if not clause.columns:
        return False
    return not clause.values or not work.query.groups or not _is_said_of_groups(clause, work)


def is_of_things(clause: NumberClause, work: Work) -> bool:
    """ "Revenue of customers with more than 3 orders, by region": it is the customers' number."""
    counted = counted_dataset(clause)
    if counted is None or not work.query.groups:
        return False
    draft = work.draft
    things = {one.place: one.dataset for one in draft.others if one.manner is not Manner.NONE}
    things |= {one.place: _rows_counted(one, work) for one in draft.measures}
    things = {place: dataset for place, dataset in things.items() if dataset is not None}
    measures = [one.place for one in draft.measures if one.place not in things]
    others = [*(one.place for one in draft.groups), *measures]
    before = [one for one in (*things, *others) if one.end <= clause.place.start]
    last = max(before, key=lambda place: place.end, default=None)
    thing = things.get(last) if last is not None and last not in others else None
    reach = work.setting.reach
    return thing is not None and reach.dataset_distance([thing], counted) is Distance.SHARED


def _rows_counted(clause: MeasureClause, work: Work) -> str | None:
    """The dataset of "the number of customers"; None for what is no number of rows."""
    found = set()
    for choice in clause.choices:
        measure = work.catalog.measure(choice.name) if isinstance(choice, NamedMeasure) else None
        if isinstance(choice, CountRows):
            found.add(choice.dataset)
        elif measure is not None and measure.expression == "*" and measure.filter is None:
            found.add(measure.dataset)
        else:
            return None
    return next(iter(found)) if len(found) == 1 else None


def _is_said_of_groups(clause: NumberClause, work: Work) -> bool:
    """ "Wineries with a price over 100" are groups; "wines with …, by year" are the rows."""
    draft, own = work.draft, {ref.dataset for ref in clause.columns}
    groups = [one.place for one in draft.groups if one.dataset not in own]
    things: list[Place] = [one.place for one in draft.groups if one.dataset in own]
    things += [one.place for one in draft.others]
    things += [one.place for one in draft.measures]
    before = [place for place in (*things, *groups) if place.end <= clause.place.start]
    last = max(before, key=lambda place: place.end, default=None)
    return last is None or last in groups


def _add_row_condition(clause: NumberClause, work: Work) -> None:
    one = _row_condition(clause, work)
    others = [old for old in work.query.filters if old.column != one.column or not work.editing]
    work.set(filters=(*others, one))


def _row_condition(clause: NumberClause, work: Work) -> Filter:
    shown = {ref for one in work.draft.outputs for ref in one.columns}
    choices = tuple(ref for ref in clause.columns if ref in shown) if clause.bare else ()
    column = work.chooser().choose(
        clause.place.source, choices or clause.columns, lambda c: c, clause.place.start
    )
    dimension = work.catalog.dimension(column)
    style = dimension.format.style if dimension else NumberStyle.NUMBER
    values = _scaled(clause, style, label_of(column, work.catalog), work)
    one = Filter(column, clause.operator, values)
    work.origins[one] = clause.place
    return one


def put_eithers(work: Work) -> None:
    """Conditions of which a row has to meet one."""
    for clause in work.draft.eithers:
        parts = [
            _filter(part, work) if isinstance(part, FilterClause) else _row_condition(part, work)
            for part in clause.parts
        ]
        if any(_is_far(one, work) for one in parts):
            raise Trouble(
                f"“{clause.place.source}” is about things that one of those asked for may have "
                "several of. Ask for one condition at a time, please."
            )
        either = Either(tuple(dict.fromkeys(parts)))
        work.origins[either] = clause.place
        work.set(conditions=(*work.query.conditions, either))


def _add_measure_condition(clause: NumberClause, work: Work) -> None:
    if len(set(clause.values)) != 1:
        raise Trouble(f"“{clause.place.source}” could mean several measures.")
    value = clause.values[0]
    if not work.query.groups and not is_of_groups(work):
        raise _nothing_to_compare(clause, value, work)
    style = value_format(value, work.catalog).style
    values = _scaled(clause, style, value_name(value, work.catalog), work)
    one = MeasureFilter(value, clause.operator, values)
    work.origins[one] = clause.place
    kept = [old for old in work.query.measure_filters if old.value != value]
    work.set(measure_filters=(*kept, one))


def _add_benchmark(clause: NumberClause, work: Work) -> None:
    """Beside the average of all groups, which must be those that the question has."""
    if len(set(clause.values)) != 1:
        raise Trouble(f"“{clause.place.source}” could mean several measures.")
    value = clause.values[0]
    count_each(clause, work)
    groups = work.query.groups
    if is_of_groups(work):
        groups = tuple(m.value.per for m in work.query.measures if isinstance(m.value, OfGroups))
    if not groups:
        raise _nothing_to_compare(clause, value, work)
    if len(groups) > 1 or (clause.of and not set(clause.of) & set(groups)):
        raise Trouble(f"“{clause.place.source}”: the average of what? Name one thing to compare.")
    one = MeasureFilter(value, clause.operator, benchmark=clause.benchmark)
    work.origins[one] = clause.place
    work.set(measure_filters=(*work.query.measure_filters, one))


def _nothing_to_compare(clause: NumberClause, value: Value, work: Work) -> Trouble:
    name = mid_sentence(value_name(value, work.catalog))
    return Trouble(
        f"“{clause.place.source}” is a condition on {name}, which needs something to have "
        f"{name} each. Say of what, for example “{_example(value, work)}”."
    )


def _example(value: Value, work: Work) -> str:
    name = mid_sentence(value_name(value, work.catalog))
    dimensions = work.setting.reach.dimensions([Measured(value)])
    texts = [d for d in dimensions if d.type == "text"]
    return f"{name} by {mid_sentence(texts[0].label)}" if texts else f"{name} by month"


def _scaled(clause: NumberClause, style: NumberStyle, label: str, work: Work) -> tuple[Scalar, ...]:
    """Numbers as the data has them: a bare 20 said of a percentage is 20 %."""
    numbers = [n for n in clause.numbers if isinstance(n, int | float)]
    percent = style is NumberStyle.PERCENT
    if clause.currency and style is not NumberStyle.CURRENCY:
        raise Trouble(f"{label} is no amount of money, so “{clause.place.source}” has no meaning.")
    if percent and not clause.percent and any(abs(number) > 1 for number in numbers):
        work.assume(f"{label} is a percentage, so {numbers[0]} is read as {numbers[0]}%.")
        return tuple(number / 100 for number in numbers)
    if clause.percent and not percent:
        raise Trouble(f"{label} is not a percentage, so “{clause.place.source}” has no meaning.")
    return clause.numbers
