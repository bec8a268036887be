"""How the browser is started: with nothing looked up outside."""

from __future__ import annotations

FLAGS = [
    # A machine's root may not use the sandbox.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
