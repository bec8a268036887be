"""Does a catalog file have the shape of the schema? Faults in the words of its author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.schema import CatalogSection
from bi.catalog.source import Place, Source

_TYPES = {
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "dict_type": "a list of names with their descriptions",
    "model_type": "a group of keys",
    "model_attributes_type": "a group of keys",
    "tuple_type": "a list",
    "missing": "",
}


def read_shape(source: Source) -> tuple[CatalogSection | None, tuple[Fault, ...]]:
    """The typed sections of a file, or None with what is wrong in its shape."""
    if source.faults:
        return None, source.faults
    if not isinstance(source.values, dict):
        return None, (source.fault((), "the file is empty", "start with `datasource:`"),)
    try:
        return CatalogSection.model_validate(source.values), ()
    except ValidationError as error:
        faults = (_fault(source, dict(found)) for found in error.errors(include_url=False))
        return None, tuple(dict.fromkeys(faults))


def _fault(source: Source, error: Mapping[str, Any]) -> Fault:
    place: Place = tuple(error["loc"])
    kind: str = error["type"]
    name = str(place[-1]) if place else ""
    if place[:1] == ("as_of",):
        return source.fault(place, "`as_of` must be today, latest or a day like 2026-06-30")
    if place[:2] == ("calendar", "holidays") and len(place) > 2:
        message = "must be a day like 2025-12-24, `first to last`, or a list of these"
        return source.fault(place[:3], f"`{place[2]}` {message}")
    if kind == "extra_forbidden":
        return _unknown_key(source, place)
    if name == "[key]":
        suggestion = "use letters, digits and _; a `label` may hold anything"
        return source.fault(place[:-1], f"`{place[-2]}` is not a name", suggestion)
    if kind == "missing":
        around = f" of `{place[-2]}`" if len(place) > 1 else ""
        return source.fault(place[:-1], f"`{name}`{around} is missing")
    if isinstance(place[-1], int) or (name == "style" and place not in source.lines):
        name = str(place[-2])  # an item of a list; `format: percent`
    where = f"`{name}`"
    return source.fault(place, *_explained(where, kind, error))


def _explained(where: str, kind: str, error: Mapping[str, Any]) -> tuple[str, str | None]:
    given = error["input"]
    if kind in ("enum", "literal_error"):
        allowed = str(error["ctx"]["expected"])
        options = [option.strip(" '") for option in allowed.replace(" or ", ",").split(",")]
        return f"{where} must be one of {', '.join(options)}", did_you_mean(str(given), options)
    if kind in _TYPES:
        return f"{where} must be {_TYPES[kind]}, not {_shown(given)}", None
    if kind == "string_pattern_mismatch":
        return f"{_shown(given)} is not allowed for {where}", _PATTERNS.get(where)
    return f"{where}: {error['msg'][0].lower()}{error['msg'][1:]}", None


_PATTERNS = {
    "`currency`": "use a code of three capitals, like EUR",
    "`id`": "use letters, digits, `_`, `-` and `.`",
}


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    return f"`{value}`"


def _unknown_key(source: Source, place: Place) -> Fault:
    model = _model_at(place[:-1])
    known = list(model.model_fields) if model else []
    suggestion = did_you_mean(str(place[-1]), known)
    if suggestion is None and known:
        suggestion = f"known here: {', '.join(known)}"
    return source.fault(place, f"unknown key `{place[-1]}`", suggestion)


def _model_at(place: Place) -> type[BaseModel] | None:
    """The section that is written at `place`."""
    model: type[BaseModel] = CatalogSection
    steps = iter(place)
    for step in steps:
        if isinstance(step, int):
            continue  # an entry of a list
        section = model.model_fields.get(str(step))
        found = next(_models_in(section.annotation), None) if section else None
        if found is None:
            return None
        if _is_collection(section.annotation if section else None):
            next(steps, None)  # the name of the thing
        model = found
    return model


def _is_collection(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is dict


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
