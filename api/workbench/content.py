"""What is sent to browsers: bytes, compressed once, known by their tag."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

# A browser asks each time whether there is another, and mostly there is not.
ASK_AGAIN = "no-cache"
# Of an address that names what it has: there is never another.
FOR_GOOD = "public, max-age=31536000, immutable"

# The ways to compress that browsers know, the smallest first.
_CODINGS = ("br", "gzip")
# Of Brotli's eleven: one as quick as gzip, and one that takes thirty times as long for a tenth
# less.
_QUICK = 5
BEST = 11
_OFFERED = re.compile(r"^\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?$", re.ASCII)
_TAG = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Content:
    """`encoded` is what it is compressed to by each coding, nothing of what does not get smaller;
    `tag` is the same for the same bytes."""

    plain: bytes
    encoded: Mapping[str, bytes]
    media_type: str
    tag: str


def content_of(plain: bytes, media_type: str, *, brotli_quality: int = _QUICK) -> Content:
    """Takes a moment for compressing, seconds for a megabyte in the `BEST` quality: not for the
    event loop. It leaves the interpreter to others meanwhile."""
    import brotli

    is_text = media_type.startswith(("text/", "application/json", "image/svg"))
    encoded = (
        {
            "br": brotli.compress(plain, quality=brotli_quality),
            "gzip": gzip.compress(plain, 9, mtime=0),
        }
        if is_text
        else {}
    )
    return Content(plain, encoded, media_type, sha256(plain).hexdigest()[:20])


def compressed_well(content: Content) -> Content:
    """The same, in fewer bytes where it is compressed at all; takes as long as `BEST` does."""
    import brotli

    if "br" not in content.encoded:
        return content
    smallest = brotli.compress(content.plain, quality=BEST)
    return replace(content, encoded={**content.encoded, "br": smallest})


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
    if content.encoded:
        sent["Vary"] = "Accept-Encoding"
        if (coding := _coding_for(request)) is not None:
            # Other bytes, and so another tag.
            body = content.encoded[coding]
            tag = f"{tag}-{coding}-{len(body):x}"
            sent["Content-Encoding"] = coding
    # What never changes is not asked for again.
    if cached != FOR_GOOD:
        sent["ETag"] = f'"{tag}"'
        if _has(request, sent["ETag"]):
            sent.pop("Content-Encoding", None)
            return Response(status_code=304, headers=sent)
    return Response(body, headers=sent, media_type=content.media_type)


def _coding_for(request: Request) -> str | None:
    """The smallest that is taken."""
    taken: dict[str, bool] = {}
    for offer in request.headers.get("accept-encoding", "").split(","):
        if (found := _OFFERED.match(offer)) is not None:
            taken[found[1].lower()] = found[2] is None or found[2].strip("0.") != ""
    return next((one for one in _CODINGS if taken.get(one, taken.get("*", False))), None)


def _has(request: Request, tag: str) -> bool:
    offered = request.headers.get("if-none-match", "")
    return offered.strip() == "*" or tag in _TAG.findall(offered)
