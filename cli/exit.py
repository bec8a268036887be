"""How a command ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer


def exit_with(command: Callable[..., int], *arguments: Any) -> None:
    """Run a command and leave with its exit code; what it complains about goes to stderr."""
    from bi.model.errors import ParleyError
    from cli.complaints import complain

    try:
        code = command(*arguments)
    except ParleyError as error:
        complain(error)
        code = 1
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)
