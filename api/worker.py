"""One of several workers: the application, for as long as whoever started it lives."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

from fastapi import FastAPI

from api.app import create_app
from api.logs import configure_logs
from api.settings import load_settings


def create_worker_app() -> FastAPI:
    """What uvicorn calls in each worker; the parent left its options in the environment."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()
    return create_app(settings)


def _end_with_parent() -> None:
    """A worker whose parent was killed would keep the port, and nobody could stop it by name."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
