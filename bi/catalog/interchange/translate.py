"""Catalogs to and from the formats of other semantic layers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bi.catalog.check import check_meaning
from bi.catalog.faults import Fault
from bi.catalog.inspection import Inspection
from bi.catalog.interchange.cube.read import read as read_cube
from bi.catalog.interchange.cube.write import extend as extend_cube
from bi.catalog.interchange.cube.write import write as write_cube
from bi.catalog.interchange.dbt.read import read as read_dbt
from bi.catalog.interchange.dbt.write import extend as extend_dbt
from bi.catalog.interchange.dbt.write import write as write_dbt
from bi.catalog.interchange.format import Format
from bi.catalog.interchange.notes import InterchangeUnreadable, NotCarried, Notes
from bi.catalog.interchange.osi.read import read as read_osi
from bi.catalog.interchange.osi.write import extend as extend_osi
from bi.catalog.interchange.osi.write import write as write_osi
from bi.catalog.interchange.patch import Plain, difference, patched, tell
from bi.catalog.schema import CatalogSection
from bi.catalog.shape import read_shape
from bi.catalog.source import parse_source
from bi.catalog.url import dialect_of, without_password
from bi.catalog.yaml_text import entry
from bi.model.catalog import ColumnType

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SINGULAR = {
    "semantic_model": "semantic_models",
    "metric": "metrics",
    "saved_query": "saved_queries",
}
_PASSWORD = "DATABASE_PASSWORD"
_NO_URL = "${DATABASE_URL}"


@dataclass(frozen=True, slots=True)
class _Way:
    write: Callable[[Plain, str | None, Notes], Plain]
    extend: Callable[[Plain, Plain], None]
    read: Callable[[Any, Notes], tuple[Plain, Plain]]


_WAYS = {
    Format.OSI: _Way(write_osi, extend_osi, read_osi),
    Format.DBT: _Way(write_dbt, extend_dbt, read_dbt),
    Format.CUBE: _Way(write_cube, extend_cube, read_cube),
}


@dataclass(frozen=True, slots=True)
class Translated:
    """`text` is the file; `faults` are what `parley catalog check` says of an imported one."""

    text: str
    not_carried: tuple[NotCarried, ...]
    lines: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


def export_catalog(section: CatalogSection, to: Format) -> Translated:
    """A catalog in the format of others, with an extension that holds what that cannot say."""
    way, notes = _WAYS[to], Notes()
    ours = plain_of(section)
    ours["datasource"]["url"] = without_password(section.datasource.url, _PASSWORD)
    document = way.write(ours, dialect_of(section.datasource.url), notes)
    back, _ = way.read(document, Notes())
    patch = difference(back, ours)
    tell(patch, "", notes)
    if patch:
        way.extend(document, patch)
    body = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=98)
    lines = tuple(notes.lines())
    head = "".join(f"# {line}\n" for line in lines)
    return Translated(head + body, tuple(notes.found), lines)


def import_catalog(
    contents: Sequence[str],
    from_: Format,
    name: str,
    url: str | None = None,
    inspection: Inspection | None = None,
) -> Translated:
    """A catalog from the files of others. `name` is what the datasource is called without a name.

    With an `inspection` of its database, dimensions of which no type is said have their columns'.

    Raises InterchangeUnreadable.
    """
    notes = Notes()
    theirs, patch = _WAYS[from_].read(_whole(contents), notes)
    ours = patched(theirs, patch)
    if not ours.get("datasets"):
        raise InterchangeUnreadable(f"there is nothing of {from_.value} in it")
    source = dict(ours.get("datasource") or {})
    source["id"] = re.sub(r"[^\w.-]+", "_", str(source.get("id") or name))
    source["url"] = url or source.get("url") or _NO_URL
    if inspection is not None:
        add_types(ours["datasets"], inspection)
    lines = tuple(notes.lines())
    text = catalog_text({**ours, "datasource": source}, lines)
    return Translated(text, tuple(notes.found), lines, _faults(text))


def _whole(contents: Sequence[str]) -> Plain:
    """One document of several: their lists one after the other."""
    whole: Plain = {}
    for content in contents:
        for document in _documents(content):
            for key, value in document.items():
                # Some write one thing a document: `metric:` for one of `metrics:`.
                several = _SINGULAR.get(key, key) if isinstance(value, dict) else key
                listed = [value] if several != key else value
                if isinstance(listed, list) and isinstance(whole.get(several), list):
                    whole[several] = [*whole[several], *listed]
                else:
                    whole.setdefault(several, listed)
    return whole


def _documents(content: str) -> Iterator[Plain]:
    try:
        for document in yaml.load_all(content, _Loader):
            if document is None:
                continue
            if not isinstance(document, dict):
                raise InterchangeUnreadable("a group of keys is expected")
            yield document
    except yaml.YAMLError as error:
        raise InterchangeUnreadable(f"this is not YAML or JSON: {error}") from None


def plain_of(section: CatalogSection) -> Plain:
    """What is written in a catalog, in the long forms."""
    plain: Plain = section.model_dump(mode="json", exclude_defaults=True)
    return plain


def catalog_text(plain: Plain, notes: tuple[str, ...] = ()) -> str:
    """The YAML of a catalog, with notes as comments at its head."""
    lines = [f"# {note}" for note in notes]
    first = ("datasource", "language", "as_of", "currency", "calendar", "default_measure")
    keys = [*(key for key in first if key in plain), *(k for k in plain if k not in first)]
    for key in keys:
        if lines:
            lines.append("")
        lines += entry(key, plain[key], 0)
    return "\n".join(lines) + "\n"


def add_types(datasets: Plain, inspection: Inspection) -> None:
    """The types of columns, where nothing else is said of a dimension's."""
    for name, dataset in datasets.items():
        written = str((dataset or {}).get("table", name))
        table = inspection.table(written) or inspection.table(written.rpartition(".")[2])
        for key, dimension in ((dataset or {}).get("dimensions") or {}).items():
            column = table.column(dimension.get("column", key)) if table else None
            untyped = "type" not in dimension and "expression" not in dimension
            if untyped and column and column.type not in (None, ColumnType.TEXT):
                dimension["type"] = column.type.value


def _faults(text: str) -> tuple[Fault, ...]:
    source = parse_source(text.encode(), "")
    section, faults = read_shape(source)
    return faults if section is None else check_meaning(section, source)
