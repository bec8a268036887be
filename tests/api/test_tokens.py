"""Which tokens count, and for whom they speak."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from api.jwks import JwksFile
from api.problem import TokenExpired, Unauthorized
from api.settings import SettingsInvalid
from api.tokens import TokenVerifier, issue_token
from runs.model import Principal

SECRET = b"a secret of these tests alone, long enough for any of the algorithms"
CLAIMS = {"tenant_id": "acme-corp", "user_id": "alice"}


def claims(**changes: Any) -> dict[str, Any]:
    merged = {**CLAIMS, "exp": int(time.time()) + 3600, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def signed(**changes: Any) -> str:
    return jwt.encode(claims(**changes), SECRET, algorithm="HS256")


def by_hand(header: dict[str, Any], body: dict[str, Any], key: bytes | None) -> str:
    """A token put together without a library, so that it can be wrong in any way."""
    text = b".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, body)
    )
    signature = hmac.new(key, text, hashlib.sha256).digest() if key else b""
    return b".".join([text, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(key: rsa.RSAPrivateKey, **changes: Any) -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**public, "kid": "k1", "use": "sig", "alg": "RS256", **changes}


def jwks(folder: Path, *keys: dict[str, Any]) -> Path:
    path = folder / "jwks.json"
    path.write_text(json.dumps({"keys": list(keys)}))
    return path


def test_a_token_of_our_own_speaks_for_its_tenant_and_user() -> None:
    token = issue_token(
        SECRET, tenant_id="acme-corp", user_id="alice", ttl=timedelta(hours=1), roles=("viewer",)
    )
    assert TokenVerifier(SECRET).verify(token) == Principal("acme-corp", "alice", ("viewer",))


def test_the_user_may_be_named_by_the_subject() -> None:
    token = signed(user_id=None, sub="alice")
    assert TokenVerifier(SECRET).verify(token).user_id == "alice"


def test_an_expired_token_is_told_apart() -> None:
    with pytest.raises(TokenExpired):
        TokenVerifier(SECRET).verify(signed(exp=int(time.time()) - 3600))


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="empty"),
        pytest.param("not a token", id="not a token"),
        pytest.param("a.b", id="two parts"),
        pytest.param(signed() + "=", id="padded"),
        pytest.param(signed()[:-4] + "AAAA", id="another signature"),
        pytest.param("A" * 9000, id="huge"),
        pytest.param(signed(exp=None), id="no expiry"),
        pytest.param(signed(exp="soon"), id="expiry that is no number"),
        pytest.param(signed(nbf=int(time.time()) + 3000), id="not valid yet"),
        pytest.param(signed(iat=int(time.time()) + 3000), id="issued in the future"),
        pytest.param(signed(tenant_id=None), id="no tenant"),
        pytest.param(signed(tenant_id=7), id="tenant that is no text"),
        pytest.param(signed(tenant_id="a{b}"), id="tenant with braces"),
        pytest.param(signed(user_id=None), id="no user"),
        pytest.param(signed(user_id="a\nb"), id="user with a line break"),
        pytest.param(signed(roles="admin"), id="roles that are no list"),
        pytest.param(jwt.encode(claims(), b"x" * 40, algorithm="HS256"), id="another secret"),
        pytest.param(jwt.encode(claims(), SECRET, algorithm="HS384"), id="another algorithm"),
        pytest.param(by_hand({"alg": "none"}, claims(), None), id="none"),
        pytest.param(by_hand({"alg": "NONE"}, claims(), SECRET), id="NONE, signed"),
        pytest.param(by_hand({}, claims(), SECRET), id="no algorithm"),
        pytest.param(by_hand({"alg": ["HS256"]}, claims(), SECRET), id="a list of algorithms"),
        pytest.param(
            by_hand({"alg": "HS256", "crit": ["x"], "x": 1}, claims(), SECRET), id="unknown crit"
        ),
    ],
)
def test_any_other_fault_is_refused_without_saying_which(token: str) -> None:
    with pytest.raises(Unauthorized, match=r"The token is not valid\.") as caught:
        TokenVerifier(SECRET).verify(token)
    assert not isinstance(caught.value, TokenExpired)


def test_issuer_and_audience_must_agree_where_they_are_asked_for() -> None:
    verifier = TokenVerifier(SECRET, issuer="https://idp", audience="parley")
    assert verifier.verify(signed(iss="https://idp", aud=["parley", "other"])).user_id == "alice"
    for wrong in (signed(), signed(iss="https://idp"), signed(iss="x", aud="parley")):
        with pytest.raises(Unauthorized):
            verifier.verify(wrong)


def test_a_providers_token_is_checked_by_the_key_it_names(
    tmp_path: Path, private_key: rsa.RSAPrivateKey
) -> None:
    verifier = TokenVerifier(jwks=JwksFile(jwks(tmp_path, jwk(private_key))))
    for headers in ({"kid": "k1"}, {}):
        token = jwt.encode(claims(), private_key, algorithm="RS256", headers=headers)
        assert verifier.verify(token).tenant_id == "acme-corp"
    unknown = jwt.encode(claims(), private_key, algorithm="RS256", headers={"kid": "k2"})
    with pytest.raises(Unauthorized):
        verifier.verify(unknown)


def test_a_public_key_is_no_secret(tmp_path: Path, private_key: rsa.RSAPrivateKey) -> None:
    verifier = TokenVerifier(jwks=JwksFile(jwks(tmp_path, jwk(private_key))))
    public = private_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(Unauthorized):
        verifier.verify(by_hand({"alg": "HS256", "kid": "k1"}, claims(), public))


def test_a_local_secret_does_not_count_beside_a_provider_unless_it_was_given(
    tmp_path: Path, private_key: rsa.RSAPrivateKey
) -> None:
    keys = JwksFile(jwks(tmp_path, jwk(private_key)))
    with pytest.raises(Unauthorized):
        TokenVerifier(jwks=keys).verify(signed())
    assert TokenVerifier(SECRET, jwks=keys).verify(signed()).user_id == "alice"


def test_a_key_added_to_the_file_counts_at_once_and_a_broken_file_locks_nobody_out(
    tmp_path: Path, private_key: rsa.RSAPrivateKey
) -> None:
    path = jwks(tmp_path, jwk(private_key))
    verifier = TokenVerifier(jwks=JwksFile(path))
    fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = jwt.encode(claims(), fresh, algorithm="RS256", headers={"kid": "k2"})
    path.write_text("{")
    with pytest.raises(Unauthorized):
        verifier.verify(token)
    jwks(tmp_path, jwk(private_key), jwk(fresh, kid="k2"))
    assert verifier.verify(token).user_id == "alice"


@pytest.mark.parametrize(
    "entry",
    [
        {"use": "enc"},
        {"alg": "PS256"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"key_ops": ["sign"]},
        {"n": "AQAB"},
    ],
)
def test_a_file_without_a_usable_key_is_refused(
    tmp_path: Path, private_key: rsa.RSAPrivateKey, entry: dict[str, Any]
) -> None:
    with pytest.raises(SettingsInvalid, match="no key for RS256"):
        JwksFile(jwks(tmp_path, jwk(private_key, **entry)))


def test_a_short_key_is_not_usable(tmp_path: Path) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    with pytest.raises(SettingsInvalid, match="no key for RS256"):
        JwksFile(jwks(tmp_path, jwk(short)))


def test_two_keys_of_one_name_are_refused(tmp_path: Path, private_key: rsa.RSAPrivateKey) -> None:
    with pytest.raises(SettingsInvalid, match="one `kid`"):
        JwksFile(jwks(tmp_path, jwk(private_key), jwk(private_key)))


def test_what_else_a_token_says_of_its_bearer_is_kept_by_name() -> None:
    token = signed(
        iss="us",
        jti="1",
        nbf=0,
        email="alice@acme.example",
        level=3,
        ratio=0.5,
        boss=True,
        regions=["North", 7],
        nothing=None,
        mixed=["North", {"x": 1}],
        realm={"branch": {"no": 12}, "level": "inner"},
        **{"https://acme.example/team": "blue", "realm.level": "outer"},
    )
    assert TokenVerifier(SECRET).verify(token).claims == (
        ("boss", True),
        ("email", "alice@acme.example"),
        ("https://acme.example/team", "blue"),
        ("level", 3),
        ("ratio", 0.5),
        ("realm.branch.no", 12),
        ("realm.level", "outer"),
        ("regions", ("North", 7)),
    )


def test_a_caller_s_claims_are_not_shown_by_accident() -> None:
    assert "hush" not in repr(TokenVerifier(SECRET).verify(signed(secret="hush")))


def test_of_numbers_that_are_none_no_claim_is_made() -> None:
    header, body = {"alg": "HS256"}, {**claims(), "level": float("inf"), "depth": float("nan")}
    assert TokenVerifier(SECRET).verify(by_hand(header, body, SECRET)).claims == ()
