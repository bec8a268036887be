"""`parley catalog import` and `parley catalog export`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from bi.catalog.interchange.format import Format
from bi.catalog.interchange.translate import Translated, export_catalog, import_catalog
from bi.catalog.load import check_catalog
from bi.catalog.shape import read_shape
from bi.catalog.source import read_source
from bi.catalog.url import beside, resolve_url
from bi.datasources.inspecting import id_of, inspect_url, url_of
from bi.model.errors import CatalogInvalid, UserError
from bi.model.writing import count_of
from cli.catalog_init import FileExists

_SUFFIXES = (".yml", ".yaml", ".json")


class FileUnreadable(UserError):
    """A file that was named cannot be read."""

    code = "file_unreadable"


class UrlMissing(UserError):
    """The types of columns cannot be looked up without a database."""

    code = "url_missing"


def import_files(
    files: Sequence[Path],
    from_: Format,
    output: Path | None,
    url: str | None,
    database: bool,
    name: str | None,
    force: bool,
) -> int:
    """Raises CannotReadDatabase, FileExists, FileUnreadable, InterchangeUnreadable, UnknownEngine,
    UrlMissing, SecretMissing."""
    _require_free(output, force)
    if database and url is None:
        raise UrlMissing("--database needs the --url of the database")
    url = url_of(url) if url else None
    inspection = inspect_url(resolve_url(url), views=True) if url and database else None
    if url is not None and output is not None:
        url = beside(url, output.parent)
    contents = [_text(path) for path in _each(files)]
    found = import_catalog(contents, from_, name or id_of(files[0].stem), url, inspection)
    _write(found, output)
    errors = sum(fault.level == "error" for fault in found.faults)
    if errors:
        faults = count_of(errors, "fault")
        typer.echo(f"It has {faults}: parley catalog check {output or 'FILE'}", err=True)
    return 0


def export_file(file: Path, to: Format, output: Path | None, force: bool) -> int:
    """Raises CatalogInvalid, FileExists."""
    _require_free(output, force)
    faults = [fault for fault in check_catalog(file) if fault.level == "error"]
    section = read_shape(read_source(file))[0] if not faults else None
    if section is None:
        raise CatalogInvalid(str(faults[0]))
    _write(export_catalog(section, to), output)
    return 0


def _require_free(output: Path | None, force: bool) -> None:
    if output is not None and output.exists() and not force:
        raise FileExists(f"{output} exists; --force replaces it")


def _each(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix in _SUFFIXES)
        else:
            yield path


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise FileUnreadable(f"{path} is no UTF-8 text") from None


def _write(found: Translated, output: Path | None) -> None:
    """The file, and what is not in it on the other stream, so that neither spoils the other."""
    if output is None:
        typer.echo(found.text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(found.text, encoding="utf-8")
    for line in found.lines:
        typer.echo(line, err=True)
