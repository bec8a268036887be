"""What the application holds for its routes: settings, token verifier, service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from api.tokens import TokenVerifier

if TYPE_CHECKING:
    from runs.service import Service


def verifier_of(connection: HTTPConnection) -> TokenVerifier:
    verifier: TokenVerifier = connection.app.state.verifier
    return verifier


def service_of(connection: HTTPConnection) -> Service:
    service: Service = connection.app.state.service
    return service
