"""The files that browsers may have, read again when they change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from api.workbench.content import Content, content_of

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


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was there at a time, by names like `src/main.js`, and a tag of it all."""

    contents: Mapping[str, Content]
    version: str


class Files:
    """Of one folder; its methods read files, and so are not for the event loop."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept: dict[Path, tuple[tuple[int, int], Content]] = {}

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
        media_type = _MEDIA_TYPES.get(path.suffix)
        if media_type is None or not path.is_file():
            return None
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size)
        kept = self._kept.get(path)
        if kept is None or kept[0] != state:
            kept = self._kept[path] = (state, content_of(path.read_bytes(), media_type))
        return kept[1]

    def snapshot(self) -> Snapshot:
        read = {name: self.read(name) for name in sorted(self._names())}
        contents = {name: content for name, content in read.items() if content is not None}
        tags = {name: content.tag for name, content in contents.items()}
        return Snapshot(contents, sha256(repr(tags).encode()).hexdigest()[:12])

    def _names(self) -> Iterator[str]:
        for folder in FOLDERS:
            for path in (self._root / folder).rglob("*"):
                if path.suffix in _MEDIA_TYPES:
                    yield path.relative_to(self._root).as_posix()
