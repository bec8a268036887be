"""What the application holds for its routes: settings, verifier, key secrets, drain, service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from api.drain import Drain
from api.opening import OpeningService
from api.settings import Settings
from api.tokens import TokenVerifier
from runs.key_secrets import KeySecrets

if TYPE_CHECKING:
    from runs.service import Service


def settings_of(connection: HTTPConnection) -> Settings:
    settings: Settings = connection.app.state.settings
    return settings


def verifier_of(connection: HTTPConnection) -> TokenVerifier:
    verifier: TokenVerifier = connection.app.state.verifier
    return verifier


def key_secrets_of(connection: HTTPConnection) -> KeySecrets:
    secrets: KeySecrets = connection.app.state.key_secrets
    return secrets


def drain_of(connection: HTTPConnection) -> Drain:
    drain: Drain = connection.app.state.drain
    return drain


def opening_of(connection: HTTPConnection) -> OpeningService:
    opening: OpeningService = connection.app.state.opening
    return opening


async def service_of(connection: HTTPConnection) -> Service:
    """Waits while the service opens; has the catalogs that other workers drafted by now.

    Raises what opening it raised, and StoreUnavailable.
    """
    service = await opening_of(connection).service()
    await service.drafts.follow()
    return service
