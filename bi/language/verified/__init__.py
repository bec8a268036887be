"""Verified queries: a question that a person has checked, asked in its words or in others."""
