"""What the insights endpoint takes and answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from api.faces.reveal.schemas import DashboardText, Name, Optional, Request, Shape, Usage
from api.texts import DatasourceId
from runs.model import InsightType

MOST_PERIODS = 120


def _any_case(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    known = [kind.value for kind in InsightType]
    if value.strip().casefold() not in known:
        names = ", ".join(kind.value.capitalize() for kind in InsightType)
        raise PydanticCustomError(
            "unknown_insight_type",
            "There is no such type of insight; choose one of: {names}",
            {"names": names, "allowed": names.split(", ")},
        )
    return value.strip().casefold()


class InsightsRequest(Request):
    dashboard: DashboardText = Field(
        None,
        validation_alias=AliasChoices("dashboardJson", "dashboard"),
        description="The dashboard, as RDash.",
    )
    dashboard_id: Name = Field(
        None, validation_alias="dashboardId", description="A stored dashboard instead."
    )
    datasource_id: Annotated[DatasourceId | None, Optional] = Field(
        None,
        validation_alias="datasourceId",
        description="What the dashboard is about, where its own data sources do not say.",
    )
    insight_type: Annotated[InsightType, BeforeValidator(_any_case)] = Field(
        InsightType.SUMMARY,
        validation_alias=AliasChoices("insightType", "type"),
        description="`Summary`, `Analysis` or `Forecast`, in any case.",
    )
    forecast_periods: Annotated[int, Field(ge=1, le=MOST_PERIODS)] = Field(
        6, validation_alias="forecastPeriods", description="How far a forecast looks."
    )

    @model_validator(mode="after")
    def _names_one_dashboard(self) -> InsightsRequest:
        if (self.dashboard is None) == (self.dashboard_id is None):
            raise PydanticCustomError(
                "one_dashboard", "Either dashboardJson or dashboardId must be provided"
            )
        return self


class InsightsResult(Shape):
    explanation: str
    finishReason: str = Field(description="`Stop`, `Length` or `ContentFilter`.")  # noqa: N815
    usage: Usage = Field(description="Tokens of a model; the embedded engine uses none.")
