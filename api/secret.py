"""The secrets of the service: from the settings, else made once in the data folder.

One signs local tokens, the other keeps what proves API keys.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from api.settings import MIN_SECRET_BYTES, Settings, SettingsInvalid

FILE_NAME = "token-secret"
KEYS_FILE_NAME = "keys-secret"


def signing_secret(settings: Settings) -> bytes | None:
    """None: tokens come from an identity provider (`jwks_file`) alone.

    With a JWKS file a local secret counts only when it was set on purpose.
    """
    if settings.jwt_secret is not None:
        return settings.jwt_secret.get_secret_value().encode()
    if settings.jwks_file is not None:
        return None
    return _kept_in(settings.data_dir / FILE_NAME)


def keys_secret(settings: Settings) -> bytes:
    """What API keys are kept under, the same for all that share a store."""
    if settings.keys_secret is not None:
        return settings.keys_secret.get_secret_value().encode()
    return _kept_in(settings.data_dir / KEYS_FILE_NAME)


def _kept_in(path: Path) -> bytes:
    """The file's secret, readable by its owner alone; several processes may ask at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    secret = path.read_bytes().strip()
    if len(secret) < MIN_SECRET_BYTES:
        raise SettingsInvalid(f"{path} is too short for a secret; delete it to get a new one")
    return secret


def _make(path: Path) -> None:
    """Written aside and linked into place, so that no reader meets half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first; its secret is the one
    finally:
        draft.unlink()
