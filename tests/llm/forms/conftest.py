"""What the forms are read with."""

from __future__ import annotations

from tests.bi.language.conftest import demo_engine, demo_profile, german

__all__ = ["demo_engine", "demo_profile", "german"]
