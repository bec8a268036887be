"""The settings file: TOML, each key the name of an option."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from bi.model.errors import UserError

DEFAULT_NAME = "parley.toml"
ENVIRONMENT_NAME = "PARLEY_SETTINGS"

# Written in a file, these are meant from the file's own folder.
_PATHS = ("data_dir", "catalog", "jwks_file")


class SettingsFileInvalid(UserError):
    """The file cannot be read; the message says where and why."""

    code = "settings_invalid"


def read_settings_file(path: Path | None, known: tuple[str, ...]) -> dict[str, Any]:
    """The file's values by option name; empty when none was named and there is no `parley.toml`.

    Raises SettingsFileInvalid when a file that was named is missing, is not TOML, or holds
    a key that is not in `known`.
    """
    path = _find(path)
    if path is None:
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsFileInvalid(
            f"the settings file {path} cannot be read: {error.strerror}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsFileInvalid(f"the settings file {path} is not TOML: {error}") from error
    if unknown := [key for key in values if key not in known]:
        raise SettingsFileInvalid("\n".join(_complaint(path, key, known) for key in unknown))
    for name in _PATHS:
        if isinstance(values.get(name), str):
            values[name] = path.parent / Path(values[name]).expanduser()
    return values


def _find(path: Path | None) -> Path | None:
    if path is not None:
        return path
    if named := os.environ.get(ENVIRONMENT_NAME):
        return Path(named)
    default = Path(DEFAULT_NAME)
    return default if default.is_file() else None


def _complaint(path: Path, key: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import process

    text = f"{path}: there is no option {key!r}"
    close = process.extractOne(key, known, score_cutoff=70)
    return f"{text}; did you mean {close[0]!r}?" if close else f"{text}; see docs/configuration.md"
