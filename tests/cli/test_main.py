"""Help, version, and what loading the program costs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest
import typer.main

from api.settings import TABLES, Settings
from cli.main import app
from tests.cli.running import run, run_anew
from tests.programs import environment

HEAVY = {
    "fastapi", "pydantic", "langgraph", "langchain_core", "sqlalchemy", "sqlglot", "duckdb",
    "pyarrow",
}  # fmt: skip


def test_the_version_is_the_installed_one() -> None:
    assert run_anew("--version").stdout == f"parley {version('parley')}\n"


@pytest.mark.parametrize("command", ["serve", "ask", "token", "catalog", "guard"])
def test_help_names_every_command_and_each_shows_examples(command: str) -> None:
    assert command in run("--help").stdout
    shown = run(command, "--help")
    assert shown.returncode == 0
    assert "Usage:" in shown.stdout
    if command != "catalog":
        assert f"  parley {command} " in shown.stdout


def test_help_loads_nothing_heavy() -> None:
    script = "import sys, cli.main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert HEAVY.isdisjoint(done.stdout.split())


def test_every_option_has_a_flag_but_secrets_and_tables() -> None:
    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    flags = {parameter.name for parameter in serve.params} - {"settings"}
    assert flags == set(Settings.model_fields) - {"jwt_secret", "keys_secret", "model_key"} - TABLES


@pytest.mark.parametrize(
    "arguments",
    [["dance"], ["ask"], ["serve", "--port", "many"], ["token", "--tenant", "acme-corp"]],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage:" in done.stderr
