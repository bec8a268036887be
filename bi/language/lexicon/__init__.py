"""The words of each language, as data."""
