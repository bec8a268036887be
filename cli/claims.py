"""`--claim NAME=VALUE`, as `parley token` takes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bi.model.errors import UserError


class UnusableWish(UserError):
    """What was asked of the command cannot be done."""


def claims_in(options: Iterable[str]) -> dict[str, Any]:
    """`region=North` is a text, `level:=3` JSON; a name that comes again makes a list.

    Raises UnusableWish.
    """
    from api.token_claims import IDENTITY, TECHNICAL

    found: dict[str, list[Any]] = {}
    for option in options:
        name, equals, value = option.partition("=")
        as_json = name.endswith(":")
        name = name.removesuffix(":")
        if not equals or not name:
            raise UnusableWish(f"--claim {option} is none; write NAME=TEXT or NAME:=JSON")
        if name in TECHNICAL | IDENTITY:
            raise UnusableWish(f"--claim {name} is not to be set here")
        found.setdefault(name, []).append(_json(option, value) if as_json else value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _json(option: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise UnusableWish(f"--claim {option}: what follows := is not JSON") from None
