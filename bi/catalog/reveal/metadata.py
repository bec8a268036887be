"""The shape of a metadata catalog."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_pascal

from bi.catalog.faults import Fault
from bi.model.errors import CatalogInvalid

# Beside a metadata catalog: urls by the ids of its datasources.
CONNECTIONS = "connections.yaml"

DataType = Literal["String", "Number", "Percentage", "Currency", "Date", "DateTime", "Time"]


def _listed(value: Any) -> Any:
    return [] if value is None else value


def _worded(value: Any) -> Any:
    return "" if value is None else value


Words = Annotated[str, BeforeValidator(_worded)]


class _Part(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_pascal, frozen=True, extra="ignore", populate_by_name=False
    )


class MetadataField(_Part):
    """A column, or with an expression a field that is calculated from columns."""

    name: str = Field(min_length=1)
    alias: Words = ""
    description: Words = ""
    expression: Words = ""
    expression_type: Literal["CalculatedField", "PostCalculatedField"] | None = None
    data_type: DataType | None = None

    @model_validator(mode="after")
    def _complete(self) -> MetadataField:
        if self.expression and not (self.expression_type and self.data_type):
            raise ValueError("an `Expression` needs `ExpressionType` and `DataType`")
        return self


class MetadataTable(_Part):
    name: str = Field(min_length=1)
    description: Words = ""
    fields_: Annotated[tuple[MetadataField, ...], BeforeValidator(_listed)] = Field(
        default=(), alias="Fields"
    )


class MetadataDatabase(_Part):
    name: str = Field(min_length=1)
    discovery_mode: Literal["Default", "Restricted"] = "Default"
    tables: Annotated[tuple[MetadataTable, ...], BeforeValidator(_listed)] = ()


class MetadataDatasource(_Part):
    id: str = Field(pattern=r"^[\w.-]+$")
    provider: str = Field(min_length=1)
    databases: Annotated[
        tuple[MetadataDatabase, ...], BeforeValidator(_listed), Field(max_length=1)
    ] = ()


class Metadata(_Part):
    datasources: tuple[MetadataDatasource, ...] = Field(min_length=1)


def is_metadata(path: Path) -> bool:
    """Whether a JSON file is a metadata catalog, rather than anything else beside it."""
    if path.suffix.casefold() != ".json":
        return False
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "Datasources" in content


def read_metadata(path: Path) -> Metadata:
    """Raises CatalogInvalid, each fault with its place in the file."""
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise invalid(path, f"the file cannot be opened: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise invalid(path, f"this is not JSON: {error}") from None
    try:
        metadata = Metadata.model_validate(content)
    except ValidationError as error:
        raise invalid(path, *map(_said, error.errors(include_url=False))) from None
    ids = [one.id for one in metadata.datasources]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise invalid(path, f"there are two datasources {twice[0]!r}")
    return metadata


def invalid(path: Path, *messages: str) -> CatalogInvalid:
    faults = [Fault(str(path), 1, message) for message in messages]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return CatalogInvalid(f"{faults[0]}{more}", faults=[asdict(fault) for fault in faults])


def _said(error: Any) -> str:
    place = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in error["loc"])
    if error["type"] == "too_long":
        return f"{place[1:]}: a datasource of Parley is one database; give each an Id of its own"
    return f"{place[1:]}: {error['msg'].removeprefix('Value error, ')}"
