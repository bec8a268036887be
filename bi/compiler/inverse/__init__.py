"""SQL read back as a question of the catalog: the compiler's inverse."""
