"""A typed question in words: titles of answers, and the phrases for its parts."""

from __future__ import annotations

import re

from bi.model.catalog import (
    Aggregation,
    Calendar,
    Catalog,
    ColumnRef,
    Dimension,
    Grain,
    NumberFormat,
    NumberStyle,
)
from bi.model.semantic import (
    Aggregate,
    Benchmark,
    Calculation,
    ColumnComparison,
    Comparison,
    Condition,
    CountRows,
    DatePart,
    DatePartFilter,
    DatePartGroup,
    Difference,
    DimensionGroup,
    Either,
    Filter,
    ForecastWish,
    Group,
    Limit,
    Measured,
    MeasureFilter,
    NamedMeasure,
    OfGroups,
    Operator,
    Order,
    OrderTarget,
    PeriodGroup,
    Ratio,
    Related,
    Scalar,
    SemanticQuery,
    ShareOf,
    TimeGroup,
    TimeRange,
    Value,
)
from bi.model.words import mid_sentence, percentile_name, plural, singular
from bi.model.writing import write_part

_AGGREGATIONS = {
    Aggregation.SUM: "Total",
    Aggregation.AVERAGE: "Average",
    Aggregation.MEDIAN: "Median",
    Aggregation.MIN: "Smallest",
    Aggregation.MAX: "Largest",
    Aggregation.COUNT: "Number of",
    Aggregation.COUNT_DISTINCT: "Number of different",
    Aggregation.STDDEV: "Standard deviation of",
    Aggregation.PERCENTILE: "Percentile of",
}
_COUNTS = (Aggregation.COUNT, Aggregation.COUNT_DISTINCT)
_DATE_AGGREGATIONS = {Aggregation.MIN: "Earliest", Aggregation.MAX: "Latest"}
_PARTS = {
    DatePart.WEEKDAY: "weekday",
    DatePart.MONTH_OF_YEAR: "month of the year",
    DatePart.QUARTER_OF_YEAR: "quarter of the year",
    DatePart.HOUR_OF_DAY: "hour of the day",
    DatePart.DAY_OF_MONTH: "day of the month",
    DatePart.WEEK_OF_YEAR: "week of the year",
    DatePart.WEEKEND: "weekend",
    DatePart.HOLIDAY: "holiday",
}
_COMPARISONS = {
    Operator.GREATER: "over",
    Operator.GREATER_OR_EQUAL: "at least",
    Operator.LESS: "under",
    Operator.LESS_OR_EQUAL: "at most",
    Operator.CONTAINS: "containing",
    Operator.STARTS_WITH: "starting with",
    Operator.ENDS_WITH: "ending with",
}


_PLACES = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_BEFORE_YEARS = {
    Operator.GREATER: "after",
    Operator.GREATER_OR_EQUAL: "since",
    Operator.LESS: "before",
    Operator.LESS_OR_EQUAL: "until",
}


def title_of(query: SemanticQuery, catalog: Catalog) -> str:
    """The question as a heading: "Revenue by month in 2024, only Technology"."""
    if query.columns:
        heading = _list_title(query, catalog)
    elif not query.measures:
        heading = capital(enumerated([_noun(g, catalog, several=True) for g in query.groups]))
    elif query.limit is not None and _ranks(query):
        heading = _ranking_title(query, catalog)
    else:
        heading = _measures(query, catalog) + _by(query.groups, catalog)
    return heading + _tail(query, catalog)


def _ranks(query: SemanticQuery) -> bool:
    first = query.order[0] if query.order else None
    return bool(query.groups) and first is not None and first.target is OrderTarget.MEASURE


def _ranking_title(query: SemanticQuery, catalog: Catalog) -> str:
    limit, order = query.limit, query.order[0]
    within = limit.within if limit else ()
    ranked = [group for index, group in enumerate(query.groups) if index not in within]
    each = [group for index, group in enumerate(query.groups) if index in within]
    side = "Top" if order.descending else "Bottom"
    count = limit.count if limit else 0
    nouns = [_noun(group, catalog, several=count != 1) for group in ranked]
    inside = f" in each {enumerated([group_name(g, catalog) for g in each])}" if each else ""
    measures = mid_sentence(_measures(query, catalog))
    number = "" if count == 1 else f"{count} "
    if limit is not None and limit.skip:
        return f"{capital(_place(limit, order))} {enumerated(nouns)}{inside} by {measures}"
    ties = " with ties" if limit is not None and limit.ties else ""
    return f"{side} {number}{enumerated(nouns)}{inside} by {measures}{ties}"


