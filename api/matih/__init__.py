"""What the two MATIH faces have in common: error body, turn body, streams."""
