"""Which data sources a document names, for those who look for the catalog to read it with."""

from __future__ import annotations

from bi.dashboards.rdash.parsing import objects, parse_document, text


def named_sources(document: str) -> tuple[str, ...]:
    """Ids, in the order of the document. Raises RdashInvalid."""
    sources = objects(parse_document(document), "DataSources", "DataSources")
    return tuple(text(one, "Id") for one in sources)
