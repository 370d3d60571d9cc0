"""`python -m regesta`."""

from regesta.cli import main

main()
