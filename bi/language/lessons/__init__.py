"""What people teach: words of their own, and rules in words, read with the engine itself."""
