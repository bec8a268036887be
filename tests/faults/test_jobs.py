"""A job whose worker dies under it: another worker goes on, and tells how it stands meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from api.secret import keys_secret
from checkpoints.connect import connect
from runs.api_keys import ApiKeys
from runs.key_roles import Role
from runs.key_secrets import KeySecrets
from runs.model import Principal
from tests.api.live import settings_for
from tests.faults.gate import Closes, gate
from tests.faults.store import DurableStore
from tests.faults.test_deaths import serving

_DEADLINE_S = 60.0


async def test_a_job_is_done_elsewhere_when_its_worker_was_killed(
    store: DurableStore, folder: Path
) -> None:
    async with (
        gate(store.port) as way,
        serving(folder, store.url) as other,
        serving(folder, way.url, name="stuck") as worker,
    ):
        pair = await _key(store.url, folder)
        async with (
            httpx.AsyncClient(base_url=worker.url, auth=pair, timeout=60) as dying,
            httpx.AsyncClient(base_url=other.url, auth=pair, timeout=60) as living,
        ):
            body = {"cluster_id": "1", "database": "demo", "name": "Two workers"}
            number = (await _result(dying.post("/v3/sessions", json=body)))["session_id"]
            body = {"question": "revenue by region in 2024"}
            way.close_at(b'"node":"sql"', Closes.BEFORE)
            begun = await _result(dying.post(f"/v3/sessions/{number}/chat2data", json=body))
            await asyncio.wait_for(way.is_closed.wait(), _DEADLINE_S)
            told = await _result(living.get(f"/v2/jobs/{begun['job_id']}"))
            assert (told["status"], told["result"]["status"]) == ("running", "running")
            worker.kill()
            async with asyncio.timeout(_DEADLINE_S):
                while told["status"] == "running":
                    told = await _result(living.get(f"/v2/jobs/{begun['job_id']}"))
            assert told["status"] == "done"
            assert told["result"]["clarified_task"] == "Revenue by region in 2024"
            session = await _result(living.get(f"/v3/sessions/{number}"))
            assert [one["role"] for one in session["messages"]] == ["user", "assistant"]


async def _key(store_url: str, folder: Path) -> tuple[str, str]:
    client = connect(store_url)
    try:
        secrets = KeySecrets(keys_secret(settings_for(folder)))
        key, private_key = await ApiKeys(client, secrets).create(Role.ADMIN, Principal("acme-corp"))
    finally:
        await client.aclose()
    return key.public_key, private_key


async def _result(answering: Any) -> Any:
    answer = await answering
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]
