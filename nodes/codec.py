"""Domain values to and from the JSON values that the state and the store hold."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from bi.dashboards.outcome import Choice, DashboardReading
from bi.language.breaking.parts import Part
from bi.model.chart import Chart, ChartOptions
from bi.model.dashboard import Dashboard
from bi.model.forecast import Forecast
from bi.model.insight import Insight
from bi.model.lineage import Freshness, Lineage
from bi.model.reading import (
    Option,
    Reading,
    Understanding,
    Verified,
    VerifiedOption,
    WrittenSql,
)
from bi.model.semantic import SemanticQuery
from llm.usage import Author
from nodes.answer import Answer, ResultRef, Task

T = TypeVar("T")

READING: TypeAdapter[Reading] = TypeAdapter(Reading)
OFFERED: TypeAdapter[Option | VerifiedOption] = TypeAdapter(Option | VerifiedOption)
DASHBOARD_READING: TypeAdapter[DashboardReading] = TypeAdapter(DashboardReading)


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(type, kind))


def encode(
    value: SemanticQuery
    | Chart
    | Insight
    | Understanding
    | ResultRef
    | Answer
    | Option
    | VerifiedOption
    | WrittenSql
    | Verified
    | Lineage
    | Freshness
    | ChartOptions
    | Forecast
    | Dashboard
    | Choice
    | Part
    | Task
    | Author,
) -> Any:
    """A JSON value that `decode` reads back as an equal one."""
    return _adapter(cast(Hashable, type(value))).dump_python(value, mode="json")


def decode(kind: type[T], value: Any) -> T:
    """Raises pydantic.ValidationError for a value that `encode` did not write."""
    return cast(T, _adapter(cast(Hashable, kind)).validate_python(value))
