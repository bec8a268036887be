"""`parley ask`, in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyarrow import parquet

from api.faces.matih_sessions.schemas import SessionTurn
from api.settings import Settings
from tests.api.live import serving
from tests.cli.running import run, run_anew
from tests.tenants import sqlite_traders, write_catalog


@pytest.fixture
def ask_options(demo_folder: Path, valkey_url: str) -> list[str]:
    return ["--data-dir", str(demo_folder), "--redis-url", valkey_url]


def test_an_answer_shows_prose_table_chart_findings_and_sql(ask_options: list[str]) -> None:
    done = run("ask", "monthly revenue for 2024", *ask_options)
    assert done.returncode == 0, done.stderr
    assert "Understood: " in done.stdout
    assert "In 2024" in done.stdout
    assert "December 2024" in done.stdout
    assert "█" in done.stdout
    assert "Findings" in done.stdout
    assert "SELECT" in done.stdout
    assert "Writing the SQL" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_forecast_is_shown_and_its_library_loaded_elsewhere(ask_options: list[str]) -> None:
    """The heavy libraries are those of the process that forecasts."""
    question = "forecast revenue for the next 3 months"
    done = run_anew("ask", question, *ask_options, options=("-X", "importtime"))
    assert done.returncode == 0, done.stderr
    assert "is expected to come to" in done.stdout
    assert "80% interval" in done.stdout
    assert "September 2026" in done.stdout
    loaded = {line.split("|")[-1].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "langgraph" in loaded
    assert loaded.isdisjoint({"scipy", "statsmodels", "statsforecast", "pandas"})


def test_json_is_the_apis_body_alone_and_no_session_is_left_behind(
    demo_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "demo.duckdb").symlink_to(demo_folder / "demo.duckdb")
    question = "What are the top 5 customers by revenue?"
    done = run("ask", question, "--json", "--data-dir", str(tmp_path))
    body = json.loads(done.stdout)
    SessionTurn.model_validate(body, strict=True)
    assert len(body["data"]["rows"]) == 5
    with serving(Settings(data_dir=tmp_path)) as live, live.client() as client:
        assert client.get("/api/v1/bi/sessions").json()["total_count"] == 0


def test_each_part_of_a_compound_question_is_shown(ask_options: list[str]) -> None:
    question = "revenue by region and happiness by channel and the top 3 customers"
    done = run("ask", question, "--breakdown", *ask_options)
    assert done.returncode == 0, done.stderr
    for shown in ("Revenue by region", "Top 3 customers by revenue", "“happiness”"):
        assert shown in done.stdout
    assert done.stdout.count("SELECT") == 2


def test_what_is_not_understood_ends_with_3(ask_options: list[str]) -> None:
    done = run("ask", "revenue by zodiac sign", *ask_options)
    assert done.returncode == 3
    assert "zodiac" in done.stdout
    assert "SELECT" not in done.stdout


@pytest.mark.parametrize("end", ["csv", "parquet"])
def test_the_whole_result_is_written_to_a_file(
    ask_options: list[str], tmp_path: Path, end: str
) -> None:
    file = tmp_path / f"orders.{end}"
    question = "list orders of 2024"
    done = run("ask", question, "--export", str(file), "--row-limit", "10", *ask_options)
    assert done.returncode == 0, done.stderr
    if end == "csv":
        rows = len(file.read_text().splitlines()) - 1
    else:
        rows = parquet.read_metadata(file).num_rows
    assert rows > 10_000
    assert done.stderr.endswith(f"{file}: {rows:,} rows.\n")
    assert [found.name for found in tmp_path.iterdir()] == [file.name]


def test_an_export_that_was_cut_says_so(ask_options: list[str], tmp_path: Path) -> None:
    file = tmp_path / "orders.jsonl"
    limit = ["--export-row-limit", "5"]
    done = run("ask", "list orders of 2024", "--export", str(file), *limit, *ask_options)
    assert len(file.read_text().splitlines()) == 5
    assert "5 rows. There are more in the database" in done.stderr


def test_the_chart_is_drawn_to_files(ask_options: list[str], tmp_path: Path) -> None:
    png, svg = tmp_path / "regions.png", tmp_path / "regions.svg"
    question = "revenue by region as a pie"
    done = run("ask", question, "--png", str(png), "--svg", str(svg), *ask_options)
    assert done.returncode == 0, done.stderr
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "Revenue by region" in svg.read_text()
    assert f"{png}: Revenue by region" in done.stderr


def test_an_answer_without_a_picture_is_shown_all_the_same(
    ask_options: list[str], tmp_path: Path
) -> None:
    png = tmp_path / "orders.png"
    done = run("ask", "list orders of 2024", "--png", str(png), *ask_options)
    assert done.returncode == 1
    assert "SELECT" in done.stdout
    assert "A table has no picture" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "complaint"),
    [("orders.xls", "no format to export in"), ("nowhere/orders.csv", "there is no folder")],
)
def test_a_file_that_cannot_be_written_is_said_before_the_question_is_asked(
    ask_options: list[str], tmp_path: Path, file: str, complaint: str
) -> None:
    done = run("ask", "revenue by region", "--export", str(tmp_path / file), *ask_options)
    assert done.returncode == 1
    assert complaint in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("question", ["", "   ", "x" * 4001])
def test_what_is_no_question_is_an_error(ask_options: list[str], question: str) -> None:
    done = run("ask", question, *ask_options)
    assert done.returncode == 1
    assert done.stderr == "parley: a question has 1 to 4,000 characters\n"


def test_a_question_may_be_asked_with_somebody_s_rights(tmp_path: Path, valkey_url: str) -> None:
    catalog = write_catalog(tmp_path, sqlite_traders(tmp_path))
    options = ["--catalog", str(catalog), "--data-dir", str(tmp_path), "--redis-url", valkey_url]
    asked = ["ask", "amount by region", "--json", "--role", "clerk", *options]
    done = run(*asked, "--claim", "regions=North", PARLEY_DEFAULT_TENANT="acme")
    assert json.loads(done.stdout)["data"]["rows"] == [["North", 140]]
    lost = run(*asked, PARLEY_DEFAULT_TENANT="acme")
    assert lost.returncode == 1
    assert json.loads(lost.stdout)["error"]["details"]["claims"] == ["regions"]
