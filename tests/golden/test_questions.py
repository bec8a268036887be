"""The questions with known answers: each of their queries runs, and they are what they claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

FILE = Path(__file__).parent / "questions" / "demo.jsonl"
TODAY = date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as the file has it; questions/README.md explains the keys."""

    question: str
    type: str
    gold_sql: str | None
    also: tuple[str, ...] = ()
    expect: str | None = None
    drawn_as: str | None = None

    @property
    def answers(self) -> list[str]:
        """The queries whose answers are right."""
        return [sql for sql in (self.gold_sql, *self.also) if sql is not None]


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    db: str
    type: str
    turns: tuple[Turn, ...]


def _case(line: str) -> Case:
    record = json.loads(line)
    turns = tuple(Turn(**{**turn, "also": tuple(turn.get("also", ()))}) for turn in record["turns"])
    return Case(**{**record, "turns": turns})


CASES = [_case(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
TURNS = [turn for case in CASES for turn in case.turns]
QUERIES = [
    pytest.param(sql, id=f"{case.id}-{number}")
    for case in CASES
    for number, turn in enumerate(case.turns, start=1)
    for sql in turn.answers
]


@pytest.fixture(scope="module")
def demo(demo_rows: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(demo_rows, read_only=True) as connection:
        yield connection


def rows(demo: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return demo.execute(sql).fetchall()


@pytest.mark.parametrize("sql", QUERIES)
def test_a_query_returns_rows_without_gaps(demo: duckdb.DuckDBPyConnection, sql: str) -> None:
    answer = rows(demo, sql)

    assert answer
    assert not [row for row in answer if None in row]


def test_today_is_the_last_day_that_has_orders(demo: duckdb.DuckDBPyConnection) -> None:
    assert rows(demo, "SELECT max(order_date) FROM orders") == [(TODAY,)]


def test_ids_are_unique_and_in_order() -> None:
    assert [case.id for case in CASES] == [f"demo-{n:03}" for n in range(1, len(CASES) + 1)]


def test_a_case_is_a_dialog_or_of_its_only_turns_type() -> None:
    for case in CASES:
        assert case.db == "demo.duckdb"
        assert 1 <= len(case.turns) <= 5
        assert case.type == (case.turns[0].type if len(case.turns) == 1 else "dialog")


def test_what_needs_no_query_says_what_it_needs() -> None:
    for turn in TURNS:
        wanted = {"describe", "refuse or ask"} if turn.gold_sql is None else {None, "drill"}
        assert turn.expect in wanted, turn.question


def test_what_cannot_be_answered_has_no_answer() -> None:
    assert not [turn for turn in TURNS if turn.expect == "refuse or ask" and turn.answers]


def test_first_questions_differ() -> None:
    openings = [case.turns[0].question.lower() for case in CASES]

    assert len(set(openings)) == len(openings)


def test_there_are_as_many_of_each_sort_as_was_meant() -> None:
    follow_ups = sum(len(case.turns) - 1 for case in CASES)
    unanswerable = sum(turn.expect == "refuse or ask" for turn in TURNS)

    assert len(TURNS) == 160
    assert follow_ups * 3 >= len(TURNS)
    assert unanswerable >= 8
