"""The command line. What a command needs is imported when it runs, so that help is quick."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.catalog import catalog_app
from cli.exit import exit_with
from cli.options import (
    AsOfOption,
    AudienceOption,
    CatalogOption,
    DataDirOption,
    DefaultTenantOption,
    DrainOption,
    HostOption,
    IssuerOption,
    JwksFileOption,
    LeaseOption,
    LogFormatOption,
    LogLevelOption,
    PortOption,
    QueryTimeoutOption,
    RedisUrlOption,
    RequireAuthOption,
    ResultTtlOption,
    RowLimitOption,
    SessionTtlOption,
    SettingsOption,
    TextPaceOption,
    WorkersOption,
)

app = typer.Typer(
    name="parley",
    help="Business questions in a conversation: plain words become SQL, a chart and findings.",
    epilog="Try it: parley ask 'monthly revenue for 2024'",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(catalog_app)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"parley {version('parley')}")
        raise typer.Exit


@app.callback()
def parley(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options of every command can also be set as PARLEY_* and in a settings file."""


@app.command(
    epilog="""\b
Examples:
  parley serve
  parley serve --catalog mine.yaml --port 9000
  parley serve --host 0.0.0.0 --require-auth --redis-url redis://cache:6379 --workers 4
"""
)
def serve(
    host: HostOption = None,
    port: PortOption = None,
    workers: WorkersOption = None,
    drain_s: DrainOption = None,
    lease_s: LeaseOption = None,
    data_dir: DataDirOption = None,
    catalog: CatalogOption = None,
    as_of: AsOfOption = None,
    redis_url: RedisUrlOption = None,
    require_auth: RequireAuthOption = None,
    jwks_file: JwksFileOption = None,
    jwt_issuer: IssuerOption = None,
    jwt_audience: AudienceOption = None,
    default_tenant: DefaultTenantOption = None,
    row_limit: RowLimitOption = None,
    query_timeout_s: QueryTimeoutOption = None,
    text_pace_ms: TextPaceOption = None,
    session_ttl_s: SessionTtlOption = None,
    result_ttl_s: ResultTtlOption = None,
    log_level: LogLevelOption = None,
    log_format: LogFormatOption = None,
    settings: SettingsOption = None,
) -> None:
    """Run the service."""
    flags = dict(locals())
    flags.pop("settings")
    from cli.serve import serve_forever

    exit_with(serve_forever, flags, settings)


@app.command(
    epilog="""\b
Examples:
  parley ask "monthly revenue for 2024"
  parley ask "top 5 customers by revenue" --json | jq .data.rows
  parley ask "orders by region" --catalog mine.yaml

\b
Exit codes: 0 answered, 1 error, 2 wrong usage, 3 not understood.
"""
)
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as the API writes it.")
    ] = False,
    catalog: CatalogOption = None,
    as_of: AsOfOption = None,
    data_dir: DataDirOption = None,
    redis_url: RedisUrlOption = None,
    row_limit: RowLimitOption = None,
    query_timeout_s: QueryTimeoutOption = None,
    settings: SettingsOption = None,
) -> None:
    """Answer one question here in the terminal; no server needed."""
    flags = {
        "catalog": catalog,
        "as_of": as_of,
        "data_dir": data_dir,
        "redis_url": redis_url,
        "row_limit": row_limit,
        "query_timeout_s": query_timeout_s,
    }
    from cli.ask import ask_once

    exit_with(ask_once, question, as_json, flags, settings)


@app.command(
    epilog="""\b
Examples:
  parley token --tenant acme-corp --user alice
  curl -H "Authorization: Bearer $(parley token --tenant acme-corp --user alice)" ...
"""
)
def token(
    tenant: Annotated[str, typer.Option(help="The tenant the token speaks for.")],
    user: Annotated[str, typer.Option(help="The user the token speaks for.")],
    ttl: Annotated[str, typer.Option(help="How long it holds: 30m, 8h, 7d.")] = "8h",
    role: Annotated[list[str] | None, typer.Option(help="A role; may be repeated.")] = None,
    data_dir: DataDirOption = None,
    settings: SettingsOption = None,
) -> None:
    """Print a token signed with the local secret."""
    from cli.token import print_token

    exit_with(print_token, tenant, user, ttl, tuple(role or ()), {"data_dir": data_dir}, settings)


def main() -> None:
    """The `parley` program."""
    if sys.platform != "win32":
        import signal

        # `parley ask … | head` ends quietly when the reader has enough.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    app()
