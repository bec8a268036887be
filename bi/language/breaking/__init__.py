"""A compound question, broken into questions that are understood alone."""
