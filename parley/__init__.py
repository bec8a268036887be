"""The name people type: `python -m parley` is the command line of `cli`."""
