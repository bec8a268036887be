"""Queries read back from JSON as they were written."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from bi.model.semantic import SemanticQuery
from tests.bi.compiler.all_questions import QUESTIONS
from tests.bi.compiler.questions import Question

QUERY: TypeAdapter[SemanticQuery] = TypeAdapter(SemanticQuery)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_query_survives_json(question: Question) -> None:
    assert QUERY.validate_json(QUERY.dump_json(question.query)) == question.query
