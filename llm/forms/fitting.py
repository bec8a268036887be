"""What conditions compare with: values of the column's type, as the data have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from math import isfinite
from typing import Any

from bi.language.engine import LanguageEngine
from bi.model.catalog import Aggregation, Catalog, ColumnType, Dimension
from bi.model.semantic import (
    Benchmark,
    ColumnComparison,
    DatePart,
    DatePartFilter,
    Filter,
    MeasureFilter,
    Operator,
    Scalar,
)
from bi.model.writing import MONTHS, WEEKDAYS
from llm.errors import ReplyUnusable
from llm.forms.naming import near

_MEMBERSHIP = (Operator.IN, Operator.NOT_IN)
_ORDERED = (
    *(Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL),
    Operator.BETWEEN,
)
_SEARCHES = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NULL = (Operator.IS_NULL, Operator.IS_NOT_NULL)
_WRITTEN = {
    ColumnType.DATE: "date like 2026-01-31",
    ColumnType.TIMESTAMP: "moment like 2026-01-31T12:00:00",
}
_LONGEST_SAID = 60
# The lowest and the highest number of each part, and the names of those that have names.
_PARTS = {
    DatePart.WEEKDAY: (1, 7),
    DatePart.MONTH_OF_YEAR: (1, 12),
    DatePart.QUARTER_OF_YEAR: (1, 4),
    DatePart.HOUR_OF_DAY: (0, 23),
    DatePart.DAY_OF_MONTH: (1, 31),
    DatePart.WEEK_OF_YEAR: (1, 53),
    DatePart.WEEKEND: (0, 1),
}
_NAMES = {DatePart.WEEKDAY: WEEKDAYS, DatePart.MONTH_OF_YEAR: MONTHS}


def fitted(part: Any, engine: LanguageEngine) -> Any:
    """A condition with its values as they are stored; other parts as they are.

    Raises ReplyUnusable.
    """
    match part:
        case Filter():
            return fitted_filter(part, engine)
        case ColumnComparison():
            _check_alike(part, engine.catalog)
            return part
        case Benchmark():
            _check_aggregated(part, engine.catalog)
            return part
        case MeasureFilter():
            return replace(part, values=tuple(map(_number_if_it_is_one, part.values)))
        case DatePartFilter():
            values = tuple(_of_part(value, part.part, engine.catalog) for value in part.values)
            return replace(part, values=values)
        case _:
            return part


def fitted_filter(one: Filter, engine: LanguageEngine) -> Filter:
    dimension = engine.catalog.dimension(one.column)
    if dimension is None:
        raise ReplyUnusable(
            f"`{one.column}` is a measure: conditions on it belong to `measure_filters`, or are on "
            "a dimension."
        )
    _check_operator(one.operator, dimension)
    if one.operator in _NULL:
        return replace(one, values=())
    _check_count(one)
    typed = tuple(_typed(value, dimension) for value in one.values)
    if one.operator in _MEMBERSHIP and dimension.type is ColumnType.TEXT:
        stored = _Stored(dimension, engine)
        typed = tuple(stored.value(value) if isinstance(value, str) else value for value in typed)
    return replace(one, values=typed)


def _check_alike(one: ColumnComparison, catalog: Catalog) -> None:
    first, second = catalog.dimension(one.column), catalog.dimension(one.other)
    if first is None or second is None:
        return  # the compiler says so
    types = (first.type, second.type)
    are_numbers = all(type_.is_numeric for type_ in types)
    are_times = all(type_.is_temporal for type_ in types)
    if types[0] is not types[1] and not are_numbers and not are_times:
        raise ReplyUnusable(
            f"`{one.column}` is {types[0].value} and `{one.other}` is {types[1].value}: they "
            "cannot be compared."
        )


def _check_aggregated(one: Benchmark, catalog: Catalog) -> None:
    dimension = catalog.dimension(one.column)
    if dimension is None or one.aggregation in (Aggregation.MIN, Aggregation.MAX):
        return
    if not dimension.type.is_numeric:
        raise ReplyUnusable(
            f"`{one.column}` is {dimension.type.value}: it has no {one.aggregation.value} to be "
            "compared with."
        )


def _check_operator(operator: Operator, dimension: Dimension) -> None:
    is_text = dimension.type is ColumnType.TEXT
    is_boolean = dimension.type is ColumnType.BOOLEAN
    if (operator in _SEARCHES and not is_text) or (operator in _ORDERED and is_boolean):
        raise ReplyUnusable(
            f"`{dimension.ref}` is {dimension.type.value}: it has no condition with "
            f"{operator.value!r}."
        )


def _check_count(one: Filter) -> None:
    count, needed = len(one.values), 2 if one.operator is Operator.BETWEEN else 1
    if count < needed or (one.operator not in _MEMBERSHIP and count > needed):
        raise ReplyUnusable(
            f"The filter on `{one.column}` with {one.operator.value!r} needs {needed} "
            f"value{'s' if needed > 1 else ''}, and has {count}."
        )


def _typed(value: Scalar, dimension: Dimension) -> Scalar:
    """The value as one of the column's type."""
    if value is None:
        return None
    found: Scalar = value
    if dimension.type.is_numeric:
        found = _number_if_it_is_one(value)
        fits = isinstance(found, int | float) and not isinstance(found, bool)
    elif dimension.type is ColumnType.BOOLEAN:
        known = _BOOLEANS.get(str(value).strip().casefold())
        found, fits = known, known is not None
    elif dimension.type.is_temporal:
        fits = isinstance(value, str) and _is_moment(value)
    else:
        found, fits = str(value), not isinstance(value, bool)
    if not fits:
        raise ReplyUnusable(
            f"{_said(value)} is no {_WRITTEN.get(dimension.type, dimension.type.value)}, which "
            f"`{dimension.ref}` is."
        )
    return found


