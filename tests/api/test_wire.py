"""Which addresses a prefix holds."""

from __future__ import annotations

import pytest

from api.faces.chat2query.errors import APP_PREFIX, MAX_BODY_BYTES, error_response
from api.matih.errors import error_response as matih_response
from api.wire import Wire, Wires

WIRES = Wires(
    Wire("", matih_response, 1),
    tuple(Wire(prefix, error_response, MAX_BODY_BYTES) for prefix in (APP_PREFIX, "/v3", "/a.b")),
)


@pytest.mark.parametrize(
    ("path", "prefix"),
    [
        ("/api/v1beta/app/chat2query-x/endpoint", APP_PREFIX),
        ("/api/v1beta/app/chat2query-YqAvnlRj/endpoint/v3/sessions", APP_PREFIX),
        ("/api/v1beta/app/chat2query-ü %/endpoint/", APP_PREFIX),
        ("/v3", "/v3"),
        ("/v3/sessions", "/v3"),
        ("/a.b/c", "/a.b"),
        ("/api/v1beta/app/chat2query-/endpoint/v3", ""),
        ("/api/v1beta/app/chat2query-a/b/endpoint/v3", ""),
        ("/api/v1beta/app/chat2query-a/endpoints", ""),
        ("/x/api/v1beta/app/chat2query-a/endpoint", ""),
        ("/v33", ""),
        ("/a-b/c", ""),
        ("/", ""),
    ],
)
def test_a_prefix_holds_what_is_below_it(path: str, prefix: str) -> None:
    assert WIRES.at(path).prefix == prefix
