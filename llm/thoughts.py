"""What reasoning models think aloud before they answer, where their server does not set it apart.

vLLM without a reasoning parser, llama.cpp and Ollama for some models send `<think>…</think>` first.
"""

from __future__ import annotations

import re

_BEGIN, _END = "<think>", "</think>"
_THOUGHTS = re.compile(rf"\A\s*{_BEGIN}.*?{_END}", re.S)


def without_thoughts(text: str) -> str:
    """Of a whole reply."""
    return _THOUGHTS.sub("", text)


class ThoughtFilter:
    """Of a stream: holds back what may be thoughts, and the white space before the answer."""

    def __init__(self) -> None:
        self._held = ""
        self._decided = False

    def passed(self, text: str) -> str:
        """What of the text, and of what was held back, is the answer."""
        if self._decided:
            return text
        self._held = without_thoughts(self._held + text).lstrip()
        if self._held.startswith(_BEGIN) or _BEGIN.startswith(self._held):
            return ""
        self._decided = True
        return self._held

    def rest(self) -> str:
        """At the end: what was held back, and was no thought."""
        held, self._held = self._held, ""
        return "" if self._decided or held.startswith(_BEGIN) else held
