"""The command line. What a command needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.catalog import catalog_app
from cli.exit import exit_with
from cli.keys import keys_app
from cli.options import (
    AsOfOption,
    AudienceOption,
    CatalogOption,
    CatalogRefreshOption,
    Chat2QueryPerDayOption,
    Chat2QueryPerMinuteOption,
    ClaimOption,
    ConnectionsOption,
    CorsOriginsOption,
    DataDirOption,
    DefaultDatasourceOption,
    DefaultTenantOption,
    DimensionValueLimitOption,
    DrainOption,
    EmbedOriginsOption,
    ExportRowLimitOption,
    ExportsAtOnceOption,
    ExportTimeoutOption,
    HostOption,
    InsightQueriesOption,
    IssuerOption,
    JobTtlOption,
    JwksFileOption,
    LeaseOption,
    LogFormatOption,
    LogLevelOption,
    ModelBreakerFailuresOption,
    ModelBreakerOption,
    ModelOption,
    ModelPromptTokensOption,
    ModelProseOption,
    ModelReplyTokensOption,
    ModelRetriesOption,
    ModelReuseOption,
    ModelsOption,
    ModelStructuredOption,
    ModelTemperatureOption,
    ModelTimeoutOption,
    ModelTurnTimeoutOption,
    ModelUrlOption,
    ModeOption,
    PortOption,
    QueryTimeoutOption,
    RedisUrlOption,
    RequireAuthOption,
    ResultByteLimitOption,
    ResultCacheOption,
    ResultTtlOption,
    RevealTextPaceOption,
    RoleOption,
    RowLimitOption,
    SessionTtlOption,
    SettingsOption,
    TextPaceOption,
    ValueLimitOption,
    ValueRefreshOption,
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
app.add_typer(keys_app)


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
  PARLEY_MODEL_KEY=sk-… parley serve --model gpt-4.1-mini
  parley serve --model qwen3 --model-url http://127.0.0.1:11434/v1
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
    default_datasource: DefaultDatasourceOption = None,
    as_of: AsOfOption = None,
    redis_url: RedisUrlOption = None,
    require_auth: RequireAuthOption = None,
    jwks_file: JwksFileOption = None,
    jwt_issuer: IssuerOption = None,
    jwt_audience: AudienceOption = None,
    default_tenant: DefaultTenantOption = None,
    chat2query_per_minute: Chat2QueryPerMinuteOption = None,
    chat2query_per_day: Chat2QueryPerDayOption = None,
    cors_origins: CorsOriginsOption = None,
    embed_origins: EmbedOriginsOption = None,
    row_limit: RowLimitOption = None,
    result_byte_limit: ResultByteLimitOption = None,
    query_timeout_s: QueryTimeoutOption = None,
    connections: ConnectionsOption = None,
    result_cache_s: ResultCacheOption = None,
    insight_queries: InsightQueriesOption = None,
    export_row_limit: ExportRowLimitOption = None,
    export_timeout_s: ExportTimeoutOption = None,
    exports_at_once: ExportsAtOnceOption = None,
    value_limit: ValueLimitOption = None,
    dimension_value_limit: DimensionValueLimitOption = None,
    value_refresh_s: ValueRefreshOption = None,
    catalog_refresh_s: CatalogRefreshOption = None,
    model: ModelOption = None,
    model_url: ModelUrlOption = None,
    mode: ModeOption = None,
    models: ModelsOption = None,
    model_structured: ModelStructuredOption = None,
    model_temperature: ModelTemperatureOption = None,
    model_prompt_tokens: ModelPromptTokensOption = None,
    model_reply_tokens: ModelReplyTokensOption = None,
    model_prose: ModelProseOption = None,
    model_timeout_s: ModelTimeoutOption = None,
    model_turn_timeout_s: ModelTurnTimeoutOption = None,
    model_retries: ModelRetriesOption = None,
    model_breaker_failures: ModelBreakerFailuresOption = None,
    model_breaker_s: ModelBreakerOption = None,
    model_reuse_s: ModelReuseOption = None,
    text_pace_ms: TextPaceOption = None,
    reveal_text_pace_ms: RevealTextPaceOption = None,
    session_ttl_s: SessionTtlOption = None,
    result_ttl_s: ResultTtlOption = None,
    job_ttl_s: JobTtlOption = None,
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
  parley ask "tickets by month" --catalog catalogs/ --datasource support
  parley ask "revenue by region and the top 5 customers" --breakdown
  parley ask "list orders of 2024" --export orders.csv
  parley ask "revenue by region as a pie" --png regions.png
  parley ask "orders by region" --catalog mine.yaml --role clerk --claim regions=North
  parley ask "which customers stopped buying" --mode model

\b
Exit codes: 0 answered, 1 error, 2 wrong usage, 3 not understood.
"""
)
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as the API writes it.")
    ] = False,
    breakdown: Annotated[
        bool,
        typer.Option("--breakdown", help="Break a compound question down, and answer each part."),
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            help="Also write the whole result to this file: .csv, .jsonl, .parquet or .arrows."
        ),
    ] = None,
    png: Annotated[Path | None, typer.Option(help="Also draw the chart to this file.")] = None,
    svg: Annotated[Path | None, typer.Option(help="The same as a vector drawing.")] = None,
    role: RoleOption = None,
    claim: ClaimOption = None,
    catalog: CatalogOption = None,
    datasource: Annotated[
        str | None, typer.Option(metavar="ID", help="Which of several datasources to ask.")
    ] = None,
    as_of: AsOfOption = None,
    data_dir: DataDirOption = None,
    redis_url: RedisUrlOption = None,
    model: ModelOption = None,
    model_url: ModelUrlOption = None,
    mode: ModeOption = None,
    row_limit: RowLimitOption = None,
    query_timeout_s: QueryTimeoutOption = None,
    export_row_limit: ExportRowLimitOption = None,
    export_timeout_s: ExportTimeoutOption = None,
    settings: SettingsOption = None,
) -> None:
    """Answer one question here in the terminal; no server needed."""
    flags = {
        "catalog": catalog,
        "default_datasource": datasource,
        "as_of": as_of,
        "data_dir": data_dir,
        "redis_url": redis_url,
        "model": model,
        "model_url": model_url,
        "mode": mode,
        "row_limit": row_limit,
        "query_timeout_s": query_timeout_s,
        "export_row_limit": export_row_limit,
        "export_timeout_s": export_timeout_s,
    }
    from cli.ask import AskFiles, ask_once

    files = AskFiles(export, png, svg)
    rights = (role or [], claim or [])
    asked = partial(ask_once, breakdown=breakdown)
    exit_with(asked, question, as_json, files, rights, flags, settings)


