"""HTTP Digest by hand, to send what no client would."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from tests.api.chat2query.doors import Key

REALM = "Parley Chat2Query"


@dataclass(frozen=True)
class Signature:
    """Of one request; what is changed after signing makes it a forgery."""

    key: Key
    nonce: str
    uri: str = "/v3/doors/holding"
    method: str = "GET"
    realm: str = REALM
    algorithm: str = "SHA-256"
    count: str = "00000001"
    cnonce: str = "c"
    qop: str = "auth"

    def response(self) -> str:
        def hashed(text: str) -> str:
            name = "md5" if self.algorithm == "MD5" else "sha256"
            return hashlib.new(name, text.encode("latin-1")).hexdigest()

        identity = hashed(f"{self.key.public}:{self.realm}:{self.key.private}")
        call = hashed(f"{self.method}:{self.uri}")
        return hashed(f"{identity}:{self.nonce}:{self.count}:{self.cnonce}:{self.qop}:{call}")

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """`changes` come after signing; None leaves one out."""
        signed: dict[str, str | None] = {
            "username": self.key.public,
            "realm": self.realm,
            "nonce": self.nonce,
            "uri": self.uri,
            "algorithm": self.algorithm,
            "qop": self.qop,
            "nc": self.count,
            "cnonce": self.cnonce,
            "response": self.response(),
        }
        return {name: value for name, value in (signed | changes).items() if value is not None}

    def header(self, **changes: str | None) -> str:
        parts = (f'{name}="{value}"' for name, value in self.parameters(**changes).items())
        return f"Digest {', '.join(parts)}"

    def with_(self, **changes: Any) -> Signature:
        """Signed so."""
        return replace(self, **changes)
