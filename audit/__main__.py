"""`python -m audit`, where the command itself is not on the path."""

from audit.cli import main

main()