def limit_phrase(limit: Limit) -> str:
    """How many rows: "First 3", "First 3 with ties", "Number 2 alone"."""
    if limit.skip:
        last = f" to {limit.skip + limit.count}" if limit.count > 1 else " alone"
        return f"Number {limit.skip + 1}{last}"
    return f"First {limit.count}{' with ties' if limit.ties else ''}"


def _place(limit: Limit, order: Order) -> str:
    """ "Second highest" or "number 12 from the lowest"."""
    side = "highest" if order.descending else "lowest"
    place = limit.skip + 1
    return f"{_PLACES[place]} {side}" if place in _PLACES else f"number {place} from the {side}"


def _list_title(query: SemanticQuery, catalog: Catalog) -> str:
    dataset = catalog.dataset(query.dataset) if query.dataset else None
    columns = [mid_sentence(label_of(ref, catalog)) for ref in query.columns]
    if dataset is None:
        return capital(enumerated(columns))
    return f"{dataset.label}: {enumerated(columns)}"


def _tail(query: SemanticQuery, catalog: Catalog) -> str:
    time = f" {time_phrase(query.time, catalog)}" if query.time else ""
    beside_one_another = (g for g in query.groups if isinstance(g, PeriodGroup))
    time += "".join(f" {periods_phrase(group, catalog)}" for group in beside_one_another)
    wheres = [part_filter_phrase(one, catalog) for one in query.part_filters]
    wheres += [filter_phrase(one, catalog) for one in query.filters]
    wheres += [condition_phrase(one, catalog) for one in query.conditions]
    wheres += [measure_filter_phrase(one, catalog) for one in query.measure_filters]
    where = f", {', '.join(wheres)}" if wheres else ""
    beside = f", {comparison_phrase(query.comparison)}" if query.comparison else ""
    ahead = f", with a {forecast_phrase(query.forecast, query.groups)}" if query.forecast else ""
    return f"{time}{where}{beside}{ahead}"


def _measures(query: SemanticQuery, catalog: Catalog) -> str:
    names = [measured_name(one, catalog, query.groups) for one in query.measures]
    return enumerated([names[0], *map(mid_sentence, names[1:])]) if names else ""


def _by(groups: tuple[Group, ...], catalog: Catalog) -> str:
    groups = tuple(group for group in groups if not isinstance(group, PeriodGroup))
    return f" by {enumerated([group_name(g, catalog) for g in groups])}" if groups else ""


def measured_name(measured: Measured, catalog: Catalog, groups: tuple[Group, ...] = ()) -> str:
    """A measured column: "Share of revenue"; `groups` are those of the question."""
    name = value_name(measured.value, catalog)
    unit = next((g.grain.value for g in groups if isinstance(g, TimeGroup)), "bucket")
    match measured.calculation:
        case Calculation.SHARE_OF_TOTAL | Calculation.SHARE_OF_GROUP:
            return f"Share of {mid_sentence(name)}"
        case Calculation.RUNNING_TOTAL:
            return f"Running total of {mid_sentence(name)}{restarting(measured.restart)}"
        case Calculation.MOVING_AVERAGE:
            return f"{measured.window}-{unit} average of {mid_sentence(name)}"
        case Calculation.ROLLING_SUM:
            return f"{name} of {measured.window} {unit}s"
    return name


def restarting(restart: TimeGroup | None) -> str:
    """ " in each fiscal year", where a running total begins anew with them."""
    if restart is None:
        return ""
    return f" in each {'fiscal ' if restart.fiscal else ''}{restart.grain}"


