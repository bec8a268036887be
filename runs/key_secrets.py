"""What proves a private key, and how it is kept.

HTTP Digest needs the hash of public key, realm and private key in the clear (RFC 7616's `A1`
hashed): who has it can sign requests. So the store holds it only encrypted, by a secret that is
not in the store. A private key is 256 random bits: nobody finds it by trying, and a slow hash
would only cost each request its time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import orjson

from bi.model.errors import ParleyError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# Part of every hash that is kept: with another one no key holds any more.
REALM = "Parley Chat2Query"

_VECTOR_BYTES = 12


class Algorithm(StrEnum):
    """The hash functions of HTTP Digest that are served, the better one first."""

    SHA_256 = "SHA-256"
    MD5 = "MD5"

    def digest(self, text: bytes) -> str:
        """In hexadecimal."""
        name = "sha256" if self is Algorithm.SHA_256 else "md5"
        return hashlib.new(name, text, usedforsecurity=False).hexdigest()


# By algorithm, the hash of public key, realm and private key.
Proofs = Mapping[Algorithm, str]


class ProofsUnreadable(ParleyError):
    """They were kept under another secret, or the record was changed."""

    code = "key_unreadable"


def proofs_of(public_key: str, private_key: str) -> Proofs:
    """Of any texts, also such as no key has."""
    identity = f"{public_key}:{REALM}:{private_key}".encode("utf-8", "replace")
    return {algorithm: algorithm.digest(identity) for algorithm in Algorithm}


class KeySecrets:
    """Seals proofs by `secret`, and derives other secrets from it for other ends."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, proofs: Proofs, record: bytes) -> bytes:
        """Bound to `record`: they cannot be opened beside another one."""
        vector = secrets.token_bytes(_VECTOR_BYTES)
        return vector + self._cipher.encrypt(vector, _text(proofs), record)

    def open(self, sealed: bytes, record: bytes) -> Proofs:
        """Raises ProofsUnreadable."""
        from cryptography.exceptions import InvalidTag

        vector, text = sealed[:_VECTOR_BYTES], sealed[_VECTOR_BYTES:]
        try:
            opened = orjson.loads(self._cipher.decrypt(vector, text, record))
        except (InvalidTag, ValueError) as error:
            raise ProofsUnreadable from error
        return {Algorithm(name): proof for name, proof in opened.items()}

    def derived(self, purpose: str) -> bytes:
        """32 bytes that tell nothing of the secret, nor of those for another purpose."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(self._secret)

    @cached_property
    def _cipher(self) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self.derived("parley api key proofs"))


def _text(proofs: Proofs) -> bytes:
    return orjson.dumps({algorithm.value: proof for algorithm, proof in proofs.items()})


def is_same(proof: str, other: str) -> bool:
    """Compared in the same time wherever they differ; any text will do."""
    return hmac.compare_digest(proof.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
