"""Where a datasource is: references to the environment, and paths beside the catalog."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from bi.model.errors import UserError

_REFERENCE = re.compile(r"\$\{(\w+)\}")
# A database in a file, by a path that is not absolute and does not start with a reference.
_RELATIVE = re.compile(r"(?P<scheme>(?:csv|duckdb|sqlite)(?:\+\w+)?:///)(?P<path>(?![/:$]|\w:).+)")


_PASSWORD = re.compile(r"([\w+.-]+://[^/@:]*:)(?!\$\{)[^/@]+@")
_DIALECTS = {
    "csv": "duckdb",
    "duckdb": "duckdb",
    "mariadb": "mysql",
    "mysql": "mysql",
    "sqlite": "sqlite",
    "postgresql": "postgres",
    "postgres": "postgres",
}


class VariableNotSet(UserError):
    """The url names an environment variable that is not set; details: `variable`."""

    code = "variable_not_set"


def resolve_url(url: str, environment: Mapping[str, str] | None = None) -> str:
    """`url` with every `${NAME}` replaced from the environment. May hold secrets: do not log.

    Raises VariableNotSet.
    """
    variables = os.environ if environment is None else environment

    def value(reference: re.Match[str]) -> str:
        name = reference[1]
        if name not in variables:
            raise VariableNotSet(
                f"The datasource's url names the environment variable {name}, which is not set.",
                variable=name,
            )
        return variables[name]

    return _REFERENCE.sub(value, url)


def anchored(url: str, folder: Path) -> str:
    """`url` with a relative path to a database file made absolute, starting at `folder`."""
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
    with contextlib.suppress(VariableNotSet):
        url = resolve_url(url)
    scheme = re.match(r"[a-z]+", url)
    return _DIALECTS.get(scheme[0]) if scheme else None
