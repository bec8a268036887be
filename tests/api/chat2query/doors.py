"""Servers of this face with routes that only tell who came in, and keys for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr
from starlette.responses import Response

from api.app import create_app
from api.faces.chat2query.callers import (
    Asking,
    Conversing,
    Describing,
    Holding,
    KeyHolder,
    Summarizing,
    Teaching,
)
from api.faces.chat2query.envelope import enveloped
from api.faces.chat2query.mounting import mount
from api.problem import InvalidRequest
from api.settings import Settings
from checkpoints.connect import connect
from runs.api_keys import ApiKey, ApiKeys
from runs.key_roles import Role
from runs.key_secrets import KeySecrets
from runs.model import Principal
from tests.api.live import LiveServer, serving, settings_for

KEYS_SECRET = "what the tests keep their keys under, long enough"
APP = "/api/v1beta/app/chat2query-test/endpoint"

router = APIRouter()


def _told(holder: KeyHolder) -> Response:
    return enveloped(
        {
            "tenant": holder.principal.tenant_id,
            "user": holder.principal.user_id,
            "key": holder.public_key,
            "role": holder.role,
            "app": holder.app,
        }
    )


@router.get("/v3/doors/holding")
async def holding(holder: Holding) -> Response:
    return _told(holder)


@router.get("/v3/doors/conversing")
async def conversing(holder: Conversing) -> Response:
    return _told(holder)


@router.post("/v3/doors/asking")
async def asking(holder: Asking, body: dict[str, Any]) -> Response:
    if "refused" in body:
        raise InvalidRequest("refused")
    if "crash" in body:
        raise RuntimeError("secret")
    return _told(holder)


@router.get("/v3/doors/describing")
async def describing(holder: Describing) -> Response:
    return _told(holder)


@router.post("/v3/doors/summarizing")
async def summarizing(holder: Summarizing) -> Response:
    return _told(holder)


@router.get("/v3/doors/teaching")
async def teaching(holder: Teaching) -> Response:
    return _told(holder)


@dataclass(frozen=True)
class Key:
    public: str
    private: str

    @property
    def pair(self) -> tuple[str, str]:
        return self.public, self.private

    def digest(self) -> httpx.DigestAuth:
        return httpx.DigestAuth(*self.pair)


@dataclass(frozen=True)
class Keys:
    """Makes keys in a store as `parley keys` does."""

    store: str

    def made(self, role: Role = Role.ADMIN, expires_at: datetime | None = None) -> Key:
        key, private_key = self._do(
            lambda keys: keys.create(role, Principal("acme-corp"), expires_at=expires_at)
        )
        return Key(key.public_key, private_key)

    def revoke(self, key: Key) -> bool:
        revoked: bool = self._do(lambda keys: keys.revoke(key.public))
        return revoked

    def all(self) -> list[ApiKey]:
        listed: list[ApiKey] = self._do(lambda keys: keys.list())
        return listed

    def _do(self, what: Any) -> Any:
        async def done() -> Any:
            client = connect(self.store)
            try:
                return await what(ApiKeys(client, KeySecrets(KEYS_SECRET.encode())))
            finally:
                await client.aclose()

        return asyncio.run(done())


def door_settings(folder: Path, store: str, **options: Any) -> Settings:
    given: dict[str, Any] = {
        "keys_secret": SecretStr(KEYS_SECRET),
        "chat2query_per_minute": 0,
        "chat2query_per_day": 0,
    }
    return settings_for(folder, redis_url=store, **(given | options))


def door_app(settings: Settings) -> FastAPI:
    app = create_app(settings)
    mount(app, router)
    return app


@contextmanager
def doors(folder: Path, store: str, **options: Any) -> Iterator[LiveServer]:
    """Without limits, unless `options` say so."""
    settings = door_settings(folder, store, **options)
    with serving(settings, door_app(settings)) as server:
        yield server
