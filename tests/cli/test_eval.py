"""`parley eval`, as a person runs it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import run


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
