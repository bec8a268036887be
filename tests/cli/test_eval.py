"""`parley eval`, as a person runs it."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.model_behaviours import Reply, Tokens
from bench.model_replies import sql_reply
from bench.model_server import ModelServer, running_model_server
from tests.cli.running import run
from tests.programs import environment


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """A folder with a database, and two cases about it."""
    with sqlite3.connect(tmp_path / "shop.sqlite") as connection:
        connection.executescript(
            "CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT, city TEXT);"
            "INSERT INTO customers VALUES (1, 'Ada', 'Paris'), (2, 'Bo', 'Oslo'),"
            "  (3, 'Cy', 'Paris');"
        )
    connection.close()
    dialog = [
        {"question": "how many customers are there", "gold_sql": "SELECT 3"},
        {"question": "only Paris", "gold_sql": "SELECT 2", "variants": ["in Paris"]},
    ]
    cases = [
        {"id": "dialog", "type": "count", "db": "shop.sqlite", "turns": dialog},
        {
            "id": "sky",
            "type": "unanswerable",
            "db": "shop.sqlite",
            "turns": [{"question": "weather"}],
        },
    ]
    (tmp_path / "golden.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    return tmp_path


def test_every_turn_is_written_and_counted(golden: Path) -> None:
    done = run(
        "eval", "golden.jsonl", "--databases", ".", "--out", "out.jsonl", "--report", "figures.md",
        folder=golden,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (golden / "out.jsonl").read_text().splitlines()]
    assert [(line["id"], line["turn"], line.get("variant")) for line in lines] == [
        ("dialog", 0, None), ("dialog", 1, None), ("dialog", 1, 1), ("sky", 0, None),
    ]  # fmt: skip
    assert [line["status"] for line in lines] == [*["answered"] * 3, "refused"]
    assert all(line["right"] for line in lines)
    assert lines[1]["rows"] == [[2]]
    assert "WHERE" in lines[1]["sql"]
    report = (golden / "figures.md").read_text()
    assert "parley eval golden.jsonl --databases . --out out.jsonl" in report
    assert done.stdout in report
    assert "75.0%" in done.stdout


def test_a_part_of_the_cases_can_be_asked(golden: Path) -> None:
    options = ["eval", "golden.jsonl", "--databases", ".", "--out", "out.jsonl", "--only"]
    assert run(*options, "golden/count/", folder=golden).returncode == 0
    assert len((golden / "out.jsonl").read_text().splitlines()) == 3
    none = run(*options, "no such case", folder=golden)
    assert none.returncode == 1
    assert none.stderr == "parley: no case is left to ask\n"


def test_a_file_that_holds_no_cases_is_told_of(golden: Path) -> None:
    (golden / "bad.jsonl").write_text('{"id": "a"}\n')
    done = run("eval", "bad.jsonl", "--out", "out.jsonl", folder=golden)
    assert done.returncode == 1
    assert done.stderr == "parley: bad.jsonl:1: turns: Field required\n"
    assert not (golden / "out.jsonl").exists()


# --- with a model --------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_model_server() as running:
        running.answer = Reply(sql_reply("SELECT 3 AS n"), usage=Tokens(1000, 100))
        yield running


WITH_MODEL = ["eval", "golden.jsonl", "--databases", ".", "--out", "out.jsonl", "--mode", "hybrid"]
PRICES = json.dumps({"scripted": {"input": 1, "output": 2}})


def model_at(server: ModelServer, **others: str) -> dict[str, str]:
    return {"PARLEY_MODEL": "scripted", "PARLEY_MODEL_URL": server.url, **others}


def test_without_a_mode_no_model_is_asked(golden: Path, server: ModelServer) -> None:
    variables = model_at(server, PARLEY_MODE="model")
    done = run(*WITH_MODEL[:-2], folder=golden, **variables)
    assert done.returncode == 0, done.stderr
    assert server.requests == []


def test_without_a_yes_the_cost_is_shown_and_nothing_is_asked(
    golden: Path, server: ModelServer
) -> None:
    variables = model_at(server, PARLEY_MODEL_PRICES=PRICES)
    done = run(*WITH_MODEL, folder=golden, **variables)
    assert done.returncode == 1
    assert "1 of 4 questions go to scripted (mode hybrid)" in done.stderr
    assert "By model_prices they cost about 0.00" in done.stderr
    assert "say --yes" in done.stderr
    assert not (golden / "out.jsonl").exists()
    assert server.requests == []


def test_with_a_yes_the_cost_is_shown_first_and_then_it_is_asked(
    golden: Path, server: ModelServer
) -> None:
    done = run(*WITH_MODEL, "--yes", folder=golden, **model_at(server))
    assert done.returncode == 0, done.stderr
    assert "No price is set for scripted (model_prices)." in done.stderr
    lines = [json.loads(line) for line in (golden / "out.jsonl").read_text().splitlines()]
    assert [line["author"] for line in lines] == [*["embedded"] * 3, "model"]
    # It answered what cannot be answered.
    assert [line["right"] for line in lines] == [True, True, True, False]
    assert "Calls of the model: 1" in done.stdout
    assert len(server.requests) == 1


@pytest.mark.parametrize(("typed", "asked"), [("y", 1), ("n", 0), ("", 0)])
def test_on_a_terminal_it_asks_back(
    golden: Path, server: ModelServer, typed: str, asked: int
) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{typed}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "parley", *WITH_MODEL],
        stdin=theirs,
        capture_output=True,
        text=True,
        cwd=golden,
        env=environment(**model_at(server)),
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert "Go on? [y/N]" in done.stderr
    assert len(server.requests) == asked
    assert done.returncode == (0 if asked else 1), done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--model", "other"], "say --mode hybrid or --mode model"),
        (["--max-cost", "2"], "say --mode hybrid or --mode model"),
        (["--mode", "model", "--max-cost", "2"], "model_prices has no price of scripted"),
        (["--mode", "automatic"], "mode: "),
    ],
)
def test_options_that_would_not_do_what_they_say_are_refused(
    golden: Path, server: ModelServer, options: list[str], told: str
) -> None:
    done = run(*WITH_MODEL[:-2], *options, folder=golden, **model_at(server))
    assert done.returncode == 1
    assert told in done.stderr
    assert server.requests == []


def test_a_limit_stops_asking(golden: Path, server: ModelServer) -> None:
    options = [*WITH_MODEL[:-1], "model", "--yes", "--max-tokens", "2000"]
    done = run(*options, folder=golden, **model_at(server))
    assert done.returncode == 0, done.stderr
    assert len(server.requests) == 2
    assert "No more is asked after 2,000 tokens." in done.stderr
    assert "the limit of this evaluation was reached" in done.stdout
