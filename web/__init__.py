"""The workbench's files: pages, modules and styles as they are served, and where they lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent
