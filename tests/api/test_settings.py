"""Where options come from, what wins, and what is refused."""

from __future__ import annotations

import traceback
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.opening import service_options
from api.settings import (
    Settings,
    SettingsInvalid,
    is_loopback,
    load_settings,
    misspelt_variables,
)
from api.settings_file import SettingsFileInvalid
from api.settings_variables import variables_of
from bi.model.catalog import AsOf
from llm.settings import Budget, Price
from llm.wish import Mode

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


MODEL = {"model": "small", "model_url": "http://127.0.0.1:9/v1"}
SECRET = "sk-a-secret-nobody-may-see"


def test_without_a_model_the_engine_alone_may_be_named() -> None:
    settings = load_settings()
    assert (settings.models, settings.chosen_mode, settings.has_model) == (
        ("embedded",),
        Mode.EMBEDDED,
        False,
    )
    assert service_options(settings).models is None


def test_a_model_is_named_and_reached_by_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_MODEL", "small")
    monkeypatch.setenv("PARLEY_MODEL_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("PARLEY_MODEL_KEY", SECRET)
    monkeypatch.setenv("PARLEY_MODEL_HEADERS", '{"api-key": "sk-other"}')
    monkeypatch.setenv("PARLEY_MODEL_PRICES", '{"small": {"input": 0.1, "output": 0.4}}')
    monkeypatch.setenv("PARLEY_MODEL_BUDGET", '{"tokens": 1000000, "cost": 5}')
    monkeypatch.setenv("PARLEY_MODEL_BUDGETS", '{"acme-corp": {"tokens": 10}}')
    monkeypatch.setenv("PARLEY_MODEL_TEMPERATURE", "none")

    settings = load_settings()

    assert settings.models == ("embedded", "small")
    assert settings.chosen_mode is Mode.HYBRID
    assert settings.model_key is not None
    assert settings.model_key.get_secret_value() == SECRET
    assert settings.model_headers["api-key"].get_secret_value() == "sk-other"
    assert settings.model_prices["small"] == Price(input=0.1, output=0.4)
    assert settings.model_budget == Budget(tokens=1000000, cost=5.0)
    assert settings.model_budgets == {"acme-corp": Budget(tokens=10)}
    assert settings.model_temperature is None
    assert service_options(settings).models == settings.of_models
    assert SECRET not in repr(settings)
    assert "sk-other" not in repr(service_options(settings))


def test_a_file_has_tables(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text(
        'model = "a/b:7b"\nmodel_url = "http://127.0.0.1:9/v1"\nmode = "model"\n'
        'model_query = {"api-version" = "2024-10-21"}\n'
        '[model_prices."a/b:7b"]\ninput = 1\noutput = 2\ncached_input = 0.5\n'
        "[model_budgets.acme]\ncost = 3\n"
    )
    settings = load_settings()
    assert settings.chosen_mode is Mode.MODEL
    assert settings.model_query == {"api-version": "2024-10-21"}
    assert settings.model_prices["a/b:7b"].cached_input == 0.5
    assert settings.model_budgets["acme"].cost == 3


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"model": "small"}, "model_url: say where"),
        ({"model_url": "http://127.0.0.1:9/v1"}, "model: name the model"),
        ({"mode": "model"}, "mode: model needs a model"),
        ({**MODEL, "model": "embedded"}, "'embedded' is the language engine's name"),
        ({**MODEL, "model_url": "ftp://x"}, "model_url: "),
        ({"models": "embedded,small"}, "models: 'small' needs an endpoint"),
        ({**MODEL, "models": "embedded,large"}, "configured model 'small' is not among them"),
        ({**MODEL, "models": "small", "mode": "embedded"}, "'embedded' is not among them"),
        ({**MODEL, "model_budget": {"cost": 1}}, "model_prices: what 'small' costs"),
        ({**MODEL, "model_budgets": {"a": {"cost": 1}}}, "model_prices: what 'small' costs"),
        ({**MODEL, "model_prices": {"small": {"inpt": 1}}}, "model_prices.small.inpt: Extra"),
        ({**MODEL, "model_budget": {"tokens": -1}}, "model_budget.tokens: "),
        ({**MODEL, "mode": "both"}, "mode: "),
    ],
)
def test_what_does_not_fit_together_is_refused(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(given)
    assert complaint in caught.value.message


@pytest.mark.parametrize("variable", ["model_headers", "model_prices", "model_budget"])
def test_a_table_that_is_no_json_is_told_without_what_it_holds(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PARLEY_{variable.upper()}", f"api-key: {SECRET}")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    assert caught.value.message == f"{variable}: not the JSON of a table"
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_key_that_is_refused_is_not_shown() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        load_settings({"model_key": SECRET, "model_headers": {"api-key": [SECRET]}})
    assert "model_headers.api-key" in caught.value.message
    assert SECRET not in caught.value.message


def test_variables_of_others_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_MODEL"):
        monkeypatch.setenv(name, "https://elsewhere.example/v1")
    settings = load_settings()
    assert not settings.has_model
    assert settings.model_url is None


def test_a_misspelt_variable_is_told() -> None:
    (warning,) = misspelt_variables({"PARLEY_MODEL_KEYS": SECRET})
    assert warning == "PARLEY_MODEL_KEYS is not an option; did you mean PARLEY_MODEL_KEY?"


def test_workers_get_tables_and_what_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(
        {
            **MODEL,
            "model_key": SECRET,
            "model_headers": {"api-key": SECRET},
            "model_query": {"api-version": "2024-10-21"},
            "model_prices": {"small": {"input": 1, "output": 2}},
            "model_budget": {"tokens": 5},
            "model_budgets": {"acme": {"cost": 1}},
            "model_temperature": "none",
            "model_prose": False,
        }
    )
    for variable, value in variables_of(settings).items():
        if value is not None:
            monkeypatch.setenv(variable, value)
    assert load_settings().model_dump() == settings.model_dump()
