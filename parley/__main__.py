"""`python -m parley`."""

from cli.main import main

# A process that works for this one imports it once more, under another name.
if __name__ == "__main__":
    main()
