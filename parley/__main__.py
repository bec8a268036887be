"""`python -m parley`."""

from cli.main import main

main()
