"""What clients of this face send, and the shapes of what they get."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from api.faces.dashboards.unknown_keys import unknown_key
from api.matih.requests import Title
from api.matih.responses import (
    ChartDescription,
    Column,
    Data,
    ErrorDetail,
    ForecastBody,
    FreshnessBody,
    LineageBody,
    Shape,
    TurnBody,
    TurnMetadata,
)
from api.matih.stored_dashboard import dashboard_json
from api.texts import DatasourceId, Sentence, UserId
from api.wishes import WhoWrites
from bi.model.dashboard import Dashboard


def _without_unknown_keys(value: Any, read: Callable[[Any], Dashboard]) -> Dashboard:
    """A key that is misspelt must not be taken for one that is absent."""
    dashboard = read(value)
    if isinstance(value, dict):
        found = unknown_key(value, dashboard_json(dashboard))
        if found is not None:
            raise PydanticCustomError("unknown_key", "{found}", {"found": found})
    return dashboard


Written = Annotated[Dashboard, WrapValidator(_without_unknown_keys)]
VersionNumber = Annotated[int, Field(ge=1, description="The version that the caller saw.")]


class CreateDashboard(WhoWrites):
    """A whole dashboard, or a sentence that says what it shows."""

    dashboard: Written | None = None
    message: Sentence | None = Field(
        None, examples=["Sales dashboard for 2024: revenue by month, top products, by region"]
    )
    datasource_id: DatasourceId | None = Field(
        None, description="With a message: what it is about; the first of the catalog if left out."
    )
    user_id: UserId | None = Field(None, examples=["user-123"])

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.dashboard is None) == (self.message is None):
            raise PydanticCustomError("one_of_two", "Send either `dashboard` or `message`")
        if self.dashboard is not None and self.datasource_id is not None:
            raise PydanticCustomError(
                "named_twice", "The datasource of a dashboard stands in it: leave `datasource_id`"
            )
        if self.dashboard is not None and (self.model or self.mode):
            raise PydanticCustomError(
                "nothing_to_write", "`model` and `mode` are of a `message`: leave them"
            )
        return self


class ReplaceDashboard(BaseModel):
    """All of it anew, upon the version that the caller saw."""

    version: VersionNumber
    dashboard: Written


class RenameDashboard(BaseModel):
    title: Title = Field(examples=["Sales of the south"])
    version: VersionNumber | None = None


class RestoreVersion(BaseModel):
    version: VersionNumber | None = None


class ChangeByWords(WhoWrites):
    """A sentence that changes the dashboard, asks what stands out, or answers a question back."""

    message: Sentence = Field(examples=["Change the pie chart to a bar chart"])
    tile_id: str | None = Field(
        None, max_length=64, description="Which tile is meant where the sentence does not say."
    )


class DashboardLine(Shape):
    """`session_id` is the conversation that changes it by words, once there was one."""

    dashboard_id: str
    tenant_id: str
    user_id: str
    datasource_id: str
    title: str
    version: int
    created_at: str
    updated_at: str
    session_id: str | None


# Not checked anew, since it was written here.
WrittenHere = Annotated[dict[str, Any], Field(description="As in requests: a `Dashboard`.")]


class StoredDashboard(DashboardLine):
    dashboard: WrittenHere


class DashboardList(Shape):
    dashboards: list[DashboardLine]
    total_count: int
    next_cursor: str | None


class VersionLine(Shape):
    """`said` is the sentence that made it, `restored` the version that it repeats."""

    version: int
    at: str
    title: str
    tiles: int
    change: Literal["written", "said", "renamed", "restored"]
    said: str | None
    restored: int | None


class VersionList(Shape):
    """Those that are kept, the newest first."""

    dashboard_id: str
    versions: list[VersionLine]


class VersionBody(VersionLine):
    dashboard: WrittenHere


class LeftOutFilter(Shape):
    """A filter that the tile cannot follow, and why."""

    id: str
    title: str
    reason: str


class TileData(Shape):
    """`filters` are the ids of those that limit the tile now. `error`: why it shows nothing; a
    tile that asks nothing of the data has neither `data` nor `error`. `no_forecast`: why there is
    no `forecast`, of a tile that asks for one."""

    tile_id: str
    title: str
    sql: str | None
    chart: ChartDescription | None
    columns: list[Column] | None
    data: Data | None
    row_count: int | None
    truncated: bool | None
    query_time_ms: int | None
    forecast: ForecastBody | None
    no_forecast: str | None
    filters: list[str]
    left_out: list[LeftOutFilter]
    lineage: LineageBody | None
    freshness: FreshnessBody | None
    error: ErrorDetail | None


class DashboardData(Shape):
    dashboard_id: str
    version: int
    tiles: list[TileData]


class Visualization(Shape):
    type: str
    x: str | None
    y: str | None


class DashboardTurnMetadata(TurnMetadata):
    stored: DashboardLine | None = Field(
        description="What is kept of it now; null while nothing is, as it was asked back."
    )


class DashboardTurn(TurnBody):
    visualization: Visualization | None
    metadata: DashboardTurnMetadata
