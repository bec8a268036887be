"""The files that browsers may have, read again when they change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from api.workbench.content import Content, compressed_well, content_of

FOLDERS = ("src", "styles", "vendor")

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
# Each part begins with a letter or so: neither `..` nor what is hidden.
_NAME = re.compile(r"(?:src|styles|vendor)(?:/\w[\w.-]*)+", re.ASCII)

# When it was changed, and its size: other content is another state.
_State = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was there at a time, by names like `src/main.js`, and a tag of it all."""

    contents: Mapping[str, Content]
    version: str


class Files:
    """Of one folder; its methods read files, and so are not for the event loop."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept: dict[str, tuple[_State, Content]] = {}
        self._last: tuple[dict[str, _State], Snapshot] | None = None

    def has_vendor(self) -> bool:
        return (self._root / "vendor").is_dir()

    def served(self, name: str) -> Content | None:
        """By a name from outside, such as `src/main.js`; None where nobody may have it."""
        if not _NAME.fullmatch(name):
            return None
        return self.read(name)

    def read(self, name: str) -> Content | None:
        """By any name; None where there is no such file, or none of a type that is served."""
        path = self._root / name
        if path.suffix not in _MEDIA_TYPES or not path.is_file():
            return None
        return self._read(name, _state_of(path.stat()))

    def snapshot(self) -> Snapshot:
        """The same object for as long as no file has changed, and none is compressed better."""
        states = dict(sorted(self._states()))
        if self._last is None or self._last[0] != states:
            contents = {name: self._read(name, state) for name, state in states.items()}
            tags = {name: content.tag for name, content in contents.items()}
            version = sha256(repr(tags).encode()).hexdigest()[:12]
            self._last = (states, Snapshot(contents, version))
        return self._last[1]

    def compress_well(self) -> None:
        """For whoever comes next: what was read so far in fewer bytes. Takes half a second."""
        for name, kept in list(self._kept.items()):
            state, content = kept
            smaller = compressed_well(content)
            if self._kept[name] is kept:
                self._kept[name] = (state, smaller)
        self._last = None

    def _read(self, name: str, state: _State) -> Content:
        kept = self._kept.get(name)
        if kept is None or kept[0] != state:
            path = self._root / name
            content = content_of(path.read_bytes(), _MEDIA_TYPES[path.suffix])
            kept = self._kept[name] = (state, content)
        return kept[1]

    def _states(self) -> Iterator[tuple[str, _State]]:
        # Of each visit: the quick way to look at a hundred files.
        waiting = [folder for folder in FOLDERS if (self._root / folder).is_dir()]
        while waiting:
            folder = waiting.pop()
            with os.scandir(self._root / folder) as entries:
                for entry in entries:
                    name = f"{folder}/{entry.name}"
                    if entry.is_dir():
                        waiting.append(name)
                    elif entry.name.endswith(tuple(_MEDIA_TYPES)):
                        yield name, _state_of(entry.stat())


def _state_of(stat: os.stat_result) -> _State:
    return stat.st_mtime_ns, stat.st_size
