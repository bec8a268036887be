"""A document -> a dashboard."""

from __future__ import annotations

import contextlib
import re

from bi.catalog.url import SecretMissing, resolve_url
from bi.dashboards.rdash.global_filters import KEPT, FiltersRead, free_id, read_filters
from bi.dashboards.rdash.parsing import Json, child, objects, parse_document, text
from bi.dashboards.rdash.spans import Packing
from bi.dashboards.rdash.vendor import OURS, PROVIDERS
from bi.dashboards.rdash.widgets import Surroundings, read_widget
from bi.model.catalog import Catalog
from bi.model.dashboard import Dashboard, Place, Tile

# The size of a tile as it was read, in its `extra`.
SIZE = "size"


def read_rdash(document: str, catalog: Catalog) -> Dashboard:
    """A widget that asks what no query of ours can say becomes a tile without a query.

    `extra` of the dashboard, its tiles and filters holds the document, so that `write_rdash`
    can write it as it was. Raises RdashInvalid.
    """
    top = parse_document(document)
    widgets = objects(top, "Widgets", "Widgets")
    sources = objects(top, "DataSources", "DataSources")
    entries = objects(top, "GlobalFilters", "GlobalFilters")
    filters = read_filters(entries, carried_of_filters(sources, catalog), catalog)
    around = Surroundings(catalog, own_sources(sources, catalog), filters)
    return Dashboard(
        title=text(top, "Title"),
        datasource_id=catalog.datasource.id,
        tiles=_tiles(widgets, around),
        filters=filters.filters,
        description=text(top, "Description"),
        extra={KEPT: _kept(top, entries, filters)},
    )


def own_sources(sources: list[Json], catalog: Catalog) -> frozenset[str]:
    """Ids of the data sources that are the catalog's database.

    The one of its id; a document that has none is from a client with ids of its own, so there it
    is those of the same provider.
    """
    own = catalog.datasource.id
    ids = {text(one, "Id") for one in sources}
    if own in ids or not ids:
        return frozenset({own})
    provider = provider_of(catalog)
    same = {text(one, "Id") for one in sources if text(one, "Provider") == provider}
    return frozenset({own, *same}) if len(same) == 1 else frozenset({own})


def provider_of(catalog: Catalog) -> str:
    """The model's word for the database's engine, as far as the url shows it."""
    url = catalog.datasource.url
    with contextlib.suppress(SecretMissing):
        url = resolve_url(url)
    scheme = re.match(r"[a-z]+", url)
    return PROVIDERS.get(scheme[0], scheme[0].upper()) if scheme else ""


def carried_of_filters(sources: list[Json], catalog: Catalog) -> str:
    own = (one for one in sources if text(one, "Id") == catalog.datasource.id)
    return text(child(next(own, {}), "Settings"), OURS)


def _tiles(widgets: list[Json], around: Surroundings) -> tuple[Tile, ...]:
    packing, taken = Packing(), set[str]()
    tiles: list[Tile] = []
    for index, widget in enumerate(widgets):
        id_ = free_id(text(widget, "Id") or f"tile-{index + 1}", taken)
        taken.add(id_)
        tiles.append(_tile(id_, widget, packing.place(widget), around))
    return tuple(tiles)


def _tile(id_: str, widget: Json, place: Place, around: Surroundings) -> Tile:
    read = read_widget(widget, around)
    return Tile(
        id=id_,
        title=read.title,
        query=read.query,
        place=place,
        chart=read.chart,
        options=read.options,
        moving=read.moving,
        filters=read.filters,
        extra={KEPT: widget, SIZE: [place.width, place.height]},
    )


def _kept(top: Json, entries: list[Json], filters: FiltersRead) -> Json:
    """The document without what tiles and filters hold of it; ids mark the places of filters."""
    places = [
        entry if id_ is None else id_ for entry, id_ in zip(entries, filters.places, strict=True)
    ]
    emptied = {"Widgets": [], "GlobalFilters": places}
    return {
        name: emptied[name] if name in emptied and value is not None else value
        for name, value in top.items()
    }
