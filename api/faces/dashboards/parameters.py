"""What stands in addresses and queries of this face."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body, Path, Query

from api.matih.requests import MAX_TITLE

PREFIX = "/api/v1/bi/dashboards"

DashboardId = Annotated[str, Path(description="The id that creating the dashboard answered.")]
TileId = Annotated[str, Path(description="The tile's `id`.")]
FilterId = Annotated[str, Path(description="The filter's `id`.")]
Number = Annotated[int, Path(ge=1, alias="version", description="The version's number.")]
VersionQuery = Annotated[
    int | None,
    Query(ge=1, alias="version", description="As it was in this version; else as it is now."),
]
SeenVersion = Annotated[
    int | None,
    Query(ge=1, alias="version", description="The version that the caller saw; else any."),
]
SharedOnes = Annotated[
    bool,
    Query(
        alias="shared",
        description="Those that are shared with the tenant, whose ever they are, not the caller's.",
    ),
]
Fresh = Annotated[
    bool,
    Query(description="Ask the database in any case, also for rows that were there just now."),
]
Search = Annotated[
    str | None,
    Query(
        alias="q",
        min_length=1,
        max_length=MAX_TITLE,
        description="Only dashboards with these words in their title.",
        examples=["sales"],
    ),
]
ValueSearch = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=MAX_TITLE,
        description="Only values that have this in them, in any case; numbers as they are written.",
        examples=["north"],
    ),
]


def path_of(dashboard_id: str) -> str:
    return f"{PREFIX}/{dashboard_id}"


def BodyOf(examples: dict[str, Any]) -> Any:  # noqa: N802  as FastAPI's own
    """A body with examples by name."""
    return Body(openapi_examples={name: {"value": value} for name, value in examples.items()})
