"""The service of an application: opened beside it, so that it can be reached early."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Self

from structlog import get_logger

from api.tracing import sending_traces
from bi.model.errors import ParleyError

if TYPE_CHECKING:
    from api.settings import Settings
    from runs.service import Service, ServiceOptions

_log = get_logger(__name__)

_GC_THRESHOLDS = (10_000, 20, 50)


class OpeningService:
    """Opens the service in a task of its own, holds it, and closes it on leaving.

    Importing what the service is made of takes most of the time; it is done in a thread, so
    that the process already answers `/health`. `prepare` is what else the first request would
    have to wait for, done there too.
    """

    def __init__(
        self,
        settings: Settings,
        on_opened: Callable[[Exception | None], None] | None = None,
        *,
        prepare: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._prepare = prepare
        self._on_opened = on_opened
        self._closing = asyncio.Event()
        self._opened: asyncio.Future[Service] = asyncio.get_running_loop().create_future()
        self._holder: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._opened.done() and self._opened.exception() is None

    async def service(self) -> Service:
        """Waits until it is open. Raises what opening it raised."""
        return await asyncio.shield(self._opened)

    async def drain(self, seconds: float) -> None:
        """Lets running turns end in that time, and hands over the rest; takes no new ones."""
        if self.is_open:
            await (await self.service()).runs.drain(seconds)

    async def __aenter__(self) -> Self:
        self._holder = asyncio.create_task(self._hold())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        if self._holder is not None:
            await self._holder

    async def _hold(self) -> None:
        try:
            # Nearly all that is imported stays: looking for garbage in it is time lost.
            gc.disable()
            await asyncio.to_thread(import_module, "runs.service")
            await asyncio.to_thread(self._prepare)
            from runs.service import open_service

            async with (
                sending_traces(_warn_of_tracing),
                open_service(service_options(self._settings)) as service,
            ):
                await service.prepare()
                gc.freeze()
                # A turn makes some thousand objects that refer to one another, and lets go of
                # nearly all of them: looking through them every 700 takes a tenth of its time.
                gc.set_threshold(*_GC_THRESHOLDS)
                gc.enable()
                self._warn(service)
                self._opened.set_result(service)
                if self._on_opened is not None:
                    self._on_opened(None)
                await self._closing.wait()
        except Exception as error:
            self._failed(error)
        finally:
            gc.enable()

    def _warn(self, service: Service) -> None:
        secured = [one.id for one in service.datasources.all() if one.catalog.security]
        if secured and not self._settings.require_auth:
            _log.warning(
                "security_without_tokens",
                datasources=secured,
                why="without require_auth callers name their tenant as they like",
            )

    def _failed(self, error: Exception) -> None:
        if self._opened.done():
            _log.error("service_not_closed", exc_info=error)
            return
        self._opened.set_exception(error)
        self._opened.exception()  # seen, even if no request ever asks
        if self._on_opened is not None:
            self._on_opened(error)
        else:
            trace = None if isinstance(error, ParleyError) else error
            _log.error("startup_failed", error=str(error), exc_info=trace)


def _warn_of_tracing(why: str) -> None:
    _log.error("tracing_off", why=why)


def service_options(settings: Settings) -> ServiceOptions:
    """What of the settings is the service's."""
    from bi.model.profile import ValueBounds
    from bi.warehouse.warehouse import ExportLimits
    from runs.service import ServiceOptions

    return ServiceOptions(
        data_dir=settings.data_dir,
        catalog=settings.catalog,
        default_datasource=settings.default_datasource,
        as_of=settings.as_of,
        redis_url=settings.redis_url,
        row_limit=settings.row_limit,
        query_timeout_s=settings.query_timeout_s,
        result_byte_limit=settings.result_byte_limit,
        connections=settings.connections,
        exports=ExportLimits(
            settings.export_row_limit, settings.export_timeout_s, settings.exports_at_once
        ),
        result_cache_s=settings.result_cache_s,
        insight_queries=settings.insight_queries,
        value_refresh_s=settings.value_refresh_s,
        catalog_refresh_s=settings.catalog_refresh_s,
        values=ValueBounds(settings.dimension_value_limit, settings.value_limit),
        session_ttl_s=settings.session_ttl_s or None,
        result_ttl_s=settings.result_ttl_s,
        job_ttl_s=settings.job_ttl_s,
        models=settings.of_models if settings.has_model else None,
        lease_s=settings.lease_s,
        # The turns have had their time when the signal came; see `api.drain`.
        drain_s=0.0,
    )
