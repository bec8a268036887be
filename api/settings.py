"""Every option of the service, from a flag, the environment, a settings file, or its default.

A flag wins over the environment (`PARLEY_*`), which wins over the file (`parley.toml`).
`docs/configuration.md` says what each one is for.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from api.settings_file import ENVIRONMENT_NAME, read_settings_file
from bi.model.catalog import AsOf
from bi.model.errors import UserError
from llm.settings import ModelName, ModelSettings
from llm.wish import EMBEDDED_MODEL, Mode

# RFC 7518, 3.2: a key of the size of the hash output or larger.
MIN_SECRET_BYTES = 32

TENANT_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"


def _listed(value: Any) -> Any:
    """`a, b` in a flag or the environment is what `["a", "b"]` is in the file."""
    if isinstance(value, str):
        return [name.strip() for name in value.split(",") if name.strip()]
    return value


def _may_be_named(given: dict[str, Any]) -> tuple[str, ...]:
    """The language engine, and the configured model."""
    model = given.get("model")
    return (EMBEDDED_MODEL, model) if model else (EMBEDDED_MODEL,)


# As browsers send it: no path, no slash at the end. It becomes part of headers.
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/,;*'\"]+$")]


# Options that are tables: JSON in the environment.
TABLES = frozenset(
    {"model_headers", "model_query", "model_prices", "model_budget", "model_budgets"}
)


class SettingsInvalid(UserError):
    """The message names each fault on a line of its own; details: `options`, their names."""

    code = "settings_invalid"


class Settings(ModelSettings, BaseSettings):
    """The options, checked. Paths may start with `~`."""

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_", env_ignore_empty=True, extra="forbid", frozen=True
    )

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    drain_s: Annotated[float, Field(ge=0, le=3600)] = 20.0
    lease_s: Annotated[float, Field(ge=1, le=3600)] = 10.0

    # One place a user, whatever folder a command is run in: `parley ask`, `parley token` and
    # `parley serve` then share sessions, the demo database and the signing secret.
    data_dir: Path = Field(default_factory=lambda: user_data_path("parley", appauthor=False))
    catalog: Path | None = None
    default_datasource: str | None = None
    as_of: AsOf | date | None = None
    redis_url: str | None = None

    require_auth: bool = False
    jwt_secret: SecretStr | None = None
    jwks_file: Path | None = None
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    default_tenant: Annotated[str, Field(pattern=TENANT_PATTERN)] = "acme-corp"
    keys_secret: SecretStr | None = None
    chat2query_per_minute: Annotated[int, Field(ge=0, le=1_000_000)] = 100
    chat2query_per_day: Annotated[int, Field(ge=0, le=100_000_000)] = 100
    cors_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_listed)] = ()
    embed_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_listed)] = ()

    row_limit: Annotated[int, Field(ge=1, le=100_000)] = 10_000
    result_byte_limit: Annotated[int, Field(ge=1024, le=512 * 1024 * 1024)] = 32 * 1024 * 1024
    query_timeout_s: Annotated[float, Field(gt=0, le=3600)] = 30.0
    connections: Annotated[int, Field(ge=1, le=256)] = 4
    result_cache_s: Annotated[float, Field(ge=0, le=24 * 3600)] = 60.0
    insight_queries: Annotated[int, Field(ge=0, le=12)] = 3
    export_row_limit: Annotated[int, Field(ge=1)] = 10_000_000
    export_timeout_s: Annotated[float, Field(gt=0, le=24 * 3600)] = 600.0
    exports_at_once: Annotated[int, Field(ge=1, le=64)] = 2
    value_limit: Annotated[int, Field(ge=0, le=10_000_000)] = 1_000_000
    dimension_value_limit: Annotated[int, Field(ge=0, le=10_000_000)] = 100_000
    value_refresh_s: Annotated[float, Field(ge=0)] = 3600.0
    catalog_refresh_s: Annotated[float, Field(ge=0)] = 10.0
    models: Annotated[
        tuple[ModelName, ...], NoDecode, BeforeValidator(_listed), Field(min_length=1)
    ] = Field(default_factory=_may_be_named)
    text_pace_ms: Annotated[int, Field(ge=0, le=1000)] = 0
    reveal_text_pace_ms: Annotated[int, Field(ge=0, le=1000)] = 20
    session_ttl_s: Annotated[int, Field(ge=0)] = 30 * 24 * 3600
    result_ttl_s: Annotated[int, Field(ge=60)] = 7 * 24 * 3600
    job_ttl_s: Annotated[int, Field(ge=600)] = 24 * 3600

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "console", "json"] = "auto"

    @field_validator("data_dir", "catalog", "jwks_file", mode="after")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else path

    @field_validator("jwt_secret", "keys_secret", mode="after")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and len(secret.get_secret_value().encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"must be at least {MIN_SECRET_BYTES} bytes long")
        return secret

    @model_validator(mode="after")
    def _open_to_this_machine_alone(self) -> Settings:
        if not self.require_auth and not is_loopback(self.host):
            raise ValueError(
                f"host {self.host} can be reached from other machines, and tokens are not "
                "required. Turn require_auth on (--require-auth), or listen on 127.0.0.1."
            )
        return self

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Settings:
        named = [name for name in self.models if name != EMBEDDED_MODEL]
        if self.model is None and named:
            raise ValueError(f"models: {named[0]!r} needs an endpoint; set model and model_url")
        if self.model is not None and self.model not in named:
            raise ValueError(f"models: the configured model {self.model!r} is not among them")
        if self.chosen_mode is Mode.EMBEDDED and EMBEDDED_MODEL not in self.models:
            raise ValueError(f"models: {EMBEDDED_MODEL!r} is not among them, and is the mode")
        limits = (self.model_budget, *self.model_budgets.values())
        unpriced = [name for name in named if name not in self.model_prices]
        if unpriced and any(budget.cost for budget in limits):
            raise ValueError(
                f"model_prices: what {unpriced[0]!r} costs, since there is a budget of cost"
            )
        return self

    @property
    def of_models(self) -> ModelSettings:
        """What of the settings is the models'."""
        return ModelSettings(**{name: getattr(self, name) for name in ModelSettings.model_fields})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_settings(
    flags: Mapping[str, Any] | None = None, settings_file: Path | None = None
) -> Settings:
    """Gather the options; a flag that is None was not given.

    Raises SettingsInvalid with every fault, and what was probably meant by an unknown key.
    """
    from_file = read_settings_file(settings_file, tuple(Settings.model_fields))

    class FromAllSources(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del dotenv_settings, file_secret_settings
            return init_settings, env_settings, InitSettingsSource(settings_cls, from_file)

    given = {name: value for name, value in (flags or {}).items() if value is not None}
    try:
        return FromAllSources(**given)
    except ValidationError as error:
        raise _invalid(error) from None
    except SettingsError as error:
        # Its cause holds what was given.
        raise SettingsInvalid(_not_json(str(error))) from None


def misspelt_variables(environment: Mapping[str, str]) -> list[str]:
    """Warnings about variables that look like an option's and are not one's.

    No error: a catalog's url may name variables of any name for its secrets.
    """
    from rapidfuzz import process

    known = [f"PARLEY_{name.upper()}" for name in Settings.model_fields] + [ENVIRONMENT_NAME]
    warnings = []
    for name in sorted(environment):
        if name.startswith("PARLEY_") and name not in known:
            close = process.extractOne(name, known, score_cutoff=85)
            if close:
                warnings.append(f"{name} is not an option; did you mean {close[0]}?")
    return warnings


def _invalid(error: ValidationError) -> SettingsInvalid:
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    lines, options = [], []
    for fault in faults:
        if fault["type"] == "default_factory_not_called":
            continue  # since there are others
        option = str(fault["loc"][0]) if fault["loc"] else ""
        place = ".".join(map(str, fault["loc"])) if option in TABLES else option
        text = fault["msg"].removeprefix("Value error, ")
        lines.append(f"{place}: {text}" if place else text)
        options.append(option)
    return SettingsInvalid("\n".join(lines), options=[name for name in options if name])


def _not_json(complaint: str) -> str:
    """A table in the environment that cannot be read."""
    named = next((name for name in TABLES if f'"{name}"' in complaint), "")
    return f"{named}: not the JSON of a table" if named else "a variable cannot be read"
