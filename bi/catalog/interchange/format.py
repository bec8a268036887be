"""The formats of other semantic layers that are read and written."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Open Semantic Interchange (Apache Ossie), dbt semantic models (MetricFlow), Cube's YAML."""

    OSI = "osi"
    DBT = "dbt"
    CUBE = "cube"
