"""`?filters=`: other values of a dashboard's filters for one look, as JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from api.problem import InvalidRequest
from bi.model.semantic import MovingPeriod, Scalar

if TYPE_CHECKING:
    from bi.dashboards.setting import Setting

_LONGEST = 16_000


class _Dates(BaseModel):
    model_config = ConfigDict(extra="forbid")

    start: date | None = None
    end: date | None = None
    moving: MovingPeriod | None = None


_SETTINGS: TypeAdapter[dict[str, list[Scalar] | _Dates | None]] = TypeAdapter(
    dict[str, list[Scalar] | _Dates | None]
)

Filters = Annotated[
    str | None,
    Query(
        max_length=_LONGEST,
        description="JSON: by a filter's id the values it is set to for this look, or "
        '`{"start", "end"}` (the end not included), or `{"moving": {"span", "grain", "count"}}`, '
        "or null for nothing. Filters that are not named stay as they are.",
        examples=['{"regions": ["North"], "dates": {"start": "2025-01-01", "end": "2025-04-01"}}'],
    ),
]


def settings_of(filters: str | None) -> dict[str, Setting]:
    """Raises InvalidRequest."""
    if filters is None:
        return {}
    try:
        given = _SETTINGS.validate_json(filters)
    except ValidationError as error:
        raise InvalidRequest(
            "filters: a JSON object of filter ids, each with a list of values, or with "
            "`start`, `end` or `moving`, or null.",
            fields=[
                {"field": ".".join(("filters", *map(str, fault["loc"]))), "message": fault["msg"]}
                for fault in error.errors(include_url=False, include_input=False)
            ],
        ) from None
    return {name: _setting(one) for name, one in given.items()}


def _setting(one: list[Scalar] | _Dates | None) -> Setting:
    # With it come the language's words, which the start must not wait for.
    from bi.dashboards.setting import Dates

    if isinstance(one, _Dates):
        return Dates(one.start, one.end, one.moving)
    return tuple(one) if one is not None else None
