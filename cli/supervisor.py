"""The parent of several workers: replaces one that dies, and passes signals on."""

from __future__ import annotations

import signal
import time

from uvicorn.supervisors import Multiprocess

_POLL_S = 0.1
_STOPS = frozenset({signal.SIGTERM, signal.SIGINT})


class Supervisor(Multiprocess):
    """uvicorn's, but a second signal reaches workers that are still draining after the first."""

    def join_all(self) -> None:
        while any(process.process.is_alive() for process in self.processes):
            if _STOPS & set(self.signal_queue):
                self.signal_queue.clear()
                self.terminate_all()
            time.sleep(_POLL_S)
        super().join_all()
