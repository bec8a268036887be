"""`parley ask` with a model that cannot be reached."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from bench.model_behaviours import Failure
from bench.model_server import ModelServer, running_model_server
from tests.cli.running import run
from tests.model_server import KEY, MODEL

KNOWN = "revenue by region in 2024"
UNKNOWN = "which flurbs did we zorch"


@pytest.fixture
def down() -> Iterator[ModelServer]:
    with running_model_server() as server:
        server.answer = Failure(500, "secret of the endpoint")
        yield server


@pytest.fixture
def folder(tmp_path: Path, demo_database: Path) -> Path:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    return tmp_path


def _ask(down: ModelServer, folder: Path, question: str, *flags: str) -> CompletedProcess[str]:
    variables: dict[str, Any] = {
        "PARLEY_MODEL": MODEL,
        "PARLEY_MODEL_URL": down.url,
        "PARLEY_MODEL_KEY": KEY,
        "PARLEY_MODEL_RETRIES": "0",
        "PARLEY_MODEL_PROSE": "false",
    }
    return run("ask", question, "--data-dir", str(folder), *flags, **variables)


def test_what_the_engine_understands_needs_no_model(down: ModelServer, folder: Path) -> None:
    done = _ask(down, folder, KNOWN)
    assert done.returncode == 0
    assert "Query by the embedded engine." in done.stdout
    assert down.requests == []


def test_what_it_does_not_is_an_error_that_shows_no_secret(down: ModelServer, folder: Path) -> None:
    done = _ask(down, folder, UNKNOWN)
    assert done.returncode == 1
    assert down.last.headers["authorization"] == f"Bearer {KEY}"
    told = done.stdout + done.stderr
    assert "The model cannot be reached" in told
    assert KEY not in told
    assert "secret of the endpoint" not in told


@pytest.mark.parametrize("flags", [("--mode", "embedded"), ("--model", "embedded")])
def test_the_engine_can_be_asked_alone(
    down: ModelServer, folder: Path, flags: tuple[str, str]
) -> None:
    done = _ask(down, folder, UNKNOWN, *flags)
    assert done.returncode == 3
    assert down.requests == []


def test_whoever_wants_the_model_gets_the_engine_with_a_notice(
    down: ModelServer, folder: Path
) -> None:
    done = _ask(down, folder, KNOWN, "--mode", "model", "--model", "another", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)["metadata"]
    assert told["author"]["kind"] == "embedded"
    assert told["notices"]
    assert down.last.model == "another"
