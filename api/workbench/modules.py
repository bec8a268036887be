"""Which modules a page needs before it can begin, so that a browser asks for all of them at once.

Without, it would learn of each one only by reading the one that imports it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

# At the start of a line or after a semicolon, as in minified modules. `import("x")` is for later,
# and so is not one of these; nor is a type in a comment.
_IMPORTED = re.compile(
    r"""(?:^[ \t]*|;)(?:import|export)\b\s*(?:[^'"();]*?\bfrom\s*)?(["'])([^"']+)\1""",
    re.MULTILINE,
)


def imported(text: str) -> list[str]:
    """What the text of a module names in its static imports, in their order."""
    return [found[2] for found in _IMPORTED.finditer(text)]


def needed_by(name: str, read: Callable[[str], str | None]) -> list[str]:
    """The modules that `name` imports, and those import: names like its own, without it.

    `read` gives a module's text, or None where there is none: that one is left out.
    """
    found: dict[str, None] = {name: None}
    waiting = [name]
    while waiting:
        current = waiting.pop(0)
        for reference in imported(read(current) or ""):
            there = posixpath.normpath(posixpath.join(posixpath.dirname(current), reference))
            if reference.startswith(".") and there not in found and read(there) is not None:
                found[there] = None
                waiting.append(there)
    return list(found)[1:]
