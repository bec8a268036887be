"""A catalog of five hundred tables of twenty columns, as grown companies have them."""

from __future__ import annotations

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
from bi.model.profile import Profile

AREAS = (
    "sales",
    "procurement",
    "warehouse",
    "logistics",
    "payroll",
    "recruiting",
    "marketing",
    "support",
    "billing",
    "treasury",
    "compliance",
    "fleet",
    "maintenance",
    "energy",
    "research",
    "quality",
    "catering",
    "travel",
    "insurance",
    "legal",
    "franchise",
    "loyalty",
    "returns",
    "production",
    "assets",
)
THINGS = (
    "orders",
    "invoices",
    "shipments",
    "suppliers",
    "contracts",
    "employees",
    "campaigns",
    "tickets",
    "payments",
    "vehicles",
    "inspections",
    "meters",
    "experiments",
    "defects",
    "menus",
    "trips",
    "claims",
    "cases",
    "stores",
    "members",
)
_NUMBERS = ("amount", "cost", "quantity", "discount", "weight", "duration", "score", "balance")
_TEXTS = ("status", "region", "category", "owner", "channel", "priority", "country", "currency")


def wide_catalog() -> Catalog:
    names = [f"{area}_{thing}" for area in AREAS for thing in THINGS]
    datasets = tuple(_dataset(name, number) for number, name in enumerate(names))
    joins = tuple(
        Join(f"{area}_{thing}", ("parent_id",), f"{area}_{THINGS[0]}", ("id",))
        for area in AREAS
        for thing in THINGS[1:]
    )
    source = Datasource("wide", "Wide", "duckdb:///wide.duckdb")
    return Catalog("wide-1", source, datasets, joins)


def wide_engine() -> LanguageEngine:
    return LanguageEngine(wide_catalog(), Profile())


def _dataset(name: str, number: int) -> Dataset:
    area, thing = name.split("_", 1)
    dimensions = [
        Dimension(name, "id", "id", "id", ColumnType.INTEGER, identifier=True),
        Dimension(name, "parent_id", "parent id", "parent_id", ColumnType.INTEGER, identifier=True),
        Dimension(name, "created_on", "created on", "created_on", ColumnType.DATE),
        *(Dimension(name, one, one, one, ColumnType.TEXT) for one in _TEXTS),
    ]
    measures = [
        Measure(name, f"{name}_{one}", f"{area} {thing} {one}", one, Aggregation.SUM)
        for one in _NUMBERS
    ]
    return Dataset(
        name,
        f"{area} {thing}",
        f"dw.{name}",
        ("id",),
        description=f"One row for each of the {thing} of {area}, number {number}.",
        dimensions=tuple(dimensions),
        measures=tuple(measures),
        time=ColumnRef(name, "created_on"),
    )
