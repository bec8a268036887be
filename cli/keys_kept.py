"""What `parley keys` does in the store, also while the service runs on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.json_response import to_json
from api.secret import keys_secret
from api.settings import Settings, load_settings
from api.token_claims import claims_of
from api.tokens import is_tenant, is_user
from cli.claims import UnusableWish, claims_in
from cli.durations import duration
from runs.key_roles import role_named
from runs.model import Principal

if TYPE_CHECKING:
    from runs.api_keys import ApiKey, ApiKeys

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class KeyWish:
    """A key as the options of `create` describe it."""

    role: str
    expires: str | None
    tenant: str | None
    user: str | None
    name: str
    viewer_roles: tuple[str, ...]
    claims: tuple[str, ...]

    def principal(self, settings: Settings) -> Principal:
        """Raises UnusableWish."""
        tenant = self.tenant or settings.default_tenant
        if not is_tenant(tenant) or (self.user is not None and not is_user(self.user)):
            raise UnusableWish("tenant or user holds characters that a key may not carry")
        return Principal(tenant, self.user, self.viewer_roles, claims_of(claims_in(self.claims)))

    def expires_at(self) -> datetime | None:
        """Raises UnusableWish."""
        if self.expires is None:
            return None
        now = datetime.now(UTC)
        try:
            # Good to the end of that day.
            at = datetime.combine(
                date.fromisoformat(self.expires) + timedelta(days=1), datetime.min.time(), UTC
            )
        except (ValueError, OverflowError):
            at = now + duration("--expires", self.expires)
        if at <= now:
            raise UnusableWish(f"--expires {self.expires} is over already")
        return at


def create_key(
    wish: KeyWish, as_json: bool, flags: Mapping[str, Any], settings_file: Path | None
) -> int:
    """Raises SettingsInvalid, StoreUnavailable, UnknownRole, UnusableWish."""
    settings = load_settings(flags, settings_file)
    role = role_named(wish.role)
    if len(wish.name) > _LONGEST_NAME:
        raise UnusableWish(f"--name is longer than {_LONGEST_NAME} characters")
    principal, expires_at = wish.principal(settings), wish.expires_at()

    async def made() -> tuple[ApiKey, str]:
        async with _opened(settings) as keys:
            return await keys.create(role, principal, name=wish.name, expires_at=expires_at)

    key, private_key = asyncio.run(made())
    if as_json:
        _print_json({"public_key": key.public_key, "private_key": private_key} | _told(key))
        return 0
    print(f"public key:   {key.public_key}")
    print(f"private key:  {private_key}")
    print(f"role:         {key.role}")
    print(f"expires:      {_written(key.expires_at)}")
    print("The private key is not shown again.")
    return 0


def list_keys(
    tenant: str | None, as_json: bool, flags: Mapping[str, Any], settings_file: Path | None
) -> int:
    """Raises SettingsInvalid, StoreUnavailable."""
    settings = load_settings(flags, settings_file)

    async def listed() -> list[ApiKey]:
        async with _opened(settings) as keys:
            return await keys.list(tenant)

    found = asyncio.run(listed())
    if as_json:
        _print_json([_told(key) | {"state": key.state} for key in found])
    elif found:
        _print_table(found)
    else:
        print("There are no keys; `parley keys create --role admin` makes one.")
    return 0


def revoke_key(public_key: str, flags: Mapping[str, Any], settings_file: Path | None) -> int:
    """Raises SettingsInvalid, StoreUnavailable, UnusableWish for a key that is not there."""
    settings = load_settings(flags, settings_file)

    async def revoked() -> bool:
        async with _opened(settings) as keys:
            return await keys.revoke(public_key)

    if not asyncio.run(revoked()):
        raise UnusableWish(f"there is no key {public_key}")
    print(f"{public_key} is revoked.")
    return 0


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[ApiKeys]:
    from checkpoints.connect import connect
    from runs.api_keys import ApiKeys
    from runs.embedded import EmbeddedStore
    from runs.key_secrets import KeySecrets

    secrets = KeySecrets(keys_secret(settings))
    async with AsyncExitStack() as stack:
        url = settings.redis_url
        if url is None:
            url = (await stack.enter_async_context(EmbeddedStore(settings.data_dir))).url
        client = connect(url)
        stack.push_async_callback(client.aclose)
        yield ApiKeys(client, secrets)


def _told(key: ApiKey) -> dict[str, Any]:
    return {
        "public_key": key.public_key,
        "role": key.role,
        "tenant": key.principal.tenant_id,
        "user": key.principal.user_id,
        "name": key.name,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
    }


def _print_json(value: Any) -> None:
    print(to_json(value).decode())


def _print_table(found: list[ApiKey]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("public key", no_wrap=True)
    table.add_column("expires", no_wrap=True)
    for title in ("state", "role", "tenant", "name"):
        table.add_column(title, overflow="fold")
    for key in found:
        table.add_row(
            key.public_key,
            _written(key.expires_at),
            key.state,
            key.role.removeprefix("Chat2Query "),
            key.principal.tenant_id,
            key.name,
        )
    Console(markup=False).print(table)


def _written(expires_at: datetime | None) -> str:
    return f"{expires_at:%Y-%m-%d %H:%M} UTC" if expires_at else "never"