@app.command(
    epilog="""\b
Examples:
  parley token --tenant acme-corp --user alice
  parley token --tenant acme-corp --user bob --role clerk --claim region=North
  curl -H "Authorization: Bearer $(parley token --tenant acme-corp --user alice)" ...
"""
)
def token(
    tenant: Annotated[str, typer.Option(help="The tenant the token speaks for.")],
    user: Annotated[str, typer.Option(help="The user the token speaks for.")],
    ttl: Annotated[str, typer.Option(help="How long it holds: 30m, 8h, 7d.")] = "8h",
    role: RoleOption = None,
    claim: ClaimOption = None,
    data_dir: DataDirOption = None,
    settings: SettingsOption = None,
) -> None:
    """Print a token signed with the local secret."""
    from cli.token import print_token

    flags = {"data_dir": data_dir}
    roles, claims = tuple(role or ()), tuple(claim or ())
    exit_with(print_token, tenant, user, ttl, roles, claims, flags, settings)


@app.command(
    epilog="""\b
Examples:
  parley guard queries.sql --dialect postgres
  parley guard queries.jsonl --dialect duckdb --catalog sales.yaml
  git show HEAD:report.sql | parley guard - --dialect snowflake

\b
Exit codes: 0 all allowed, 1 something refused, 2 wrong usage or a line that is no statement.
"""
)
def guard(
    file: Annotated[
        str,
        typer.Argument(
            help="JSON lines with `id`, `text` and perhaps `dialect`, or SQL, one statement "
            "a line; - for standard input."
        ),
    ],
    dialect: Annotated[str, typer.Option(help="The dialect of what names none of its own.")],
    catalog: Annotated[
        Path | None,
        typer.Option(help="A catalog (YAML); without, the rules that need no names."),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Leave with 0 although something is refused.")
    ] = False,
) -> None:
    """Say of each SQL statement whether it may run; for your own CI."""
    from cli.guard import guard_file

    exit_with(guard_file, file, dialect, catalog, exit_zero)


@app.command(
    name="eval",
    epilog="""\b
Examples:
  parley eval golden.jsonl --databases data --out predictions.jsonl
  parley eval golden.jsonl --catalog mine.yaml --out predictions.jsonl --report figures.md
  parley eval golden.jsonl --databases data --out predictions.jsonl --mode hybrid --max-cost 2

\b
With --mode hybrid or model it shows what the model would cost, and asks before it goes on.
""",
)
def evaluate(
    cases: Annotated[
        list[Path], typer.Argument(help="Files of golden questions, one case a line (JSON).")
    ],
    out: Annotated[
        Path, typer.Option(help="Where to write what came of each turn, as JSON lines.")
    ],
    databases: Annotated[
        Path, typer.Option(help="The folder that the cases' database files are in.")
    ] = Path(),
    catalog: Annotated[
        Path | None, typer.Option(help="A catalog (YAML) for all cases; a drafted one without.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Where to write the table as Markdown.")
    ] = None,
    only: Annotated[
        str | None, typer.Option(help="Ask only cases with this in FILE/KIND/ID.")
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help='What "today" means; as the catalog says without.'),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(help="Who writes queries: embedded (no model; the default), hybrid, model."),
    ] = None,
    model: ModelOption = None,
    model_url: ModelUrlOption = None,
    max_cost: Annotated[
        float, typer.Option(min=0, help="Stop asking the model once it has cost so much.")
    ] = 0.0,
    max_tokens: Annotated[
        int, typer.Option(min=0, help="Stop asking the model after so many tokens.")
    ] = 0,
    yes: Annotated[
        bool, typer.Option("--yes", help="Go on when the cost is shown, without being asked.")
    ] = False,
    settings: SettingsOption = None,
) -> None:
    """Ask golden questions of your own, and count how many answers are right."""
    flags = {"mode": mode, "model": model, "model_url": model_url}

    def evaluated() -> int:
        from cli.eval import EvalFiles, evaluate_cases
        from cli.eval_model import Spending, model_of
        from evaluation.databases import DatabaseOptions

        files = EvalFiles(tuple(cases), out, report, only)
        day = today.date() if today else None
        spending = Spending(max_cost, max_tokens, yes)
        chosen = model_of(flags, settings, spending)
        return evaluate_cases(files, DatabaseOptions(databases, catalog, day), chosen, spending)

    exit_with(evaluated)


def main() -> None:
    """The `parley` program.

    SIGPIPE stays ignored, as Python has it: else a connection that the other side closes would end
    the process without a word. A reader that has enough (`parley ask … | head`) is an error of the
    output, which Typer takes for an end.
    """
    app()
