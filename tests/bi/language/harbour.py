"""A harbour's boats: columns of many numbers and of few, and a date."""

from __future__ import annotations

from datetime import date

from bi.language.engine import LanguageEngine
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Join,
    Measure,
)
from bi.model.profile import NumberSpan, Profile
from tests.bi.language.expected import Reader

BOATS, BERTHS = "boats", "berths"
TODAY = date(2026, 6, 17)


def _dimension(
    dataset: str, name: str, type_: ColumnType = ColumnType.TEXT, **more: object
) -> Dimension:
    label = name.replace("_", " ").capitalize()
    return Dimension(dataset, name, label, name, type_, **more)  # type: ignore[arg-type]


def _measure(name: str, label: str, expression: str, aggregation: Aggregation) -> Measure:
    return Measure(BOATS, name, label, expression, aggregation)


HARBOUR = Catalog(
    version="1",
    datasource=Datasource("harbour", "Harbour", "duckdb:///harbour"),
    datasets=(
        Dataset(
            BERTHS,
            "Berths",
            "berths",
            key=("berth_id",),
            dimensions=(
                _dimension(BERTHS, "berth_id", ColumnType.INTEGER, identifier=True),
                _dimension(BERTHS, "pier", values=("North", "South")),
            ),
            measures=(Measure(BERTHS, "berths", "Berths", "*", Aggregation.COUNT),),
        ),
        Dataset(
            BOATS,
            "Boats",
            "boats",
            key=("name",),
            dimensions=(
                _dimension(BOATS, "name", display=True),
                _dimension(BOATS, "berth_id", ColumnType.INTEGER, identifier=True),
                _dimension(BOATS, "flag", values=("Norway", "Denmark")),
                _dimension(BOATS, "rig", values=("Sloop", "Ketch")),
                _dimension(BOATS, "cabins", ColumnType.INTEGER),
                _dimension(BOATS, "draught", ColumnType.NUMBER),
                _dimension(BOATS, "sail_area", ColumnType.NUMBER),
                _dimension(BOATS, "tonnage", ColumnType.INTEGER),
                _dimension(BOATS, "built_year", ColumnType.INTEGER),
                _dimension(BOATS, "arrival", ColumnType.DATE),
                _dimension(BOATS, "departure", ColumnType.DATE),
            ),
            measures=(
                _measure("boats", "Boats", "*", Aggregation.COUNT),
                _measure("average_draught", "Average draught", "draught", Aggregation.AVERAGE),
                _measure("tonnage", "Tonnage", "tonnage", Aggregation.SUM),
            ),
        ),
    ),
    joins=(Join(BOATS, ("berth_id",), BERTHS, ("berth_id",)),),
    default_measure="berths",
)
PROFILE = Profile(
    {},
    numbers={
        ColumnRef(BOATS, "cabins"): NumberSpan(1, 6, 5),
        ColumnRef(BOATS, "draught"): NumberSpan(0.8, 4.1, 60),
        ColumnRef(BOATS, "sail_area"): NumberSpan(12.5, 480, 60),
        ColumnRef(BOATS, "tonnage"): NumberSpan(1, 900, 60),
        ColumnRef(BOATS, "built_year"): NumberSpan(1950, 2024, 50),
    },
)


def harbour_reader() -> Reader:
    return Reader(LanguageEngine(HARBOUR, PROFILE), TODAY)
