"""`lks import`: applications, changes and worked hours from files. docs/import.md tells what they hold."""

import click

from commands.import_applications import import_applications
from commands.import_changes import import_changes
from commands.import_hours import import_hours


@click.group("import")
def import_files() -> None:
    """Import applications, changes and worked hours from files."""


for kind in (import_applications, import_changes, import_hours):
    import_files.add_command(kind)
