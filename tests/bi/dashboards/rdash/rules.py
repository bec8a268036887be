"""What the vendor's validator asks of a document, as far as it says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bi.dashboards.rdash.parsing import Json, child, children, text


def broken_rules(document: Json) -> tuple[str, ...]:
    """Each broken rule with its place; nothing for a document that keeps them all.

    Data of a widget has a data source item and fields, whose names are unique, and its data
    source is among those of the document.
    """
    sources = {text(one, "Id") for one in children(document, "DataSources")}
    faults: list[str] = []
    for name in ("Widgets", "GlobalFilters"):
        for index, one in enumerate(children(document, name)):
            data = child(one, "DataSpec")
            if text(data, "_type") == "TabularDataSpecType":
                faults += (f"{name}[{index}]: {fault}" for fault in _faults(data, sources))
    return tuple(faults)


def _faults(data: Json, sources: set[str]) -> Iterator[str]:
    item = child(data, "DataSourceItem")
    if not item:
        yield "DataSourceItem is missing"
    fields = Counter(text(field, "FieldName") for field in children(data, "Fields"))
    if not fields:
        yield "Fields is empty"
    for field, times in fields.items():
        if times > 1:
            yield f"the field {field} is there {times} times"
    for part in (item, child(item, "ResourceItem")):
        if part and text(part, "DataSourceId") not in sources:
            yield f"there is no data source {text(part, 'DataSourceId')}"
