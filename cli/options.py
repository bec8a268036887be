"""The options of the commands; `docs/configuration.md` says more about each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HostOption = Annotated[
    str | None,
    typer.Option(help="Address to listen on; others than this machine need --require-auth."),
]
PortOption = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")]
WorkersOption = Annotated[int | None, typer.Option(help="Number of processes.")]
DrainOption = Annotated[
    float | None, typer.Option(help="Seconds a stopping service lets running turns go on.")
]
LeaseOption = Annotated[
    float | None, typer.Option(help="Seconds after which a silent process loses its turns.")
]
DataDirOption = Annotated[
    Path | None, typer.Option(help="Where sessions, the demo and the signing secret are kept.")
]
CatalogOption = Annotated[
    Path | None, typer.Option(help="Your catalog (YAML), or a folder of them; else the demo.")
]
DefaultDatasourceOption = Annotated[
    str | None,
    typer.Option(metavar="ID", help="The datasource of sessions that name none."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(metavar="DAY", help='What "today" is: today, latest, or a day like 2026-06-30.'),
]
RedisUrlOption = Annotated[
    str | None, typer.Option(help="Redis or Valkey to use instead of the one that comes along.")
]
RequireAuthOption = Annotated[
    bool | None,
    typer.Option("--require-auth/--no-require-auth", help="Demand a token everywhere."),
]
JwksFileOption = Annotated[
    Path | None, typer.Option(help="Your identity provider's keys for RS256 tokens (JWKS).")
]
IssuerOption = Annotated[str | None, typer.Option(help="The `iss` that tokens must have.")]
AudienceOption = Annotated[str | None, typer.Option(help="The `aud` that tokens must have.")]
DefaultTenantOption = Annotated[
    str | None, typer.Option(help="The tenant of requests that name none.")
]
Chat2QueryPerMinuteOption = Annotated[
    int | None, typer.Option(help="The most calls of an API key in a minute; 0: no limit.")
]
Chat2QueryPerDayOption = Annotated[
    int | None, typer.Option(help="The most jobs of a data app in a day; 0: no limit.")
]
RowLimitOption = Annotated[int | None, typer.Option(help="The most rows an answer holds.")]
ResultByteLimitOption = Annotated[
    int | None, typer.Option(help="The most bytes the rows of an answer hold.")
]
QueryTimeoutOption = Annotated[
    float | None, typer.Option(help="Seconds after which a query is stopped.")
]
ConnectionsOption = Annotated[
    int | None, typer.Option(help="The most questions a database is asked at once.")
]
ResultCacheOption = Annotated[
    float | None,
    typer.Option(help="Seconds an answer's rows serve the same question again; 0: never."),
]
InsightQueriesOption = Annotated[
    int | None,
    typer.Option(help="The most further questions that look for what drove a change; 0: none."),
]
ExportRowLimitOption = Annotated[int | None, typer.Option(help="The most rows an export holds.")]
ExportTimeoutOption = Annotated[
    float | None, typer.Option(help="Seconds after which an export is stopped.")
]
ExportsAtOnceOption = Annotated[
    int | None, typer.Option(help="The most exports of a database that run at once.")
]
ValueLimitOption = Annotated[
    int | None, typer.Option(help="The most values of the data that questions can name.")
]
DimensionValueLimitOption = Annotated[
    int | None, typer.Option(help="The most values of one dimension that questions can name.")
]
ValueRefreshOption = Annotated[
    float | None, typer.Option(help="Seconds after which those values are read again; 0: never.")
]
CatalogRefreshOption = Annotated[
    float | None,
    typer.Option(help="Seconds between looks at whether the catalog changed; 0: never."),
]
CorsOriginsOption = Annotated[
    str | None,
    typer.Option(metavar="ORIGIN,…", help="Pages of these origins may call from a browser."),
]
ModelsOption = Annotated[
    str | None, typer.Option(metavar="NAME,…", help="The models that a request may name.")
]
RevealTextPaceOption = Annotated[
    int | None, typer.Option(help="The same in answers of /api/reveal/ai.")
]
TextPaceOption = Annotated[
    int | None, typer.Option(help="Milliseconds between pieces of streamed text.")
]
SessionTtlOption = Annotated[
    int | None, typer.Option(help="Seconds an idle session is kept; 0 keeps it for good.")
]
ResultTtlOption = Annotated[
    int | None, typer.Option(help="Seconds the rows of an answer are kept.")
]
JobTtlOption = Annotated[
    int | None, typer.Option(help="Seconds a Chat2Query job can be asked after.")
]
RoleOption = Annotated[
    list[str] | None, typer.Option(help="A role of whose rights it is; may be repeated.")
]
ClaimOption = Annotated[
    list[str] | None,
    typer.Option(help="NAME=TEXT or NAME:=JSON for the catalog's security; may be repeated."),
]
LogLevelOption = Annotated[
    str | None, typer.Option(help="debug, info, warning or error; debug shows questions.")
]
LogFormatOption = Annotated[str | None, typer.Option(help="console, json or auto.")]
SettingsOption = Annotated[
    Path | None, typer.Option(help="A settings file (TOML) instead of ./parley.toml.")
]