def value_name(value: Value, catalog: Catalog) -> str:
    """A value: "Revenue", "Average discount", "Revenue per customer"."""
    match value:
        case NamedMeasure(name=name):
            found = catalog.measure(name) or catalog.metric(name)
            return found.label if found else name
        case CountRows(dataset=dataset):
            return f"Number of {mid_sentence(catalog.dataset(dataset).label)}"
        case Aggregate(aggregation=aggregation, column=column):
            label = label_of(column, catalog)
            if aggregation is Aggregation.COUNT_DISTINCT:
                label = plural(label)
            dimension = catalog.dimension(column)
            dated = dimension is not None and dimension.is_time
            words = _DATE_AGGREGATIONS if dated else _AGGREGATIONS
            if value.fraction is not None:
                return f"{percentile_name(value.fraction)} of {mid_sentence(label)}"
            return f"{words.get(aggregation, _AGGREGATIONS[aggregation])} {mid_sentence(label)}"
        case Ratio(numerator=above, denominator=below):
            return f"{value_name(above, catalog)} per {_unit_name(below, catalog)}"
        case Difference(minuend=above, subtrahend=below):
            return f"{value_name(above, catalog)} minus {mid_sentence(value_name(below, catalog))}"
        case ShareOf(value=whole, filters=filters):
            parts = ", ".join(filter_phrase(one, catalog) for one in filters)
            return f"Share of {mid_sentence(value_name(whole, catalog))}: {parts}"
        case OfGroups():
            return _of_groups_name(value, catalog)


def _of_groups_name(value: OfGroups, catalog: Catalog) -> str:
    """ "Median orders per customer", "Number of regions"."""
    per = _per_name(value.per, catalog)
    if value.aggregation is Aggregation.COUNT:
        return f"Number of {plural(per)}"
    name = mid_sentence(value_name(value.value, catalog))
    if value.fraction is not None:
        return f"{percentile_name(value.fraction)} of {name} per {per}"
    return f"{_AGGREGATIONS[value.aggregation]} {name} per {per}"


def _per_name(group: Group, catalog: Catalog) -> str:
    """What one group is called; one of a key is a row of its dataset."""
    if isinstance(group, DimensionGroup):
        dataset = catalog.dataset(group.column.dataset)
        dimension = catalog.dimension(group.column)
        if dimension and (dimension.display or dataset.key == (dimension.name,)):
            return mid_sentence(singular(dataset.label))
    return group_name(group, catalog)


def _unit_name(value: Value, catalog: Catalog) -> str:
    """What one of the divisor is called: "customer" for a count of customers."""
    match value:
        case NamedMeasure(name=name):
            measure = catalog.measure(name)
            if measure is not None and measure.aggregation is Aggregation.COUNT:
                return mid_sentence(singular(catalog.dataset(measure.dataset).label))
        case CountRows(dataset=dataset):
            return mid_sentence(singular(catalog.dataset(dataset).label))
        case Aggregate(aggregation=Aggregation.COUNT_DISTINCT, column=column):
            return mid_sentence(label_of(column, catalog))
    return mid_sentence(value_name(value, catalog))


def label_of(ref: ColumnRef, catalog: Catalog) -> str:
    """The label of a dimension, or of the measure that a reference names."""
    dimension = catalog.dimension(ref)
    if dimension is not None:
        return dimension.label
    measure = catalog.measure(ref.name)
    return measure.label if measure else ref.name


def group_name(group: Group, catalog: Catalog) -> str:
    """One group in lower case: "month", "product category", "month of ship date"."""
    match group:
        case DimensionGroup(column=column):
            return mid_sentence(label_of(column, catalog))
        case TimeGroup(grain=grain, column=column):
            name = f"fiscal {grain}" if group.fiscal else grain.value
        case DatePartGroup(part=part, column=column):
            name = _PARTS[part]
        case PeriodGroup(column=column):
            name = "period"
    return f"{name} of {mid_sentence(label_of(column, catalog))}" if column else name


def _noun(group: Group, catalog: Catalog, *, several: bool) -> str:
    name = group_name(group, catalog)
    return plural(name) if several else name


def filter_phrase(one: Filter, catalog: Catalog) -> str:
    """A condition: "only Technology", "without West", "discount over 20%"."""
    dimension = catalog.dimension(one.column)
    label = mid_sentence(label_of(one.column, catalog))
    match one.operator:
        case Operator.IN | Operator.NOT_IN:
            return _membership(one, dimension, label)
        case Operator.IS_NULL:
            return f"without {label}"
        case Operator.IS_NOT_NULL:
            return f"with {label}"
    if dimension is not None and dimension.is_year:
        values = tuple(str(value) for value in one.values)
        return f"{label} {_years(one.operator, values)}"
    return f"{label} {_comparison(one.operator, one.values, _format(dimension))}"


def _years(operator: Operator, years: tuple[str, ...]) -> str:
    if operator is Operator.BETWEEN:
        return f"from {years[0]} to {years[1]}"
    return f"{_BEFORE_YEARS[operator]} {enumerated(list(years))}"


