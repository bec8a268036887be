"""What the language tests read with."""

from __future__ import annotations

from tests.bi.language.conftest import demo, demo_engine, demo_profile, german

__all__ = ["demo", "demo_engine", "demo_profile", "german"]
