"""`python -m commands` is `lks`."""

from commands.cli import main

main()
