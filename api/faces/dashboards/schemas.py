"""What clients of this face send, and the shapes of what they get."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from api.faces.dashboards.unknown_keys import unknown_key
from api.matih.requests import Title, known_chart_type
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
from api.texts import DatasourceId, GivenId, Sentence, UserId
from api.wishes import WhoWrites
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard

if TYPE_CHECKING:
    from runs.dashboard_pins import Pin


def _without_unknown_keys(value: Any, read: Callable[[Any], Dashboard]) -> Dashboard:
    """A key that is misspelt must not be taken for one that is absent."""
    dashboard = read(value)
    if isinstance(value, dict):
        found = unknown_key(value, dashboard_json(dashboard))
        if found is not None:
            raise PydanticCustomError("unknown_key", "{found}", {"found": found})
    return dashboard


Shared = Annotated[
    Literal["private", "tenant"],
    Field(description="Who may read it: its owner, or every user of the tenant."),
]
Written = Annotated[Dashboard, WrapValidator(_without_unknown_keys)]
VersionNumber = Annotated[int, Field(ge=1, description="The version that the caller saw.")]


class PinnedAnswer(BaseModel):
    """The answer of a turn, which becomes a tile; of a compound question that of a part, by its
    place in `metadata.tasks`, the first of which is 1. `title` left out: the answer's; `chart` left
    out: as the answer is drawn, null: what fits its rows best each time."""

    session_id: GivenId = Field(examples=["sess-5f0c9b1e"])
    turn_id: GivenId = Field(examples=["turn-0b7d"])
    title: Title | None = Field(None, examples=["Revenue by month"])
    chart: Annotated[ChartType | None, BeforeValidator(known_chart_type)] = Field(
        None, examples=["bar"]
    )
    part: Annotated[int, Field(ge=1)] | None = Field(None, examples=[1])

    def pin(self) -> Pin:
        """What it asks for."""
        # With it comes the graph, which the start must not wait for.
        from runs.dashboard_pins import Pin

        as_drawn = "chart" not in self.model_fields_set
        return Pin(self.session_id, self.turn_id, self.title, self.chart, as_drawn, self.part)


class PinTile(PinnedAnswer):
    """`version` left out: upon whichever version is current by then."""

    version: VersionNumber | None = None


class ShareDashboard(BaseModel):
    shared: Shared


class CreateDashboard(WhoWrites):
    """A whole dashboard, a sentence that says what it shows, or an answer that is its tile."""

    dashboard: Written | None = None
    message: Sentence | None = Field(
        None, examples=["Sales dashboard for 2024: revenue by month, top products, by region"]
    )
    datasource_id: DatasourceId | None = Field(
        None, description="With a message: what it is about; the first of the catalog if left out."
    )
    pin: PinnedAnswer | None = None
    title: Title | None = Field(
        None, description="Of a dashboard with a pinned answer.", examples=["Sales"]
    )
    user_id: UserId | None = Field(None, examples=["user-123"])

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        given = [self.dashboard, self.message, self.pin]
        if sum(one is not None for one in given) != 1:
            raise PydanticCustomError("one_of", "Send one of `dashboard`, `message` and `pin`")
        if (self.pin is None) != (self.title is None):
            raise PydanticCustomError("title_of_pin", "`title` belongs to a `pin`, and it to that")
        if self.message is None and self.datasource_id is not None:
            raise PydanticCustomError(
                "named_twice",
                "The datasource is that of the dashboard, or of the answer: leave `datasource_id`",
            )
        if self.message is None and (self.model or self.mode):
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
    """`session_id` is the conversation that changes it by words, once there was one, and for its
    owner alone. `owned`: the caller may change it, and not only read it."""

    dashboard_id: str
    tenant_id: str
    user_id: str
    datasource_id: str
    title: str
    version: int
    created_at: str
    updated_at: str
    session_id: str | None
    shared: Shared
    owned: bool
    tile_count: int


# Not checked anew, since it was written here.
WrittenHere = Annotated[dict[str, Any], Field(description="As in requests: a `Dashboard`.")]


class StoredDashboard(DashboardLine):
    dashboard: WrittenHere


class PinnedDashboard(StoredDashboard):
    """`tile_id` is the new tile's."""

    tile_id: str


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
    change: Literal["written", "said", "renamed", "restored", "pinned", "removed"]
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


class FilterValues(Shape):
    """What the column holds, without NULL: all of it in order, or the most frequent values where
    there are `more`."""

    filter_id: str
    values: list[str | int | float | bool]
    more: bool


class FilterableColumn(Shape):
    """A column that `tiles` tiles can follow a filter by. `dataset` and `name` are null together:
    the date that each measure has, which is the `column` null of a filter by dates."""

    dataset: str | None
    name: str | None
    label: str
    kind: Literal["values", "dates"]
    tiles: int


class FilterableColumns(Shape):
    """The most useful first."""

    columns: list[FilterableColumn]


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
