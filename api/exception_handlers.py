"""From exceptions to problems, and from problems to the face's answer."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from structlog import get_logger

from api.matih.errors import error_response
from api.problem import BODY_TOO_LARGE, INTERNAL_ERROR, STORE_ERRORS, Problem, problem_of
from api.validation import problem_of_validation
from bi.model.errors import ParleyError, UserError

_log = get_logger(__name__)

_BY_STATUS = {
    400: Problem("invalid_request", "The request could not be read."),
    404: Problem("route_not_found", "There is nothing at this address."),
    405: Problem("method_not_allowed", "This address does not take that method."),
    413: BODY_TOO_LARGE,
}


def add_exception_handlers(app: FastAPI) -> None:
    """Whatever none of these takes is logged and answered by `api.middleware`."""
    for kind in (ParleyError, *STORE_ERRORS):
        app.add_exception_handler(kind, _known_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


async def _known_error(_: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if not isinstance(error, UserError):
        _log.error("request_failed", code=problem.code, exc_info=error)
    return error_response(problem)


async def _validation_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return error_response(problem_of_validation(error.errors()))


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_response(_BY_STATUS.get(error.status_code, INTERNAL_ERROR), error.headers)
