"""The constructs of the language: each says its patterns and what a match means."""
