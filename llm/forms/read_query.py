"""A query as a model wrote it -> the typed one, checked against the catalog that the asker sees."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import Any

from pydantic import ValidationError

from bi.compiler.compile import compile_query
from bi.language.engine import LanguageEngine
from bi.model.errors import QueryNotPossible
from bi.model.semantic import OrderTarget, SemanticQuery
from llm.errors import ReplyUnusable
from llm.forms.lenient import in_form
from llm.forms.naming import check_names
from llm.forms.periods import completed
from llm.forms.query_form import QUERY
from llm.forms.values import rebuilt, stored

# Of one query; a database would not like more.
_MOST_PARTS, _MOST_VALUES, _MOST_ROWS = 20, 1000, 100_000


def read_query(value: Any, engine: LanguageEngine, dialect: str, today: date) -> SemanticQuery:
    """Raises ReplyUnusable with a reason that tells the model what to mend."""
    if not isinstance(value, dict):
        raise ReplyUnusable("The query is no object.")
    catalog = engine.catalog
    formed = completed(in_form(value, catalog), today, catalog.calendar)
    query = _typed(formed)
    check_names(query, catalog)
    query = rebuilt(query, partial(stored, engine=engine))
    _check_sizes(query)
    _check_order(query)
    _check_sql(query, engine, dialect)
    return query


def _typed(value: dict[str, Any]) -> SemanticQuery:
    try:
        query = QUERY.validate_python(value)
    except ValidationError as error:
        raise ReplyUnusable(f"The query is not of the form: {_first(error)}.") from None
    except RecursionError:
        raise ReplyUnusable("The query is nested too deeply.") from None
    ignored = _ignored(value, QUERY.dump_python(query, mode="json"))
    if ignored:
        raise ReplyUnusable(f"The form has no {ignored!r} there; say it otherwise, or not at all.")
    return query


def _first(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def _ignored(value: Any, kept: Any) -> str | None:
    """A key that was read over; what it asked for would be lost without a word."""
    if isinstance(value, dict) and isinstance(kept, dict):
        for key, one in value.items():
            if key not in kept and one not in (None, [], {}, False, ""):
                return str(key)
            if (found := _ignored(one, kept.get(key))) is not None:
                return found
    if isinstance(value, list) and isinstance(kept, list):
        for one, other in zip(value, kept, strict=False):
            if (found := _ignored(one, other)) is not None:
                return found
    return None


def _check_sizes(query: SemanticQuery) -> None:
    if not (query.measures or query.groups or query.columns):
        raise ReplyUnusable("The query asks for nothing: it needs measures, groups or columns.")
    if query.columns and query.measures:
        raise ReplyUnusable("A list of columns has no measures; group by the columns instead.")
    parts = (query.measures, query.groups, query.filters, query.conditions, query.columns)
    if any(len(one) > _MOST_PARTS for one in (*parts, query.measure_filters, query.order)):
        raise ReplyUnusable(f"The query has more than {_MOST_PARTS} parts of a kind.")
    if any(len(one.values) > _MOST_VALUES for one in query.filters):
        raise ReplyUnusable(f"A filter has more than {_MOST_VALUES} values.")


def _check_order(query: SemanticQuery) -> None:
    lengths = {
        OrderTarget.MEASURE: len(query.measures),
        OrderTarget.CHANGE: len(query.measures) if query.comparison else 0,
        OrderTarget.GROUP: len(query.groups),
        OrderTarget.COLUMN: len(query.columns),
    }
    for one in query.order:
        if not 0 <= one.index < lengths[one.target]:
            raise ReplyUnusable(f"There is no {one.target} {one.index} to order by.")
    limit = query.limit
    if limit is None:
        return
    if not 1 <= limit.count <= _MOST_ROWS or limit.skip < 0:
        raise ReplyUnusable(f"A limit is 1 to {_MOST_ROWS} rows.")
    if not query.order:
        raise ReplyUnusable("A limit needs an order: the first rows of what?")
    of = len(query.columns) if query.columns else len(query.groups)
    if any(not 0 <= index < of for index in limit.within):
        raise ReplyUnusable("The limit's `within` counts the query's groups, from 0.")


def _check_sql(query: SemanticQuery, engine: LanguageEngine, dialect: str) -> None:
    try:
        compile_query(query, engine.catalog, dialect)
    except QueryNotPossible as fault:
        raise ReplyUnusable(fault.message) from None
    except (LookupError, AttributeError, TypeError, ValueError, AssertionError, ArithmeticError):
        said = json.dumps(QUERY.dump_python(query, mode="json", exclude_defaults=True))[:300]
        raise ReplyUnusable(f"The query's parts do not fit together: {said}") from None
