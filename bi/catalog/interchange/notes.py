"""What a translation between formats does not carry over: listed, never dropped silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bi.model.errors import UserError


class InterchangeUnreadable(UserError):
    """The file is not what it is said to be."""

    code = "interchange_unreadable"


@dataclass(frozen=True, slots=True)
class NotCarried:
    """`place` is where it stands in the file it comes from, `what` the key or thing.

    `kept`: it is in an extension that Parley reads back, and that other tools pass over.
    """

    place: str
    what: str
    why: str = ""
    kept: bool = False

    @property
    def told(self) -> str:
        return f"{self.what} ({self.why})" if self.why else self.what


@dataclass(slots=True)
class Notes:
    """The list that one translation adds to."""

    found: list[NotCarried] = field(default_factory=list)

    def lost(self, place: str, what: str, why: str = "") -> None:
        note = NotCarried(place, what, why)
        if note not in self.found:
            self.found.append(note)

    def kept(self, place: str, what: str) -> None:
        self.found.append(NotCarried(place, what, kept=True))

    def lines(self) -> Iterator[str]:
        """For a person: what is lost first, then what other tools pass over."""
        for kept, title in (
            (False, "Not carried over:"),
            (True, "Kept in an extension that only Parley reads:"),
        ):
            by_place: dict[str, list[str]] = {}
            for note in self.found:
                if note.kept is kept:
                    by_place.setdefault(note.place, []).append(note.told)
            if by_place:
                yield title
                yield from (f"  {place}: {', '.join(told)}" for place, told in by_place.items())


class Part:
    """A mapping of a foreign file. What nobody takes from it is told of by `rest`."""

    def __init__(self, values: Any, place: str, notes: Notes) -> None:
        """Raises InterchangeUnreadable for what is no mapping."""
        if not isinstance(values, dict):
            raise InterchangeUnreadable(f"{place or 'the file'}: a group of keys is expected")
        self._left: dict[str, Any] = dict(values)
        self.place = place
        self.notes = notes

    def take(self, key: str, default: Any = None) -> Any:
        return self._left.pop(key, default)

    def text(self, key: str) -> str:
        """The text at `key`; empty where there is none."""
        value = self.take(key)
        if value is None or isinstance(value, dict | list):
            if value is not None:
                self.notes.lost(self.place, key, "it is no text")
            return ""
        return str(value).strip()

    def texts(self, key: str) -> list[str]:
        value = self.take(key) or []
        return [str(one) for one in (value if isinstance(value, list) else [value])]

    def part(self, key: str) -> Part:
        """The mapping at `key`; an empty one where there is none."""
        return Part(self.take(key) or {}, f"{self.place}.{key}".strip("."), self.notes)

    def parts(self, key: str) -> list[Part]:
        """The mappings in the list at `key`, placed by their names."""
        found = self.take(key) or []
        if not isinstance(found, list):
            raise InterchangeUnreadable(f"{self.place or 'the file'}: `{key}` is to be a list")
        parts = []
        for n, one in enumerate(found):
            name = one.get("name", n) if isinstance(one, dict) else n
            parts.append(Part(one, f"{self.place}.{key}.{name}".strip("."), self.notes))
        return parts

    def lost(self, what: str, why: str = "") -> None:
        self.notes.lost(self.place, what, why)

    def rest(self) -> None:
        """Everything that was not taken is not carried over."""
        for key, value in self._left.items():
            if value not in (None, "", [], {}):
                self.notes.lost(self.place or "the file", key)
        self._left.clear()
