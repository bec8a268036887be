"""Which values of the data the words of a sentence name."""
