"""Where a datasource is: references to secrets kept elsewhere, and paths beside the catalog."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from bi.model.errors import UserError

_REFERENCE = re.compile(r"\$\{(?:(file):([^}]+)|(\w+))\}")
# A database in a file, by a path that is not absolute and does not start with a reference.
_RELATIVE = re.compile(r"(?P<scheme>(?:csv|duckdb|sqlite)(?:\+\w+)?:///)(?P<path>(?![/:$]|\w:).+)")


_PASSWORD = re.compile(r"([\w+.-]+://[^/@:]*:)(?!\$\{)[^/@]+@")
_DIALECTS = {
    "clickhouse": "clickhouse",
    "clickhousedb": "clickhouse",
    "csv": "duckdb",
    "duckdb": "duckdb",
    "mariadb": "mysql",
    "mysql": "mysql",
    "sqlite": "sqlite",
    "postgresql": "postgres",
    "postgres": "postgres",
    "spark": "spark",
    "hive": "spark",
    "databricks": "databricks",
}


class SecretMissing(UserError):
    """What the url refers to is not there; details: `variable` or `file`."""

    code = "secret_missing"


def resolve_url(url: str, environment: Mapping[str, str] | None = None) -> str:
    """`url` with every `${NAME}` from the environment and every `${file:PATH}` from a file.

    A file's text counts without white space around it. A user's name or password stands there
    as it is: what would end it in a url is encoded here. May hold secrets: do not log.

    Raises SecretMissing.
    """
    variables = os.environ if environment is None else environment

    def value(reference: re.Match[str]) -> str:
        _, path, name = reference.groups()
        found = _read_secret(path) if path else variables.get(name)
        if found is None:
            what = {"file": path} if path else {"variable": name}
            raise SecretMissing(
                f"The datasource's url names the file {path}, which cannot be read."
                if path
                else f"The datasource's url names the environment variable {name}, "
                "which is not set.",
                **what,
            )
        return quote(found, safe="") if _is_of_user(reference) else found

    return _REFERENCE.sub(value, url)


def _read_secret(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _is_of_user(reference: re.Match[str]) -> bool:
    """Whether it stands for a user's name or password: between `//` and `@`."""
    before = _REFERENCE.sub("", reference.string[: reference.start()])
    after = _REFERENCE.sub("", reference.string[reference.end() :])
    _, scheme_ends, begun = before.rpartition("://")
    return bool(scheme_ends) and "/" not in begun and "@" in after.partition("/")[0]


def anchored(url: str, folder: Path) -> str:
    """`url` with relative paths made absolute, starting at `folder`: to a database file, and to
    files of secrets."""

    def found(reference: re.Match[str]) -> str:
        path = reference[2]
        return f"${{file:{folder.resolve() / path}}}" if path else reference[0]

    url = _REFERENCE.sub(found, url)
    relative = _RELATIVE.fullmatch(url)
    if relative is None:
        return url
    return f"{relative['scheme']}{folder.resolve() / relative['path']}"


def beside(url: str, folder: Path) -> str:
    """The reverse of `anchored`: a database file in or below `folder` by its relative path."""
    found = re.fullmatch(r"((?:csv|duckdb|sqlite)(?:\+\w+)?:///)([^$?]+)", url)
    if found is None or found[2] == ":memory:":
        return url
    path, home = Path(found[2]).resolve(), folder.resolve()
    return f"{found[1]}{path.relative_to(home) if path.is_relative_to(home) else path}"


def is_url(text: str) -> bool:
    """Whether `text` looks like a database url, rather than a path to a file."""
    return re.match(r"[A-Za-z][\w.+-]*://|\$\{", text) is not None


def holds_password(url: str) -> bool:
    """Whether a password is written out in `url`, rather than referred to."""
    return _PASSWORD.match(url) is not None


def without_password(url: str, variable: str) -> str:
    """`url` with `${variable}` in the place of a password that is written out."""
    return _PASSWORD.sub(rf"\g<1>${{{variable}}}@", url, count=1)


def dialect_of(url: str) -> str | None:
    """The sqlglot dialect of a url's database; None when the url does not show it.

    A url that the environment holds shows it where that is set.
    """
    with contextlib.suppress(SecretMissing):
        url = resolve_url(url)
    scheme = re.match(r"[a-z]+", url)
    return _DIALECTS.get(scheme[0]) if scheme else None
