"""What is sent to browsers: bytes, compressed once, known by their tag."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

# A browser asks each time whether there is another, and mostly there is not.
ASK_AGAIN = "no-cache"
# Of an address that names what it has: there is never another.
FOR_GOOD = "public, max-age=31536000, immutable"

_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?:,|$)", re.IGNORECASE)
_TAG = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Content:
    """`zipped` is None for what does not get smaller; `tag` is the same for the same bytes."""

    plain: bytes
    zipped: bytes | None
    media_type: str
    tag: str


def content_of(plain: bytes, media_type: str) -> Content:
    """Takes a moment for compressing: not for the event loop."""
    is_text = media_type.startswith(("text/", "application/json", "image/svg"))
    zipped = gzip.compress(plain, 9, mtime=0) if is_text else None
    return Content(plain, zipped, media_type, sha256(plain).hexdigest()[:20])


def respond(
    request: Request,
    content: Content,
    *,
    cached: str = ASK_AGAIN,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The content, or 304 where the browser has it already."""
    body, tag = content.plain, content.tag
    sent = {**(headers or {}), "Cache-Control": cached}
    if content.zipped is not None:
        sent["Vary"] = "Accept-Encoding"
        if _takes_gzip(request):
            # Other bytes, and so another tag.
            body, tag = content.zipped, f"{tag}-gzip"
            sent["Content-Encoding"] = "gzip"
    sent["ETag"] = f'"{tag}"'
    if _has(request, sent["ETag"]):
        sent.pop("Content-Encoding", None)
        return Response(status_code=304, headers=sent)
    return Response(body, headers=sent, media_type=content.media_type)


def _takes_gzip(request: Request) -> bool:
    found = _GZIP.search(request.headers.get("accept-encoding", ""))
    return found is not None and (found[1] is None or found[1].strip("0.") != "")


def _has(request: Request, tag: str) -> bool:
    offered = request.headers.get("if-none-match", "")
    return offered.strip() == "*" or tag in _TAG.findall(offered)
