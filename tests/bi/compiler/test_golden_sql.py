"""The SQL that people see. `pytest --regenerate` writes it anew; read the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from bi.compiler.compile import compile_query
from tests.bi.compiler.all_questions import QUESTIONS
from tests.bi.compiler.questions import Question

GOLDEN = Path(__file__).parents[2] / "golden" / "sql"


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite", "postgres", "clickhouse"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_sql_is_as_recorded(question: Question, dialect: str, regenerate: bool) -> None:
    recorded = GOLDEN / dialect / f"{question.name}.sql"
    sql = compile_query(question.query, question.catalog, dialect).sql + "\n"
    if regenerate:
        recorded.parent.mkdir(parents=True, exist_ok=True)
        recorded.write_text(sql)

    assert sql == recorded.read_text()


def test_no_recording_is_left_over() -> None:
    names = {question.name for question in QUESTIONS}
    recorded = {path.stem for path in GOLDEN.glob("*/*.sql")}

    assert recorded == names
