"""The ledger of a command, as in the tests of commands."""

from tests.commands.conftest import empty, opened

__all__ = ["empty", "opened"]
