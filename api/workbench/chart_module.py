"""The module that draws charts, made once for a data folder, before anybody asks for it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from structlog import get_logger

from api.workbench.content import BEST, Content, content_of
from bi.model.errors import ParleyError

_log = get_logger(__name__)

_MEDIA_TYPE = "text/javascript; charset=utf-8"


class ChartModule:
    """Kept in memory, and in the folder for the next start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._making: asyncio.Task[Content] | None = None

    async def content(self) -> Content:
        """Waits until it is made. Raises BundleFailed; the next one who asks has it tried again."""
        return await asyncio.shield(self._begun())

    def begin(self) -> None:
        """Has it made, and does not wait."""
        self._begun().add_done_callback(_told)

    async def aclose(self) -> None:
        """What is not made by now, is not."""
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)

    def _begun(self) -> asyncio.Task[Content]:
        failed = (
            self._making is not None
            and self._making.done()
            and (self._making.cancelled() or self._making.exception() is not None)
        )
        if self._making is None or failed:
            self._making = asyncio.create_task(self._made())
        return self._making

    async def _made(self) -> Content:
        from bi.charts.browser import bundle_name, make_bundle

        file = self._folder / f"{bundle_name()}.js.br"
        kept = await asyncio.to_thread(_read, file)
        if kept is not None:
            return kept
        content = await asyncio.to_thread(_compressed, await make_bundle())
        await asyncio.to_thread(_keep, file, content)
        return content


def _compressed(bundle: bytes) -> Content:
    # It is the largest thing that is sent, and is compressed once.
    return content_of(bundle, _MEDIA_TYPE, brotli_quality=BEST)


def _read(file: Path) -> Content | None:
    import brotli

    try:
        kept = file.read_bytes()
        content = content_of(brotli.decompress(kept), _MEDIA_TYPE)
    except (OSError, brotli.error):
        return None
    return replace(content, encoded={**content.encoded, "br": kept})


def _keep(file: Path, content: Content) -> None:
    """Whole or not at all: another worker may write it, or read it, at the same time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, delete=False) as written:
            try:
                written.write(content.encoded["br"])
                written.close()
                Path(written.name).replace(file)
            except OSError:
                with suppress(OSError):
                    Path(written.name).unlink()
                raise
    except OSError as error:
        _log.warning("chart_module_not_kept", error=str(error))


def _told(task: asyncio.Task[Content]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        known = isinstance(error, ParleyError)
        _log.warning("chart_module_not_made", error=str(error), exc_info=None if known else error)
