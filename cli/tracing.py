"""Spans of a command that answers in this process."""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager

from api import tracing


def sending_spans() -> AbstractAsyncContextManager[None]:
    """As `api.tracing` does it; what keeps it from that is told beside the command's output."""
    return tracing.sending_spans(lambda why: print(f"parley: {why}", file=sys.stderr))
