"""Where the demo's catalog is; apart from the builder, which takes DuckDB to import."""

from __future__ import annotations

from pathlib import Path

CATALOG = Path(__file__).with_name("catalog.yaml")
