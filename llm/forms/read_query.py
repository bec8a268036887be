"""A model's query, read and checked: what comes out can be compiled."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bi.catalog.within import is_within
from bi.catalog.wording import title_of
from bi.compiler.compile import compile_query
from bi.language.engine import LanguageEngine
from bi.language.explain import tokens_of
from bi.model.catalog import ColumnRef
from bi.model.errors import QueryNotPossible
from bi.model.semantic import SemanticQuery, TimeRange
from llm.errors import ReplyUnusable
from llm.forms.fitting import fitted
from llm.forms.naming import named
from llm.forms.parts import check_parts
from llm.forms.query_form import QUERY
from llm.forms.remaking import remade
from llm.forms.shaping import shaped, told
from llm.forms.timing import timed

logger = logging.getLogger(__name__)

T = TypeVar("T")

_PERIOD: TypeAdapter[TimeRange] = TypeAdapter(TimeRange)
_COLUMN: TypeAdapter[ColumnRef] = TypeAdapter(ColumnRef)
_MOST_FAULTS = 3
# What the compiler stumbles over where a query makes no sense that it knows of.
_STUMBLES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def read_query(value: Any, engine: LanguageEngine, dialect: str, today: date) -> SemanticQuery:
    """The query that a model wrote in the form of `query_schema`.

    Raises ReplyUnusable, whose reason lets the model mend it.
    """
    query = _read(value, "SemanticQuery", QUERY, engine, today)
    if query.measures and not query.columns:
        query = replace(query, dataset=None)  # of lists of rows: what is measured has its own
    check_parts(query)
    _check_compiles(query, engine, dialect)
    return query


def read_period(value: Any, engine: LanguageEngine, today: date) -> TimeRange:
    """A period alone. Raises ReplyUnusable."""
    return _read(value, "TimeRange", _PERIOD, engine, today)


def read_column(value: Any, engine: LanguageEngine) -> ColumnRef:
    """A column alone, by its catalog name. Raises ReplyUnusable."""
    return _read(value, "ColumnRef", _COLUMN, engine, date.min)


def _read(value: Any, name: str, form: TypeAdapter[T], engine: LanguageEngine, today: date) -> T:
    """`name` is that of the form's definition."""
    try:
        part = form.validate_python(shaped(value, name))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)[:_MOST_FAULTS]
        reasons = " ".join(f"{told(_place(one['loc']))}: {one['msg']}." for one in faults)
        raise ReplyUnusable(reasons) from error
    made: T = remade(part, lambda inner: _checked(inner, engine, today))
    return made


def _place(loc: tuple[int | str, ...]) -> str:
    """As in `measures[0].value`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return "".join(parts).lstrip(".")


def _checked(part: Any, engine: LanguageEngine, today: date) -> Any:
    """The innermost parts come first: a condition finds its column by its right name."""
    part = named(part, engine.catalog)
    if isinstance(part, TimeRange):
        return timed(part, today, engine.catalog.calendar)
    return fitted(part, engine)


def _check_compiles(query: SemanticQuery, engine: LanguageEngine, dialect: str) -> None:
    if not is_within(query, engine.catalog):
        raise ReplyUnusable("The query speaks of what the catalog does not have.")
    try:
        compile_query(query, engine.catalog, dialect)
        # What is shown of it has to be found, too.
        title_of(query, engine.catalog)
        tuple(tokens_of(query, engine.catalog))
    except QueryNotPossible as error:
        raise ReplyUnusable(error.message) from error
    except _STUMBLES as error:
        logger.info("a model's query does not compile: %r", error)
        raise ReplyUnusable("The query has parts that do not fit together.") from error
