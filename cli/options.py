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
EmbedOriginsOption = Annotated[
    str | None,
    typer.Option(metavar="ORIGIN,…", help="Pages of these origins may embed the chat."),
]
ModelsOption = Annotated[
    str | None, typer.Option(metavar="NAME,…", help="The models that a request may name.")
]
ModelOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="The model that answers at the endpoint.")
]
# Its key has no flag: command lines can be seen by other users of the machine.
ModelUrlOption = Annotated[
    str | None, typer.Option(help="An OpenAI-compatible endpoint, such as http://host:8000/v1.")
]
ModeOption = Annotated[
    str | None,
    typer.Option(help="Who writes queries: embedded (no model), hybrid, or model."),
]
ModelStructuredOption = Annotated[
    str | None,
    typer.Option(help="How the model is held to a form: auto, json_schema, tool or text."),
]
ModelTemperatureOption = Annotated[
    str | None, typer.Option(metavar="NUMBER", help="From 0 to 2; none sends none.")
]
ModelPromptTokensOption = Annotated[
    int | None, typer.Option(help="About how many tokens the model is sent at most.")
]
ModelReplyTokensOption = Annotated[
    int | None, typer.Option(help="How many tokens a reply of the model has at most.")
]
ModelProseOption = Annotated[
    bool | None,
    typer.Option("--model-prose/--no-model-prose", help="Whether the model words answers."),
]
ModelTimeoutOption = Annotated[
    float | None, typer.Option(help="Seconds that a call of the model may take.")
]
ModelTurnTimeoutOption = Annotated[
    float | None, typer.Option(help="Seconds that all calls of a turn may take together.")
]
ModelRetriesOption = Annotated[
    int | None, typer.Option(help="How often a call that failed is made again.")
]
ModelBreakerFailuresOption = Annotated[
    int | None, typer.Option(help="After how many failures in a row none is called; 0: never.")
]
ModelBreakerOption = Annotated[
    float | None, typer.Option(help="Seconds until a model that failed is tried again.")
]
ModelReuseOption = Annotated[
    int | None, typer.Option(help="Seconds the model's query serves the same question; 0: never.")
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
