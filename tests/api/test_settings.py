"""Where options come from, what wins, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from api.opening import service_options
from api.settings import Settings, SettingsInvalid, is_loopback, load_settings
from api.settings_file import SettingsFileInvalid
from bi.model.catalog import AsOf

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "configuration.md"


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a settings file, and an environment without options."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PARLEY_{name.upper()}", raising=False)
    monkeypatch.delenv("PARLEY_SETTINGS", raising=False)


def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parley.toml").write_text("port = 1111\nrow_limit = 11\nworkers = 2\n")
    monkeypatch.setenv("PARLEY_PORT", "2222")
    monkeypatch.setenv("PARLEY_ROW_LIMIT", "22")
    settings = load_settings({"port": 3333, "row_limit": None})
    assert (settings.port, settings.row_limit, settings.workers) == (3333, 22, 2)


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_REDIS_URL", "")
    assert load_settings().redis_url is None


def test_a_settings_file_can_be_named_and_its_paths_are_meant_from_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "mine.toml").write_text('catalog = "mine.yaml"\n')
    assert load_settings({}, folder / "mine.toml").catalog == folder / "mine.yaml"
    monkeypatch.setenv("PARLEY_SETTINGS", str(folder / "mine.toml"))
    assert load_settings().catalog == folder / "mine.yaml"


def test_an_unknown_key_is_refused_with_what_was_probably_meant(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text("requireauth = true\n")
    with pytest.raises(SettingsFileInvalid, match="did you mean 'require_auth'"):
        load_settings()


@pytest.mark.parametrize(
    ("content", "complaint"), [("port = ", "is not TOML"), (None, "cannot be read")]
)
def test_a_named_file_that_cannot_be_used_is_refused(
    tmp_path: Path, content: str | None, complaint: str
) -> None:
    path = tmp_path / "named.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingsFileInvalid, match=complaint):
        load_settings({}, path)


def test_every_fault_is_told_at_once_and_no_secret_with_it() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        load_settings({"port": 99999, "row_limit": 0, "jwt_secret": "too-short-a-secret"})
    assert caught.value.details["options"] == ["port", "jwt_secret", "row_limit"]
    assert "too-short" not in caught.value.message


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com"])
def test_other_machines_are_let_in_with_tokens_only(host: str) -> None:
    with pytest.raises(SettingsInvalid, match="--require-auth"):
        load_settings({"host": host})
    assert load_settings({"host": host, "require_auth": True}).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]"])
def test_this_machine_needs_no_token(host: str) -> None:
    assert is_loopback(host)
    assert load_settings({"host": host}).require_auth is False


def test_data_are_kept_in_the_users_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr("sys.platform", "linux")
    assert load_settings().data_dir.name == "parley"


@pytest.mark.parametrize(
    ("given", "meant"),
    [("latest", AsOf.LATEST), ("today", AsOf.TODAY), ("2026-06-30", date(2026, 6, 30))],
)
def test_today_can_be_another_day(
    given: str, meant: AsOf | date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_AS_OF", given)
    settings = load_settings()

    assert settings.as_of == meant
    assert service_options(settings).as_of == meant


def test_a_day_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsInvalid, match="as_of"):
        load_settings({"as_of": "2026-02-31"})


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_option_is_documented(name: str) -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert f"| `{name}` |" in text
    assert f"`PARLEY_{name.upper()}`" in text
