"""Datasources in use: a catalog, its open warehouse, and the language engine over both."""