def _number_of(value: Scalar, dimension: Dimension) -> str:
    return str(value) if dimension.is_year else number_text(value, dimension.format)


def _membership(one: Filter, dimension: Dimension | None, label: str) -> str:
    positive = one.operator is Operator.IN
    if dimension is not None and dimension.type == "boolean" and len(one.values) == 1:
        return f"only {label}" if bool(one.values[0]) is positive else f"not {label}"
    if dimension is not None and dimension.type.is_numeric:
        texts = [_number_of(v, dimension) for v in one.values]
        values = enumerated(texts, "or")
        return f"{label} {values}" if positive else f"{label} other than {values}"
    values = enumerated([str(value) for value in one.values])
    return f"only {values}" if positive else f"without {values}"


def condition_phrase(one: Condition, catalog: Catalog) -> str:
    """ "with at least one order of only Technology", "age over its average"."""
    match one:
        case ColumnComparison(column=column, operator=operator, other=other):
            names = [mid_sentence(label_of(ref, catalog)) for ref in (column, other)]
            return f"{names[0]} {_beside(operator)} {names[1]}"
        case Benchmark(column=column, operator=operator, aggregation=aggregation):
            name = mid_sentence(label_of(column, catalog))
            return f"{name} {_beside(operator)} the {aggregation.value} of all"
        case Either(filters=filters):
            return enumerated([filter_phrase(part, catalog) for part in filters], "or")
        case Related():
            return _related(one, catalog)


def _beside(operator: Operator) -> str:
    match operator:
        case Operator.IN:
            return "equal to"
        case Operator.NOT_IN:
            return "other than"
    return _COMPARISONS[operator]


def _related(one: Related, catalog: Catalog) -> str:
    things = mid_sentence(catalog.dataset(one.other).label)
    parts = [filter_phrase(part, catalog) for part in one.filters]
    parts += [_when(one.time)] if one.time else []
    which = f" ({', '.join(parts)})" if parts else ""
    if one.negated:
        return f"without {things}{which}"
    if (one.operator, one.count) == (Operator.GREATER_OR_EQUAL, 1):
        return f"with {things}{which}"
    amount = "exactly" if one.operator is Operator.IN else _COMPARISONS[one.operator]
    return f"with {amount} {one.count:,} {things}{which}"


def part_filter_phrase(one: DatePartFilter, catalog: Catalog) -> str:
    """A condition on a part of a date: "only on Mondays", "only from 17:00 to 20:00"."""
    words = _part_words(one, catalog.calendar)
    return (
        f"only {words} (by {mid_sentence(label_of(one.column, catalog))})"
        if one.column
        else (f"only {words}")
    )


def _part_words(one: DatePartFilter, calendar: Calendar) -> str:
    numbers = sorted(value for value in one.values if isinstance(value, int))
    match one.part:
        case DatePart.HOLIDAY:
            if None in one.values:
                return "on days that are no holidays"
            every = {holiday.name for holiday in calendar.holidays} == set(one.values)
            return (
                "on holidays"
                if every and len(one.values) > 1
                else (f"on {enumerated([str(name) for name in one.values])}")
            )
        case DatePart.WEEKDAY:
            weekend = {day + 1 for day in calendar.weekend}
            if set(numbers) == weekend:
                return "on weekends"
            if set(numbers) == set(range(1, 8)) - weekend:
                return "on working days"
            return f"on {enumerated([f'{write_part(day, one.part)}s' for day in numbers])}"
        case DatePart.HOUR_OF_DAY:
            return _hours(numbers)
        case DatePart.MONTH_OF_YEAR | DatePart.QUARTER_OF_YEAR:
            names = [write_part(number, one.part) for number in numbers]
            return f"in {enumerated(names)} of every year"
    return f"on {enumerated([write_part(number, one.part) for number in numbers])}"


def _hours(hours: list[int]) -> str:
    """Each run of hours by its beginning and its end; one over midnight is a single run."""
    runs: list[list[int]] = []
    for hour in hours:
        if runs and runs[-1][-1] == hour - 1:
            runs[-1].append(hour)
        else:
            runs.append([hour])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 23:
        runs = [*runs[1:-1], [*runs[-1], *runs[0]]]
    return enumerated([f"from {run[0]}:00 to {(run[-1] + 1) % 24 or 24}:00" for run in runs])


