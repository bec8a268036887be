"""The page of the workbench, whole: with a version in its addresses, and what it needs early.

Addresses below a version never change what they have, so that a browser that comes again asks for
the page alone. Modules name one another by relative addresses, and so stay below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.workbench.content import Content, content_of
from api.workbench.files import Files, Snapshot
from api.workbench.modules import needed_by

_BEGINNING = "src/main.js"
_FRAMED_BEGINNING = "src/embed/main.js"
# What is shown until the modules are there. A frame waits for the page around it first.
_STARTING = re.compile(r'(?<=<div id="app">).*(?=</div>\s*<noscript>)', re.DOTALL)
_OWN = re.compile(r'"/assets/((?:src|styles|vendor)/)')


@dataclass(frozen=True, slots=True)
class Site:
    """The page, as itself and for a frame in somebody else's, and the files that it rests on."""

    snapshot: Snapshot
    source: str
    page: Content
    framed: Content


class Pages:
    """Its methods read files, and so are not for the event loop."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._site: Site | None = None

    def site(self) -> Site | None:
        """As the files are now; None where those of others were not installed."""
        index = self._files.read("index.html")
        if index is None or not self._files.has_vendor():
            return None
        snapshot = self._files.snapshot()
        site = self._site
        if site is None or site.snapshot is not snapshot or site.source != index.tag:
            site = self._site = self._made(snapshot, index)
        return site

    def current(self, version: str, name: str) -> Content | None:
        """What an address of this version has for good, where it is the last page's; reads nothing.

        A page that is asked for anew looks whether files have changed; what it names needs not.
        """
        site = self._site
        return (
            site.snapshot.contents.get(name) if site and site.snapshot.version == version else None
        )

    def _made(self, snapshot: Snapshot, index: Content) -> Site:
        text = index.plain.decode()
        framed = _STARTING.sub("", text, count=1)
        framed = framed.replace("<html ", "<html data-embed ", 1)
        framed = framed.replace(f"/assets/{_BEGINNING}", f"/assets/{_FRAMED_BEGINNING}", 1)

        def page(text: str, beginning: str) -> Content:
            script = f'<script type="module" src="/assets/{beginning}"></script>'
            early = "".join(
                f'<link rel="modulepreload" href="/assets/{name}">\n      '
                for name in needed_by(beginning, self._text)
            )
            text = text.replace(script, early + script, 1)
            text = _OWN.sub(rf'"/assets/{snapshot.version}/\1', text)
            return content_of(text.encode(), index.media_type)

        return Site(snapshot, index.tag, page(text, _BEGINNING), page(framed, _FRAMED_BEGINNING))

    def _text(self, name: str) -> str | None:
        content = self._files.served(name)
        return content.plain.decode() if content else None
