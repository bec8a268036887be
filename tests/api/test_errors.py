"""Every error code has its place in the table; nothing internal is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis.exceptions

import api.problem
import api.settings
import api.settings_file
import bi.model.errors
import checkpoints.errors
import graph.runner
import llm.errors
import nodes.rows
import runs.listing
import runs.session_text
from api.matih.errors import ERRORS, error_response
from api.problem import INTERNAL_ERROR, Problem, problem_of
from api.validation import problem_of_validation
from bi.model.errors import DatabaseUnavailable, ParleyError, ServiceDraining, SessionBusy


def _family(kind: type[ParleyError]) -> Iterator[type[ParleyError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)


# The modules whose errors may reach a client.
_PARTS = (
    bi.model.errors,
    api.problem,
    api.settings,
    api.settings_file,
    checkpoints.errors,
    graph.runner,
    llm.errors,
    nodes.rows,
    runs.listing,
    runs.session_text,
)
KINDS = [
    kind for kind in _family(ParleyError) if kind.__module__ in {part.__name__ for part in _PARTS}
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_status(kind: type[ParleyError]) -> None:
    assert kind.code in ERRORS


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DatabaseUnavailable("postgresql://user:secret@db/prod"), "database_unavailable"),
        (redis.exceptions.ConnectionError("Error 111 connecting to 10.0.0.7"), "store_unavailable"),
        (RuntimeError("secret"), "internal_error"),
    ],
)
def test_an_error_that_is_not_the_callers_speaks_in_plain_words(
    error: Exception, code: str
) -> None:
    problem = problem_of(error)
    assert problem.code == code
    assert "secret" not in problem.message
    assert "10.0.0.7" not in problem.message


def test_a_call_that_may_succeed_later_says_when() -> None:
    assert error_response(problem_of(DatabaseUnavailable())).headers["retry-after"] == "2"
    assert error_response(problem_of(SessionBusy("busy"))).headers["retry-after"] == "2"
    assert error_response(problem_of(ServiceDraining("stop"))).headers["retry-after"] == "5"
    assert "retry-after" not in error_response(INTERNAL_ERROR).headers


def test_a_code_nobody_knows_is_an_internal_error() -> None:
    assert error_response(Problem("brand_new", "?")).status_code == 500


def test_a_validation_error_names_fields_and_repeats_no_value() -> None:
    problem = problem_of_validation(
        [
            {
                "type": "string_too_long",
                "loc": ("body", "message"),
                "msg": "String should have at most 4000 characters",
                "input": "secret",
            }
        ]
    )
    assert problem.details["fields"] == [
        {"field": "message", "message": "String should have at most 4000 characters"}
    ]
    assert "secret" not in str(problem)
