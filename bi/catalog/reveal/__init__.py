"""The metadata catalog of Reveal AI, as the catalogs of its datasources.

docs/reveal-catalog.md has what is read of it, and where the connections come from.
"""
