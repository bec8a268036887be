"""The scripts in `examples/` do what they say, against a service as it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.chat2query.doors import Key, Keys
from tests.api.live import LiveServer

FOLDER = Path(__file__).parents[3] / "examples" / "chat2query"
COMPOUND = "compare revenue and orders by region for 2024 and show the worst three categories"


@pytest.fixture(scope="module")
def key(keys: Keys) -> Key:
    return keys.made()


def run(key: Key, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={**os.environ, "PUBLIC_KEY": key.public, "PRIVATE_KEY": key.private, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_script_asks_in_one_session(server: LiveServer, key: Key) -> None:
    script = (sys.executable, str(FOLDER / "ask.py"), "--url", server.url)
    done = run(key, *script, "revenue by region in 2024", "as a pie chart")
    assert (done.returncode, done.stderr) == (0, "")
    assert "BarChart: {'x': 'region', 'y': 'revenue', 'pivot_column': ''}" in done.stdout
    assert "PieChart" in done.stdout
    assert "  | SELECT" in done.stdout
    assert "\nEast\t" in done.stdout


def test_the_script_breaks_a_question_down(server: LiveServer, key: Key) -> None:
    script = (sys.executable, str(FOLDER / "ask.py"), "--url", server.url, "--breakdown")
    done = run(key, *script, COMPOUND)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("  | SELECT") >= 2


def test_the_script_says_why_there_is_no_answer(server: LiveServer, key: Key) -> None:
    script = (sys.executable, str(FOLDER / "ask.py"), "--url", server.url)
    done = run(key, *script, "frobnicate the zork")
    assert done.returncode == 1
    assert "failed That is not a question this data can answer" in done.stdout
    refused = run(key, *script, "--database", "nowhere", "revenue")
    assert refused.returncode == 1
    assert "404 There is no database 'nowhere'" in refused.stderr


@pytest.mark.parametrize("mode", ["direct", "auto_breakdown"])
def test_a_shell_asks_with_curl(server: LiveServer, key: Key, mode: str) -> None:
    question = "revenue by region in 2024" if mode == "direct" else COMPOUND
    done = run(key, "sh", str(FOLDER / "ask.sh"), question, mode, URL=server.url)
    assert (done.returncode, done.stderr) == (0, "")
    job = json.loads(done.stdout)["result"]
    assert job["status"] == "done"
    assert job["result"]["type"] == ("data_retrieval" if mode == "direct" else "breakdown")
