"""The `Authorization` header: HTTP Digest (RFC 7616) and Basic (RFC 7617).

A header that cannot be read is none: whoever sent it is told how to.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.request import parse_http_list, parse_keqv_list

from runs.key_secrets import REALM, Algorithm, Proofs, is_same, proofs_of

MAX_LENGTH = 8192

_QOP = "auth"
_COUNT = re.compile(r"[0-9a-fA-F]{8}")


@dataclass(frozen=True, slots=True)
class DigestCredentials:
    """What a client signed a request with; `count` is that of the nonce, `nc`."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    algorithm: Algorithm
    cnonce: str
    count: str

    def prove(self, proofs: Proofs, method: str) -> bool:
        if self.realm != REALM:
            return False
        call = self.algorithm.digest(_bytes(f"{method}:{self.uri}"))
        signed = (proofs[self.algorithm], self.nonce, self.count, self.cnonce, _QOP, call)
        return is_same(self.algorithm.digest(_bytes(":".join(signed))), self.response.lower())


@dataclass(frozen=True, slots=True)
class BasicCredentials:
    username: str
    password: str

    def prove(self, proofs: Proofs) -> bool:
        sent = proofs_of(self.username, self.password)
        return is_same(sent[Algorithm.SHA_256], proofs[Algorithm.SHA_256])


def credentials_of(header: str) -> DigestCredentials | BasicCredentials | None:
    """`header` as servers hand it over: a character a byte."""
    if len(header) > MAX_LENGTH:
        return None
    scheme, _, rest = header.strip().partition(" ")
    match scheme.lower():
        case "digest":
            return _digest(rest)
        case "basic":
            return _basic(rest)
        case _:
            return None


def _digest(parameters: str) -> DigestCredentials | None:
    try:
        given = parse_keqv_list(parse_http_list(parameters))
        sent = {name.strip().lower(): value for name, value in given.items()}
        algorithm = sent.get("algorithm", Algorithm.MD5).upper()
        if sent["qop"].lower() != _QOP or _COUNT.fullmatch(sent["nc"]) is None:
            return None
        return DigestCredentials(
            username=sent["username"],
            realm=sent["realm"],
            nonce=sent["nonce"],
            uri=sent["uri"],
            response=sent["response"],
            algorithm=Algorithm(algorithm),
            cnonce=sent["cnonce"],
            count=sent["nc"],
        )
    # A part without `=` or value, one that is missing, an algorithm that was not offered.
    except (ValueError, IndexError, KeyError):
        return None


def _basic(token: str) -> BasicCredentials | None:
    try:
        text = base64.b64decode(token.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    username, colon, password = text.partition(":")
    return BasicCredentials(username, password) if colon else None


def challenges(nonce: str, *, is_stale: bool = False) -> list[str]:
    """`WWW-Authenticate` headers, the best first.

    Both algorithms of Digest have one nonce and one realm: some clients (requests) read all
    headers as one, and mix them up.
    """
    stale = ", stale=true" if is_stale else ""
    digests = [
        f'Digest realm="{REALM}", qop="{_QOP}", algorithm={algorithm}, nonce="{nonce}"{stale}'
        for algorithm in Algorithm
    ]
    return [*digests, f'Basic realm="{REALM}", charset="UTF-8"']


def _bytes(text: str) -> bytes:
    """As they came: each character of a header was a byte."""
    return text.encode("latin-1", "replace")
