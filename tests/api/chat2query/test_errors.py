"""Every error has a status, and is wrapped as every answer of this face."""

from __future__ import annotations

import httpx
import orjson
import pytest

from api.faces.chat2query.errors import error_response, status_of
from api.problem import INTERNAL_ERROR, Problem, problem_of
from bi.model.errors import DatabaseUnavailable, ParleyError, ServiceDraining, UserError
from runs.rate_limits import TooManyCalls
from tests.api.chat2query.doors import APP, Keys
from tests.api.live import LiveServer
from tests.api.test_errors import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_the_callers_mistake_is_5xx(kind: type[ParleyError]) -> None:
    status = status_of(Problem(kind.code, "", kind.retryable))
    assert 400 <= status < 600
    if not issubclass(kind, UserError):
        assert status >= 500


def test_a_call_that_may_succeed_later_says_when() -> None:
    assert error_response(problem_of(DatabaseUnavailable())).headers["retry-after"] == "2"
    assert error_response(problem_of(ServiceDraining("stop"))).headers["retry-after"] == "5"
    limited = error_response(problem_of(TooManyCalls("often", retry_after_s=17)))
    assert limited.headers["retry-after"] == "17"
    assert limited.status_code == 429
    assert orjson.loads(limited.body) == {"code": 49900007, "msg": "often", "result": {}}
    assert "retry-after" not in error_response(INTERNAL_ERROR).headers


@pytest.mark.parametrize("prefix", ["/v3", "/v2", f"{APP}/v3", APP])
def test_where_nothing_is_the_envelope_says_so(door: LiveServer, keys: Keys, prefix: str) -> None:
    with httpx.Client(base_url=door.url, auth=keys.made().pair) as client:
        answer = client.get(f"{prefix}/nowhere")
    assert answer.status_code == 404
    assert answer.json() == {
        "code": 404,
        "msg": "There is nothing at this address.",
        "result": {},
    }
