"""Values of filters, as they are stored: or the reply cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from bi.language.engine import LanguageEngine
from bi.model.catalog import ColumnType, Dimension
from bi.model.semantic import Filter, Operator, Scalar
from llm.errors import ReplyUnusable
from llm.forms.naming import near

T = TypeVar("T")

_OF_TEXT = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
_BY_VALUE = (Operator.IN, Operator.NOT_IN)
_NULL = (Operator.IS_NULL, Operator.IS_NOT_NULL)
_COUNTS = {Operator.BETWEEN: 2}


def rebuilt(value: T, change: Callable[[Filter], Filter]) -> T:
    """With every filter in it changed."""
    if isinstance(value, Filter):
        return change(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(rebuilt(one, change) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {
            one.name: rebuilt(getattr(value, one.name), change) for one in fields(value)
        }
        return replace(value, **changed)
    return value


def stored(one: Filter, engine: LanguageEngine) -> Filter:
    """Raises ReplyUnusable for a value that the column does not have, or cannot."""
    dimension = engine.catalog.dimension(one.column)
    if dimension is None:
        raise ReplyUnusable(f"{one.column} is no dimension; rows are filtered by dimensions.")
    _check_count(one)
    if one.operator in _OF_TEXT and dimension.type is not ColumnType.TEXT:
        raise ReplyUnusable(f"{one.column} is no text: {one.operator} has no meaning for it.")
    if one.operator in _NULL:
        return replace(one, values=())
    values = tuple(_stored(value, one, dimension, engine) for value in one.values)
    return replace(one, values=values)


def _check_count(one: Filter) -> None:
    count = len(one.values)
    if one.operator in _NULL:
        return
    needed = _COUNTS.get(one.operator, 1)
    if count < needed or (one.operator not in _BY_VALUE and count > needed):
        raise ReplyUnusable(f"The filter on {one.column} needs {needed} value(s), and has {count}.")


def _stored(value: Scalar, one: Filter, dimension: Dimension, engine: LanguageEngine) -> Scalar:
    if value is None:
        return None
    type_ = dimension.type
    if type_ is ColumnType.TEXT:
        return _text(str(value), one, dimension, engine)
    if type_ is ColumnType.BOOLEAN:
        return _truth(value, one)
    if type_.is_numeric:
        return _number(value, one)
    if type_.is_temporal:
        return _moment(value, one)
    return value


def _text(value: str, one: Filter, dimension: Dimension, engine: LanguageEngine) -> str:
    if one.operator not in _BY_VALUE:
        return value
    for known, aliases in dimension.value_aliases.items():
        if value.casefold() in (known.casefold(), *(alias.casefold() for alias in aliases)):
            return known
    values = engine.profile.values.get(dimension.ref, ())
    if not values or value in values:
        return value
    same = [known for known in values if known.casefold() == value.casefold()]
    if same:
        return same[0]
    if dimension.ref in engine.profile.incomplete:
        return value
    close = near(value, values)
    hint = f"; near it: {', '.join(map(repr, close))}" if close else ""
    raise ReplyUnusable(f"{one.column} has no value {value!r}{hint}.")


def _truth(value: Scalar, one: Filter) -> bool:
    said = str(value).casefold()
    if said in ("true", "1", "yes"):
        return True
    if said in ("false", "0", "no"):
        return False
    raise ReplyUnusable(f"{one.column} is true or false, not {value!r}.")


def _number(value: Scalar, one: Filter) -> int | float:
    try:
        number = float(str(value))
    except ValueError:
        raise ReplyUnusable(f"{one.column} holds numbers, not {value!r}.") from None
    if number - number != 0:
        raise ReplyUnusable(f"{one.column} holds numbers, not {value!r}.")
    return int(number) if number == int(number) else number


def _moment(value: Scalar, one: Filter) -> str:
    text = str(value)
    try:
        date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ReplyUnusable(f"{one.column} holds dates, like 2026-01-31, not {text!r}.") from None
    return text
