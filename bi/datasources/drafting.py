"""The first catalog of a database that nobody has described, drafted from what it holds."""

from __future__ import annotations

from bi.catalog.generate import draft_catalog
from bi.catalog.outline import Outline
from bi.catalog.url import resolve_url
from bi.datasources.inspecting import inspect_tables


def draft_of(outline: Outline) -> str:
    """The text of a catalog without the url of its database: see `Outline.filled`.

    Takes seconds, and waits for the database. Raises CannotReadDatabase, NothingFound,
    UnknownEngine, SecretMissing.
    """
    datasource = outline.catalog.datasource
    return draft_catalog(inspect_tables(resolve_url(datasource.url)), datasource.id, _NO_URL)


# Whoever connects has the file, which says where the database is.
_NO_URL = "in-the-file://"
