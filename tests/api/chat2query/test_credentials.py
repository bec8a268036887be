"""Whatever an `Authorization` header holds, it is credentials or none: nothing else happens."""

from __future__ import annotations

import base64

from hypothesis import given, settings
from hypothesis import strategies as st

from api.faces.chat2query.credentials import (
    MAX_LENGTH,
    BasicCredentials,
    DigestCredentials,
    credentials_of,
)
from api.faces.chat2query.nonces import Nonces
from runs.key_secrets import REALM, Algorithm, proofs_of
from tests.api.chat2query.doors import Key
from tests.api.chat2query.signing import Signature

PROOFS = proofs_of("PUBLIC", "private")
# What a header can hold: a character a byte.
HEADER_TEXT = st.text(st.characters(min_codepoint=1, max_codepoint=255))
NAMES = st.sampled_from(
    ["username", "realm", "nonce", "uri", "qop", "nc", "cnonce", "response", "algorithm", "opaque"]
)
VALUES = st.one_of(
    HEADER_TEXT,
    st.sampled_from(["auth", "00000001", REALM, "MD5", "SHA-256", '"', "\\", "=", ",", ""]),
)


@st.composite
def nearly_digest(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(NAMES, VALUES, st.sampled_from(['{}="{}"', "{}={}", "{}{}"]))))
    return "Digest " + ",".join(shape.format(name, value) for name, value, shape in parts)


def _tried(header: str) -> None:
    found = credentials_of(header)
    match found:
        case DigestCredentials():
            assert not found.prove(PROOFS, "GET")
            assert not Nonces(b"secret").is_fresh(found.nonce)
            assert int(found.count, 16) >= 0
        case BasicCredentials():
            assert not found.prove(PROOFS)


@settings(deadline=None)
@given(HEADER_TEXT)
def test_any_text(header: str) -> None:
    _tried(header)


@settings(deadline=None)
@given(nearly_digest())
def test_what_nearly_is_a_digest(header: str) -> None:
    _tried(header)


@settings(deadline=None)
@given(st.binary())
def test_what_nearly_is_basic(token: bytes) -> None:
    _tried(f"Basic {base64.b64encode(token).decode()}")


@settings(deadline=None)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters='"\\')),
    st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters='"\\')),
    st.sampled_from(list(Algorithm)),
)
def test_what_is_signed_is_proved(cnonce: str, uri: str, algorithm: Algorithm) -> None:
    key = Key("PUBLIC", "private")
    signed = Signature(key, "nonce", uri=uri, cnonce=cnonce, algorithm=algorithm.value)
    found = credentials_of(signed.header())
    assert isinstance(found, DigestCredentials)
    assert (found.uri, found.cnonce, found.algorithm) == (uri, cnonce, algorithm)
    assert found.prove(PROOFS, "GET")
    assert not found.prove(proofs_of("PUBLIC", "other"), "GET")


def test_the_algorithm_is_md5_where_none_is_named() -> None:
    signed = Signature(Key("PUBLIC", "private"), "nonce", algorithm="MD5")
    found = credentials_of(signed.header(algorithm=None))
    assert isinstance(found, DigestCredentials)
    assert found.prove(PROOFS, "GET")


def test_a_header_that_is_too_long_is_none() -> None:
    signed = Signature(Key("PUBLIC", "private"), "nonce", cnonce="c" * MAX_LENGTH)
    assert credentials_of(signed.header()) is None
