"""The id that ties a request, its answer and its log lines together."""

from __future__ import annotations

import re
from contextvars import ContextVar
from uuid import uuid4

_ALLOWED = re.compile(r"[A-Za-z0-9._:-]{1,128}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def adopt_request_id(offered: str | None) -> str:
    """Take the caller's id where it is harmless in a header and a log line, else make one."""
    request_id = offered if offered and _ALLOWED.fullmatch(offered) else f"req-{uuid4().hex}"
    _current.set(request_id)
    return request_id


def current_request_id() -> str:
    """The id of the request in hand; empty outside of one."""
    return _current.get()
