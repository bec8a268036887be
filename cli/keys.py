"""`parley keys`: API keys for the Chat2Query endpoints."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.exit import exit_with
from cli.options import ClaimOption, DataDirOption, RedisUrlOption, SettingsOption

keys_app = typer.Typer(
    name="keys",
    help="Make, list and revoke API keys for the Chat2Query endpoints.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@keys_app.command(
    epilog="""\b
Examples:
  parley keys create --role admin
  parley keys create --role readonly --expires 90d --name "the nightly report" --json
  parley keys create --role "Chat2Query SQL ReadOnly" --claim region=North
"""
)
def create(
    role: Annotated[
        str, typer.Option(help="What it may do: admin, readonly, readwrite or summaries.")
    ],
    expires: Annotated[
        str | None,
        typer.Option(help="When it ends: in 12h or 90d, or after a day like 2027-06-30 (UTC)."),
    ] = None,
    tenant: Annotated[
        str | None, typer.Option(help="The tenant it speaks for; the default one without.")
    ] = None,
    user: Annotated[
        str | None, typer.Option(help="Whose sessions its are; without, they are its own.")
    ] = None,
    name: Annotated[str, typer.Option(help="What it is for; shown in lists.")] = "",
    viewer_role: Annotated[
        list[str] | None,
        typer.Option(help="A role for the catalog's security; may be repeated."),
    ] = None,
    claim: ClaimOption = None,
    as_json: JsonOption = False,
    data_dir: DataDirOption = None,
    redis_url: RedisUrlOption = None,
    settings: SettingsOption = None,
) -> None:
    """Make a key and print it; its private key is shown this once."""
    from cli.keys_kept import KeyWish, create_key

    wish = KeyWish(role, expires, tenant, user, name, tuple(viewer_role or ()), tuple(claim or ()))
    flags = {"data_dir": data_dir, "redis_url": redis_url}
    exit_with(create_key, wish, as_json, flags, settings)


@keys_app.command(name="list")
def list_(
    tenant: Annotated[str | None, typer.Option(help="Only keys of this tenant.")] = None,
    as_json: JsonOption = False,
    data_dir: DataDirOption = None,
    redis_url: RedisUrlOption = None,
    settings: SettingsOption = None,
) -> None:
    """List keys, the newest first; what has ended stays for 90 days."""
    from cli.keys_kept import list_keys

    flags = {"data_dir": data_dir, "redis_url": redis_url}
    exit_with(list_keys, tenant, as_json, flags, settings)


@keys_app.command()
def revoke(
    public_key: Annotated[str, typer.Argument(help="The public key.")],
    data_dir: DataDirOption = None,
    redis_url: RedisUrlOption = None,
    settings: SettingsOption = None,
) -> None:
    """End a key, at once and for good."""
    from cli.keys_kept import revoke_key

    flags = {"data_dir": data_dir, "redis_url": redis_url}
    exit_with(revoke_key, public_key, flags, settings)
