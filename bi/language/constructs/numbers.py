"""Where: conditions on numbers: over, under, between, at least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bi.language.clauses import Clause, EitherClause, FilterClause, NumberClause
from bi.language.constructs.construct import ClauseConstructs, Scope, place
from bi.language.meanings import (
    ComparatorName,
    DatasetName,
    DimensionName,
    Item,
    Number,
    YearNumber,
)
from bi.language.pattern import Match
from bi.model.catalog import ColumnRef, ColumnType
from bi.model.semantic import Filter, NamedMeasure, Operator, Scalar, Value

numbers = ClauseConstructs()
Clauses = tuple[Clause, ...]


@numbers.add(
    "WITH|WHERE? thing=quantity|measure|dataset IS|OF? comparator number",
    "comparator thing=quantity OF? number",
    "WITH|BY|IN|FOR|RELATION|GAIN? BY|IN|FOR|RELATION? comparator number OF? "
    "thing=quantity|measure|dataset",
)
def compared(match: Match, scope: Scope) -> Clauses | None:
    if _is_year(match):
        return None
    operator = match.one("comparator", ComparatorName).operator
    return _numbers(match, scope, operator, ("number",))


_COMPARED = "WITH|WHERE? thing=quantity|measure IS|OF? comparator number"


@numbers.add(f"{_COMPARED} OR IS? other=comparator second=number")
def compared_twice(match: Match, _: Scope) -> Clauses | None:
    """ "A price over 1000 or under 500"."""
    columns = _columns_compared(match.item("thing"))
    after = match.items[match.end : match.end + 1]
    if not columns or any(item.tags & _NUMBERED for item in after):
        return None  # "a price over 1000 or over 5 seats"
    parts = tuple(
        number_clause(match, match.one(how, ComparatorName).operator, (number,), columns)
        for how, number in (("comparator", "number"), ("other", "second"))
    )
    return (EitherClause(place(match), parts),)


_NUMBERED = frozenset({"quantity", "measure", "dataset"})


@numbers.add("IS? OUT_OF thing=quantity")
def out_of(match: Match, _: Scope) -> Clauses:
    """ "Out of stock"."""
    columns = tuple(m.dimension.ref for m in match.all("thing", DimensionName))
    return (NumberClause(place(match), Operator.LESS_OR_EQUAL, (0,), columns=columns),)


@numbers.add(
    "WITH|WHERE? key=dimension IS|OF? comparator number",
    "WITH|WHERE? key=dimension IS? BETWEEN low=number AND|TO high=number",
)
def compared_key(match: Match, _: Scope) -> Clauses | None:
    """ "Level number between 5 and 10", where the number is what tells the rows apart."""
    named = [m.dimension for m in match.all("key", DimensionName) if not m.partial]
    columns = tuple(d.ref for d in named if d.identifier and d.type.is_numeric)
    if not columns or len(columns) < len(named):
        return None
    if match.has("low"):
        return (number_clause(match, Operator.BETWEEN, ("low", "high"), columns),)
    operator = match.one("comparator", ComparatorName).operator
    return (number_clause(match, operator, ("number",), columns),)


@numbers.add("WITH|WHERE|IS? comparator number", "WITH|WHERE|IS? number how=OR_MORE|OR_LESS")
def compared_with_what_is_there(match: Match, _: Scope) -> Clauses | None:
    """ "Only those above 5%": of what was shown, where the sentence names no amount itself."""
    if any(item.tags & _AMOUNTS for item in match.items) or not _points(match.items):
        return None
    if match.has("how"):
        more = "OR_MORE" in match.item("how").tags
        operator = Operator.GREATER_OR_EQUAL if more else Operator.LESS_OR_EQUAL
    else:
        operator = match.one("comparator", ComparatorName).operator
    return (number_clause(match, operator, ("number",), ()),)


_AMOUNTS = frozenset({"measure", "quantity", "dataset", "comparative", "quality", "moment"})
_POINTING = frozenset({"ANAPHORA", "THEY", "ONES", "ONLY", "WHICH", "FILTER", "WHAT_ABOUT"})


def _points(items: Sequence[Item]) -> bool:
    return any(item.tags & _POINTING for item in items)


def _is_year(match: Match) -> bool:
    """ "revenue over 2024" means the year; "more than 2000 orders" does not."""
    return (
        bool(match.item("number").of(YearNumber))
        and match.items[match.end - 1] is match.item("number")
        and bool(match.item("comparator").tags & {"DURING", "UNTIL"})
    )


@numbers.add(
    "WITH|GAIN? number OR_MORE thing=quantity|measure|dataset",
    "WITH|GAIN? number thing=quantity|measure|dataset OR_MORE",
    "WITH|WHERE? thing=quantity|measure|dataset OF|IS? number OR_MORE",
)
def or_more(match: Match, scope: Scope) -> Clauses | None:
    return _numbers(match, scope, Operator.GREATER_OR_EQUAL, ("number",))


@numbers.add(
    "WITH|GAIN? number OR_LESS thing=quantity|measure|dataset",
    "WITH|GAIN? number thing=quantity|measure|dataset OR_LESS",
    "WITH|WHERE? thing=quantity|measure|dataset OF|IS? number OR_LESS",
)
def or_less(match: Match, scope: Scope) -> Clauses | None:
    return _numbers(match, scope, Operator.LESS_OR_EQUAL, ("number",))


@numbers.add(
    "WITH|WHERE? thing=quantity|measure|dataset IS? BETWEEN low=number AND|TO high=number",
    "WITH|BY|IN|GAIN? BETWEEN low=number AND|TO high=number thing=quantity|measure|dataset",
    "WITH|BY|IN? low=number TO high=number thing=quantity|measure|dataset",
)
def between(match: Match, scope: Scope) -> Clauses | None:
    if len(match.all("low", YearNumber) + match.all("high", YearNumber)) == 2:
        return None  # "revenue from 2023 to 2024"
    return _numbers(match, scope, Operator.BETWEEN, ("low", "high"))


@numbers.add(
    "WITH|WHERE? column=dimension IS|OF? OR? numbers=number+",
    "WITH|WHERE? numbers=number+ column=quantity",
)
def equal(match: Match, _: Scope) -> Clauses | None:
    """ "birth year is either 1948 or 1949", "version number 5"; codes may be text."""
    numbers = match.all("numbers", Number)
    if match.end < len(match.items) and "dataset" in match.items[match.end].tags:
        return None  # "the ages of the two students"
    if any(number.percent or number.currency for number in numbers):
        return None
    choices = []
    for found in match.all("column", DimensionName):
        if found.dimension.type.is_numeric:
            values: tuple[Scalar, ...] = tuple(number.value for number in numbers)
        elif found.dimension.type is ColumnType.TEXT and not match.has("IS|OF") and _figures(match):
            values = tuple(item.text for item in match.found["numbers"])
        else:
            continue
        choices.append(Filter(found.dimension.ref, Operator.IN, values))
    return (FilterClause(place(match), tuple(choices)),) if choices else None


def _figures(match: Match) -> bool:
    """Codes are written in figures: "type 3"; "the names of the two oldest" has none."""
    return all(item.text.isdigit() for item in match.found["numbers"])


def _numbers(
    match: Match, scope: Scope, operator: Operator, names: tuple[str, ...]
) -> Clauses | None:
    item = match.item("thing")
    if match.items[match.end - 1] is not item and _is_amount(match.items[match.end :]):
        return None  # "orders between 3 and 5 units": the numbers are of what follows them
    columns = _columns_compared(item)
    measured = scope.values(item)
    if not columns and (not measured or _is_money(match, names, measured, scope)):
        return None
    datasets = item.of(DatasetName)
    clause = number_clause(match, operator, names, columns, measured)
    return (replace(clause, dataset=datasets[0].dataset if datasets else None),)


def _columns_compared(item: Item) -> tuple[ColumnRef, ...]:
    return tuple(
        m.dimension.ref
        for m in item.of(DimensionName)
        if m.dimension.type.is_numeric and not m.dimension.identifier
    )


def _is_amount(after: Sequence[Item]) -> bool:
    return bool(after) and bool(after[0].tags & {"quantity", "measure"})


def _is_money(
    match: Match, names: tuple[str, ...], measured: tuple[Value, ...], scope: Scope
) -> bool:
    """ "Orders over $500" is no number of orders."""
    if not any(number.currency for name in names for number in match.all(name, Number)):
        return False
    found = [value for value in measured if isinstance(value, NamedMeasure)]
    measures = [scope.catalog.measure(value.name) for value in found]
    counts = [m is not None and m.expression.strip() == "*" for m in measures]
    return all(counts)


def number_clause(
    match: Match,
    operator: Operator,
    names: tuple[str, ...],
    columns: tuple[ColumnRef, ...],
    values: tuple[Value, ...] = (),
) -> NumberClause:
    """A comparison with the numbers found under `names`.

    Of several columns it is that of their unit: "a price over 700 dollars".
    """
    found = [match.one(name, Number) for name in names]
    units = {word for name in names for word in match.item(name).norm.split()}
    columns = tuple(ref for ref in columns if units & {*ref.name.split("_")}) or columns
    return NumberClause(
        place(match),
        operator,
        tuple(_plain(number) for number in found),
        values=values,
        columns=columns,
        percent=any(number.percent for number in found),
        currency=any(number.currency for number in found),
    )


def _plain(number: Number) -> int | float:
    """A percentage as the fraction it stands for; 20 % is 0.2 exactly as written."""
    return float(Decimal(str(number.value)) / 100) if number.percent else number.value
