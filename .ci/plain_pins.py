"""Adds `name==1.0` beside each `name[extra]==1.0` of requirements files.

To pip with hashes the one is no pin of the other: a package that something asks for with an extra
and something else without is refused, or comes in a newer release.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_PIN = re.compile(r"^([\w.-]+)(\[[\w,-]+\])?==[^\n]*(?:\n[ \t]+--hash=[^\n]*)*", re.MULTILINE)


def with_plain_pins(text: str) -> str:
    plain = {pin[1] for pin in _PIN.finditer(text) if pin[2] is None}

    def both(pin: re.Match[str]) -> str:
        if pin[2] is None or pin[1] in plain:
            return pin[0]
        return f"{pin[0].replace(pin[2], '', 1)}\n{pin[0]}"

    return _PIN.sub(both, text)


for name in sys.argv[1:]:
    file = Path(name)
    file.write_text(with_plain_pins(file.read_text(encoding="utf-8")), encoding="utf-8")
