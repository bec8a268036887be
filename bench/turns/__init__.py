"""Turns under load: the service beside its floor and beside `langgraph dev`; see `__main__`."""
