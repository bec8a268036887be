"""The secrets that sign local tokens and keep API keys."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.secret import FILE_NAME, KEYS_FILE_NAME, keys_secret, signing_secret
from api.settings import Settings, SettingsInvalid


def test_it_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "folder")
    with ThreadPoolExecutor(8) as pool:
        secrets = list(pool.map(lambda _: signing_secret(settings), range(32)))
    assert len(set(secrets)) == 1
    assert stat.S_IMODE((settings.data_dir / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in settings.data_dir.iterdir()] == [FILE_NAME]


def test_one_that_was_given_is_used_and_none_is_written(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, jwt_secret=SecretStr("x" * 32))
    assert signing_secret(settings) == b"x" * 32
    assert list(tmp_path.iterdir()) == []


def test_beside_a_provider_there_is_none_unless_given(tmp_path: Path) -> None:
    provider = tmp_path / "jwks.json"
    assert signing_secret(Settings(data_dir=tmp_path, jwks_file=provider)) is None
    assert signing_secret(
        Settings(data_dir=tmp_path, jwks_file=provider, jwt_secret=SecretStr("x" * 32))
    )


def test_a_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("abc")
    with pytest.raises(SettingsInvalid, match="too short"):
        signing_secret(Settings(data_dir=tmp_path))


def test_that_of_api_keys_is_another_one(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, jwks_file=tmp_path / "jwks.json")
    made = keys_secret(settings)
    assert made == keys_secret(settings) == (tmp_path / KEYS_FILE_NAME).read_bytes()
    assert made != signing_secret(Settings(data_dir=tmp_path))
    given = Settings(data_dir=tmp_path, keys_secret=SecretStr("y" * 32))
    assert keys_secret(given) == b"y" * 32
    with pytest.raises(ValueError, match="at least 32 bytes"):
        Settings(data_dir=tmp_path, keys_secret=SecretStr("y" * 31))
