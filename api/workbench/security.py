"""What pages may load, and who may put them into a frame."""

from __future__ import annotations

from collections.abc import Sequence

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
_NOWHERE = "; frame-ancestors 'none'"

PAGE = {
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": _POLICY + _NOWHERE,
}
# Swagger UI sets style attributes while it draws.
DOCS = PAGE | {
    "Content-Security-Policy": _POLICY.replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )
    + _NOWHERE
}


def framed(origins: Sequence[str]) -> dict[str, str]:
    """Headers of the page that these origins, and the service's own, may put into a frame."""
    ancestors = " ".join(("'self'", *origins))
    return {
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": f"{_POLICY}; frame-ancestors {ancestors}",
    }
