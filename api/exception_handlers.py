"""From exceptions to problems, and from problems to the face's answer."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from structlog import get_logger

from api.problem import BODY_TOO_LARGE, INTERNAL_ERROR, STORE_ERRORS, Problem, problem_of
from api.reader import CLIENT_CLOSED_REQUEST, ReaderGone
from api.validation import problem_of_validation
from api.wire import Wires
from bi.model.errors import ParleyError, UserError

_log = get_logger(__name__)

_BY_STATUS = {
    400: Problem("invalid_request", "The request could not be read."),
    404: Problem("route_not_found", "There is nothing at this address."),
    405: Problem("method_not_allowed", "This address does not take that method."),
    413: BODY_TOO_LARGE,
}


def add_exception_handlers(app: FastAPI, wires: Wires) -> None:
    """Whatever none of these takes is logged and answered by `api.middleware`."""
    handlers = _Handlers(wires)
    for kind in (ParleyError, *STORE_ERRORS):
        app.add_exception_handler(kind, handlers.known_error)
    app.add_exception_handler(RequestValidationError, handlers.validation_error)
    app.add_exception_handler(HTTPException, handlers.http_error)
    app.add_exception_handler(ReaderGone, _reader_gone)


async def _reader_gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=CLIENT_CLOSED_REQUEST)


class _Handlers:
    def __init__(self, wires: Wires) -> None:
        self._wires = wires

    async def known_error(self, request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        if not isinstance(error, UserError):
            _log.error("request_failed", code=problem.code, exc_info=error)
        return self._answer(request, problem)

    async def validation_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return self._answer(request, problem_of_validation(error.errors()))

    async def http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        problem = _BY_STATUS.get(error.status_code, INTERNAL_ERROR)
        return self._answer(request, problem, error.headers)

    def _answer(
        self, request: Request, problem: Problem, headers: Mapping[str, str] | None = None
    ) -> Response:
        return self._wires.at(request.url.path).error_response(problem, headers)