def _number_if_it_is_one(value: Scalar) -> Scalar:
    """Numbers that are written as text."""
    if not isinstance(value, str):
        return value
    for read in (int, float):
        try:
            number = read(value)
        except ValueError:
            continue
        return number if isfinite(number) else value
    return value


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


class _Stored:
    """The values of a text dimension, as far as they are known."""

    def __init__(self, dimension: Dimension, engine: LanguageEngine) -> None:
        self._ref = dimension.ref
        self._values = engine.profile.values.get(dimension.ref)
        self._all_known = self._values is not None and (
            dimension.ref not in engine.profile.incomplete
        )
        self._aliases = dimension.value_aliases

    def value(self, said: str) -> str:
        """The one stored that is meant. Raises ReplyUnusable where all are known and none is."""
        values = self._values or ()
        if said in values:
            return said
        key = said.strip().casefold()
        found = dict.fromkeys(self._meant(key))
        if len(found) == 1:
            return next(iter(found))
        if not self._all_known and not found:
            return said
        close = list(found) or near(said, values)
        told = f"; near it: {', '.join(map(_said, close[:5]))}" if close else ""
        raise ReplyUnusable(f"`{self._ref}` has no value {_said(said)}{told}.")

    def _meant(self, key: str) -> Iterator[str]:
        yield from (value for value in self._values or () if value.strip().casefold() == key)
        for stored, words in self._aliases.items():
            if any(word.strip().casefold() == key for word in words):
                yield stored


def _of_part(value: int | str | None, part: DatePart, catalog: Catalog) -> int | str | None:
    if value is None:
        return None
    if part is DatePart.HOLIDAY:
        return _holiday(str(value), catalog)
    lowest, highest = _PARTS[part]
    names = [name.casefold() for name in _NAMES.get(part, ())]
    said = str(value).strip().casefold()
    number = names.index(said) + 1 if said in names else _number_if_it_is_one(value)
    if not isinstance(number, int) or not lowest <= number <= highest:
        raise ReplyUnusable(f"{_said(value)} is no {part.value}: {lowest} to {highest} are.")
    return int(number)


def _holiday(said: str, catalog: Catalog) -> str:
    known = {one.name.casefold(): one.name for one in catalog.calendar.holidays}
    found = known.get(said.strip().casefold())
    if found is None:
        listed = ", ".join(map(_said, known.values())) or "none"
        raise ReplyUnusable(f"{_said(said)} is no holiday of the catalog, which has {listed}.")
    return found


def _said(value: object) -> str:
    """A value as text, not too long for a reason."""
    text = str(value)
    return f"“{text if len(text) <= _LONGEST_SAID else f'{text[:_LONGEST_SAID]}…'}”"
