"""`parley catalog check`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer

from bi.catalog.load import check_catalog, load_catalog
from bi.catalog.url import resolve_url
from bi.datasources.inspecting import inspect_url
from bi.datasources.verifying import check_lessons, check_verified_queries
from bi.model.catalog import Catalog
from bi.model.profile import Profile, ValueBounds
from bi.model.writing import count_of, write_list
from bi.warehouse.warehouse import Warehouse


def check_file(file: Path, database: bool) -> int:
    """1 when the catalog has a fault that is more than a hint.

    Raises CannotReadDatabase, DatabaseUnavailable, UnknownEngine, SecretMissing.
    """
    faults = check_catalog(file)
    usable = not any(fault.level == "error" for fault in faults)
    if usable and database:
        url = resolve_url(load_catalog(file).datasource.url)
        faults = check_catalog(file, inspect_url(url, views=True, budget_s=0))
        usable = not any(fault.level == "error" for fault in faults)
    if usable and (catalog := load_catalog(file)).is_described:
        profile = asyncio.run(_profile(catalog)) if database and _means_something(catalog) else None
        verified = check_verified_queries(file, catalog, profile)
        faults = (*faults, *verified, *check_lessons(file, catalog, profile))
        usable = not any(fault.level == "error" for fault in faults)
    for fault in faults:
        typer.echo(str(fault))
    if not usable:
        return 1
    typer.echo(f"{file} is in order: {_told(load_catalog(file))}.")
    return 0


def _means_something(catalog: Catalog) -> bool:
    means = any(one.means is not None for one in catalog.verified_queries)
    return means or bool(catalog.terms or catalog.instructions)


async def _profile(catalog: Catalog) -> Profile:
    """The values of the data, which questions may name."""
    warehouse = Warehouse(resolve_url(catalog.datasource.url))
    try:
        await warehouse.open()
        return await warehouse.profile(catalog, ValueBounds())
    finally:
        await warehouse.close()


def _told(catalog: Catalog) -> str:
    """What is written is counted: a role repeats the dimensions of its dataset."""
    if not catalog.is_described:
        return "it connects a database that needs a data summary, since it describes no dataset"
    datasets = [dataset for dataset in catalog.datasets if not dataset.role_of]
    return write_list(
        [
            count_of(len(datasets), "dataset"),
            count_of(sum(len(dataset.dimensions) for dataset in datasets), "dimension"),
            count_of(sum(len(dataset.measures) for dataset in catalog.datasets), "measure"),
            count_of(len(catalog.metrics), "metric"),
            count_of(len(catalog.joins), "join"),
        ]
    )
