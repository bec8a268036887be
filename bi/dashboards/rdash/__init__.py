"""The Reveal dashboard document ("RDash") to and from a typed dashboard.

docs/rdash.md has the mapping both ways, and what becomes of what has none.
"""
