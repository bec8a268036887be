"""API keys in a real store: what is kept, and what it can be used for."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checkpoints.client import StoreClient
from checkpoints.connect import connect
from runs import keys
from runs.api_keys import ApiKeys, KeyState
from runs.key_roles import Role
from runs.key_secrets import REALM, Algorithm, KeySecrets, ProofsUnreadable, proofs_of
from runs.model import Principal
from runs.nonce_counts import NonceCounts
from runs.rate_limits import RateLimits, TooManyCalls
from tests.stores import cluster_store

SECRETS = KeySecrets(b"a secret that is long enough for it")
ALICE = Principal("acme-corp", "alice", ("clerk",), (("level", 3), ("regions", ("North", "South"))))


async def test_a_key_is_found_again_as_it_was_made(redis_client: StoreClient) -> None:
    made, private_key = await ApiKeys(redis_client, SECRETS).create(Role.READONLY, ALICE, name="n")
    found = await ApiKeys(redis_client, SECRETS).find(made.public_key)
    assert found == made
    assert found.principal == ALICE
    assert found.proofs == proofs_of(made.public_key, private_key)
    assert await redis_client.ttl(keys.api_key(made.public_key)) == -1


async def test_a_key_without_a_user_is_its_own(redis_client: StoreClient) -> None:
    made, _ = await ApiKeys(redis_client, SECRETS).create(Role.ADMIN, Principal("acme-corp"))
    assert made.principal == Principal("acme-corp", made.public_key)


async def test_the_store_holds_nothing_that_signs(redis_client: StoreClient) -> None:
    made, private_key = await ApiKeys(redis_client, SECRETS).create(Role.ADMIN, ALICE)
    dumped = b""
    async for name in redis_client.scan_iter():
        kind = await redis_client.type(name)
        read = redis_client.hgetall if kind == b"hash" else redis_client.smembers
        dumped += name + repr(await read(name)).encode()
    assert made.public_key.encode() in dumped
    for secret in (private_key, *proofs_of(made.public_key, private_key).values()):
        assert secret.encode() not in dumped
    with pytest.raises(ProofsUnreadable):
        await ApiKeys(redis_client, KeySecrets(b"another secret")).find(made.public_key)


async def test_a_record_that_was_changed_in_the_store_opens_nothing(
    redis_client: StoreClient,
) -> None:
    store = ApiKeys(redis_client, SECRETS)
    made, _ = await store.create(Role.READONLY, ALICE)
    at = keys.api_key(made.public_key)
    record: bytes = await redis_client.hget(at, "record")  # type: ignore[assignment]
    raised = record.replace(Role.READONLY.encode(), Role.ADMIN.encode())
    assert raised != record
    await redis_client.hset(at, "record", raised)
    with pytest.raises(ProofsUnreadable):
        await store.find(made.public_key)


async def test_what_ends_is_listed_for_a_while(redis_client: StoreClient) -> None:
    store = ApiKeys(redis_client, SECRETS)
    now = datetime.now(UTC)
    revoked, _ = await store.create(Role.ADMIN, ALICE)
    expired, _ = await store.create(Role.ADMIN, ALICE, expires_at=now)
    active, _ = await store.create(Role.ADMIN, ALICE, expires_at=now + timedelta(days=1))
    elsewhere, _ = await store.create(Role.ADMIN, Principal("other-corp"))
    assert await store.revoke(revoked.public_key)
    assert await store.revoke(revoked.public_key)
    assert not await store.revoke("A" * 16)
    assert not await store.revoke("*")
    listed = await store.list()
    assert [(key.public_key, key.state) for key in listed] == [
        (elsewhere.public_key, KeyState.ACTIVE),
        (active.public_key, KeyState.ACTIVE),
        (expired.public_key, KeyState.EXPIRED),
        (revoked.public_key, KeyState.REVOKED),
    ]
    assert [key.public_key for key in await store.list("other-corp")] == [elsewhere.public_key]
    for key in (revoked, expired, active):
        left: int = await redis_client.ttl(keys.api_key(key.public_key))
        assert 89 * 86_400 < left <= 91 * 86_400
    await redis_client.delete(keys.api_key(expired.public_key))
    assert len(await store.list()) == 3
    assert await redis_client.scard(keys.api_keys()) == 3


@pytest.mark.parametrize("name", ["", "x", "A" * 17, "a" * 16, "{}" * 8, "ü" * 16, "A" * 10_000])
async def test_a_name_that_no_key_has_is_not_looked_for(
    redis_client: StoreClient, name: str
) -> None:
    store = ApiKeys(redis_client, SECRETS)
    assert await store.find("A" * 16) is None
    before = await _reads(redis_client)
    assert await store.find(name) is None
    assert await _reads(redis_client) == before


async def _reads(client: StoreClient) -> int:
    stats: Any = await client.info("commandstats")
    calls: int = stats["cmdstat_hgetall"]["calls"]
    return calls


def test_proofs_are_the_hashes_of_rfc_7616() -> None:
    identity = f"PUBLIC:{REALM}:private".encode()
    assert proofs_of("PUBLIC", "private") == {
        Algorithm.SHA_256: hashlib.sha256(identity).hexdigest(),
        Algorithm.MD5: hashlib.md5(identity).hexdigest(),
    }


def test_what_is_derived_for_one_purpose_is_not_that_for_another() -> None:
    other = KeySecrets(b"another secret that is long enough")
    derived = {SECRETS.derived("a"), SECRETS.derived("b"), other.derived("a")}
    assert len(derived) == 3
    assert all(len(secret) == 32 for secret in derived)


async def test_a_count_is_taken_once_of_many_at_once(redis_client: StoreClient) -> None:
    counts = NonceCounts(redis_client, kept_s=100)
    taken = await asyncio.gather(*(counts.take("nonce", n % 20 + 1) for n in range(100)))
    assert sum(taken) == 20
    assert await counts.take("another", 1)
    assert 0 < await redis_client.ttl(keys.nonce("nonce")) <= 100


async def test_it_all_works_on_a_cluster() -> None:
    with cluster_store() as cluster:
        client = connect(cluster.url)
        store = ApiKeys(client, SECRETS)
        made = [(await store.create(Role.ADMIN, ALICE))[0] for _ in range(5)]
        assert {key.public_key for key in await store.list()} == {key.public_key for key in made}
        assert await store.find(made[0].public_key) == made[0]
        assert await store.revoke(made[0].public_key)
        counts = NonceCounts(client, kept_s=100)
        assert [await counts.take("n", 1), await counts.take("n", 1)] == [True, False]
        limits = RateLimits(client, per_minute=3, per_day=2)
        standings = [await limits.call("A", counts=True) for _ in range(4)]
        assert [one.remaining for one in standings if one] == [2, 1, 0, 0]
        assert [one.is_exceeded for one in standings if one] == [False, False, False, True]
        await limits.begin_job("acme-corp", "{x}")
        await limits.begin_job("acme-corp", "{x}")
        with pytest.raises(TooManyCalls):
            await limits.begin_job("acme-corp", "{x}")
        await limits.begin_job("acme-corp", None)
        await client.aclose()