def measure_filter_phrase(one: MeasureFilter, catalog: Catalog) -> str:
    name = mid_sentence(value_name(one.value, catalog))
    if one.benchmark is not None:
        return f"{name} {_beside(one.operator)} the {one.benchmark.value} of all"
    return f"{name} {_comparison(one.operator, one.values, value_format(one.value, catalog))}"


def _comparison(operator: Operator, values: tuple[Scalar, ...], number_format: NumberFormat) -> str:
    texts = [number_text(value, number_format) for value in values]
    if operator is Operator.BETWEEN:
        return f"between {texts[0]} and {texts[1]}"
    if operator is Operator.IN:
        return f"equal to {enumerated(texts, 'or')}"
    return f"{_COMPARISONS[operator]} {enumerated(texts)}"


def value_format(value: Value, catalog: Catalog) -> NumberFormat:
    """How a value's numbers are written."""
    match value:
        case NamedMeasure(name=name):
            found = catalog.measure(name) or catalog.metric(name)
            return found.format if found else NumberFormat()
        case Aggregate(aggregation=aggregation, column=column):
            if aggregation in (Aggregation.COUNT, Aggregation.COUNT_DISTINCT):
                return NumberFormat()
            dimension, measure = catalog.dimension(column), catalog.measure(column.name)
            return dimension.format if dimension else measure.format if measure else NumberFormat()
        case Ratio(numerator=above) | Difference(minuend=above):
            return value_format(above, catalog)
        case ShareOf():
            return NumberFormat(NumberStyle.PERCENT)
        case OfGroups(aggregation=aggregation, value=inner):
            return NumberFormat() if aggregation in _COUNTS else value_format(inner, catalog)
    return NumberFormat()


def _format(dimension: Dimension | None) -> NumberFormat:
    return dimension.format if dimension else NumberFormat()


def number_text(value: Scalar, number_format: NumberFormat) -> str:
    """A number as a person writes it in a question: "20%", "1,000"."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if number_format.style is NumberStyle.PERCENT:
        return f"{value * 100:,.10g}%"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def periods_phrase(group: PeriodGroup, catalog: Catalog) -> str:
    """When, of periods side by side: "in 2023 and 2025"."""
    holidays = tuple(holiday.name for holiday in catalog.calendar.holidays)
    days = all(one.grain is Grain.DAY for one in group.periods)
    named = holidays and any(one.label.startswith(holidays) for one in group.periods)
    word = "on" if days else "during" if named else "in"
    words = f"{word} {enumerated([one.label for one in group.periods])}"
    if group.column is None:
        return words
    return f"{words} (by {mid_sentence(label_of(group.column, catalog))})"


def time_phrase(time: TimeRange, catalog: Catalog) -> str:
    """When: "in 2024", "last month", "since March 2024", "with ship date in 2024"."""
    holidays = tuple(holiday.name for holiday in catalog.calendar.holidays)
    words = _when(time)
    if time.grain is not Grain.DAY and holidays and time.label.startswith(holidays):
        words = f"during {time.label}"
    return f"{words} (by {mid_sentence(label_of(time.column, catalog))})" if time.column else words


def _when(time: TimeRange) -> str:
    label = time.label
    if " to " in label and time.start is not None and (label[0].isupper() or label[0].isdigit()):
        return f"from {label}"
    if re.match(r"\d{1,3} \D", label) and time.grain is not Grain.DAY:
        return label
    if label[:1].isupper() or label[:1].isdigit():
        return f"on {label}" if time.grain is Grain.DAY else f"in {label}"
    counts_units = re.fullmatch(r"\w+ \d{1,3} \w+", label)
    return f"in the {label}" if counts_units else label


def comparison_phrase(comparison: Comparison) -> str:
    """Beside what: "compared with a year earlier"."""
    unit = comparison.grain.value
    if comparison.count == 1:
        return f"compared with {'an' if unit == 'hour' else 'a'} {unit} earlier"
    return f"compared with {comparison.count} {unit}s earlier"


def forecast_phrase(forecast: ForecastWish, groups: tuple[Group, ...]) -> str:
    """How far ahead: "forecast of 6 months"; none of them: of the one that is under way."""
    unit = next((group.grain.value for group in groups if isinstance(group, TimeGroup)), "bucket")
    if forecast.periods == 0:
        return f"forecast of this {unit}"
    return f"forecast of {forecast.periods} {unit}{'' if forecast.periods == 1 else 's'}"


def enumerated(parts: list[str], last: str = "and") -> str:
    """Joined as in "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
