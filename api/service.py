"""The service, opened as the settings say."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from api.settings import Settings
from runs.service import Service, ServiceOptions, open_service


def opened_service(settings: Settings) -> AbstractAsyncContextManager[Service]:
    return open_service(
        ServiceOptions(
            data_dir=settings.data_dir,
            catalog=settings.catalog,
            redis_url=settings.redis_url,
            row_limit=settings.row_limit,
            query_timeout_s=settings.query_timeout_s,
            session_ttl_s=settings.session_ttl_s or None,
            result_ttl_s=settings.result_ttl_s,
        )
    )
