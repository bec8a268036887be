"""HTTP Digest, where a client does not do as it should."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.faces.chat2query.nonces import LIFETIME_S, Nonces
from runs.key_secrets import KeySecrets
from runs.nonce_counts import MOST_COUNTS
from tests.api.chat2query.doors import KEYS_SECRET, Key, Keys
from tests.api.chat2query.signing import Signature
from tests.api.live import LiveServer

HERE = "/v3/doors/holding"


@pytest.fixture(scope="module")
def nonces() -> Nonces:
    """As the servers make them."""
    return Nonces(KeySecrets(KEYS_SECRET.encode()).derived("parley digest nonces"))


@pytest.fixture(scope="module")
def key(keys: Keys) -> Key:
    return keys.made()


@pytest.fixture
def signature(key: Key, nonces: Nonces) -> Signature:
    return Signature(key, nonces.made())


@pytest.fixture
def call(door: LiveServer) -> Callable[..., httpx.Response]:
    def called(authorization: str | bytes, path: str = HERE) -> httpx.Response:
        with door.client() as client:
            return client.get(path, headers=[(b"Authorization", _bytes(authorization))])

    return called


def _bytes(text: str | bytes) -> bytes:
    return text.encode("latin-1") if isinstance(text, str) else text


def test_a_call_without_a_key_is_challenged_with_both_algorithms_and_basic(
    door: LiveServer,
) -> None:
    with door.client() as client:
        response = client.get(HERE)
    assert response.status_code == 401
    assert response.json()["code"] == 49900001
    sha, md5, basic = response.headers.get_list("www-authenticate")
    assert sha.replace("SHA-256", "MD5") == md5
    assert sha.startswith('Digest realm="Parley Chat2Query", qop="auth", algorithm=SHA-256, nonce=')
    assert "stale" not in sha
    assert basic == 'Basic realm="Parley Chat2Query", charset="UTF-8"'
    assert not [name for name in response.headers if "ratelimit" in name]


@pytest.mark.parametrize("algorithm", ["SHA-256", "MD5"])
def test_what_is_signed_by_hand_is_taken_once(
    call: Callable[..., httpx.Response], signature: Signature, algorithm: str
) -> None:
    signed = signature.with_(algorithm=algorithm)
    assert call(signed.header()).status_code == 200
    again = call(signed.header())
    assert again.status_code == 401
    assert "stale=true" in again.headers["www-authenticate"]


def test_counts_may_come_in_any_order_and_each_once(
    call: Callable[..., httpx.Response], signature: Signature
) -> None:
    counts = ["00000003", "0000000a", "00000001", "00000002", "0000000a", "00000003"]
    statuses = [call(signature.with_(count=count).header()).status_code for count in counts]
    assert statuses == [200, 200, 200, 200, 401, 401]


def test_a_count_is_used_up_whichever_algorithm_signs_it(
    call: Callable[..., httpx.Response], signature: Signature
) -> None:
    assert call(signature.header()).status_code == 200
    assert call(signature.with_(algorithm="MD5").header()).status_code == 401


@pytest.mark.parametrize("count", ["00000000", f"{MOST_COUNTS:08x}", "ffffffff"])
def test_a_nonce_whose_counts_are_used_up_is_stale(
    call: Callable[..., httpx.Response], signature: Signature, count: str
) -> None:
    response = call(signature.with_(count=count).header())
    assert response.status_code == 401
    assert "stale=true" in response.headers["www-authenticate"]


@pytest.mark.parametrize("age", [LIFETIME_S + 1, -3600], ids=["old", "of the future"])
def test_a_nonce_that_is_not_of_now_is_stale(
    call: Callable[..., httpx.Response], key: Key, nonces: Nonces, age: int
) -> None:
    response = call(Signature(key, nonces.made(at=time.time() - age)).header())
    assert response.status_code == 401
    assert all("stale=true" in one for one in response.headers.get_list("www-authenticate")[:2])


@pytest.mark.parametrize("nonce", ["", "x", "A" * 48, "ü", "=", "A" * 4000])
def test_a_nonce_of_somebody_elses_is_stale_to_who_has_the_key_alone(
    call: Callable[..., httpx.Response], key: Key, nonce: str
) -> None:
    signature = Signature(key, nonce)
    assert "stale=true" in call(signature.header()).headers["www-authenticate"]
    forged = call(signature.header(response="0" * 64))
    assert "stale" not in forged.headers["www-authenticate"]


def test_a_changed_nonce_is_not_ours(nonces: Nonces) -> None:
    nonce = nonces.made()
    assert nonces.is_fresh(nonce)
    for at in range(len(nonce)):
        other = "A" if nonce[at] != "A" else "B"
        changed = nonce[:at] + other + nonce[at + 1 :]
        assert not nonces.is_fresh(changed)
    assert not Nonces(b"another secret").is_fresh(nonce)


@pytest.mark.parametrize(
    "changes",
    [
        {"realm": "another"},
        {"uri": "/v3/doors/other"},
        {"cnonce": "another"},
        {"nc": "00000002"},
        {"response": ""},
        {"response": "ü"},
        {"username": "A" * 16},
        {"username": "x" * 4000},
        {"algorithm": "MD5"},
        {"algorithm": "SHA-512-256"},
        {"algorithm": "MD5-sess"},
        {"qop": "auth-int"},
        {"qop": None},
        {"nc": None},
        {"nc": "1"},
        {"nc": "0000000g"},
        {"cnonce": None},
        {"nonce": None},
        {"uri": None},
        {"response": None},
        {"username": None},
    ],
    ids=str,
)
def test_what_was_not_signed_so_is_refused(
    call: Callable[..., httpx.Response], signature: Signature, changes: dict[str, str | None]
) -> None:
    response = call(signature.header(**changes))
    assert response.status_code == 401
    assert response.json()["code"] == 49900001
    assert "stale" not in response.headers["www-authenticate"]


def test_a_realm_of_ones_own_proves_nothing(
    call: Callable[..., httpx.Response], signature: Signature
) -> None:
    assert call(signature.with_(realm="another").header()).status_code == 401


def test_another_method_than_was_signed_is_refused(
    call: Callable[..., httpx.Response], signature: Signature
) -> None:
    assert call(signature.with_(method="POST").header()).status_code == 401


@pytest.mark.parametrize("uri", ["/v3/doors/teaching", f"{HERE}?x=1", "", "http://127.0.0.1/"])
def test_a_signature_for_another_address_is_400(
    call: Callable[..., httpx.Response], signature: Signature, uri: str
) -> None:
    response = call(signature.with_(uri=uri).header())
    assert (response.status_code, response.json()["code"]) == (400, 400)
    assert "uri" in response.json()["msg"]


def test_the_query_is_signed_as_it_is_written(
    call: Callable[..., httpx.Response], signature: Signature
) -> None:
    path = f"{HERE}?b=%C3%A4&a=1%20&b"
    assert call(signature.with_(uri=path).header(), path).status_code == 200
    other = f"{HERE}?a=1%20&b=%C3%A4&b"
    assert call(signature.with_(uri=path, count="00000002").header(), other).status_code == 400


def test_a_revoked_key_is_dead_at_once(
    call: Callable[..., httpx.Response], keys: Keys, nonces: Nonces
) -> None:
    key = keys.made()
    signature = Signature(key, nonces.made())
    assert call(signature.header()).status_code == 200
    assert keys.revoke(key)
    for authorization in (signature.with_(count="00000002").header(), _basic(key)):
        response = call(authorization)
        assert response.status_code == 401
        assert response.json() == {
            "code": 49900002,
            "msg": "API Key is no longer valid",
            "result": {},
        }
    assert call(_basic(Key(key.public, "wrong"))).json()["code"] == 49900001


def test_an_expired_key_is_dead(call: Callable[..., httpx.Response], keys: Keys) -> None:
    over = datetime.now(UTC) - timedelta(seconds=1)
    soon = datetime.now(UTC) + timedelta(hours=1)
    assert call(_basic(keys.made(expires_at=over))).json()["code"] == 49900002
    assert call(_basic(keys.made(expires_at=soon))).status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic", "Basic ???", "Basic Zm9v", "Basic /////w==", "Bearer x", "x", ""]
)
def test_a_header_that_cannot_be_read_is_challenged(
    call: Callable[..., httpx.Response], header: str
) -> None:
    response = call(header)
    assert response.status_code == 401
    assert len(response.headers.get_list("www-authenticate")) == 3


def _basic(key: Key) -> str:
    header: str = httpx.BasicAuth(*key.pair)._auth_header
    return header
