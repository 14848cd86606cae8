"""The demonstration: plays the story of a small municipality on a server of its own, and removes it all afterwards."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import click

from commands.story import PROMPT, play, steps

STORY = Path(__file__).parent.parent / "examples" / "small-municipality.story"


@click.command()
@click.option("--keep", is_flag=True, help="Leave the ledger and its server for a look around.")
@click.option(
    "--story",
    type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path),
    default=STORY,
    help="Another story.",
)
def demo(keep: bool, story: Path) -> None:
    """Take a small municipality's cases from application to the bank and back, explain an amount, and verify the ledger."""
    began = time.monotonic()
    with _home(keep):
        commands = 0
        for step in steps(story.read_text(encoding="utf-8")):
            if not step.command:
                click.echo(f"{_bold(step.prose)}\n")
                continue
            click.echo(f"{PROMPT}{step.command}")
            click.echo(f"{play(step.command, story.parent).printed}\n")
            commands += 1
    click.echo(f"Done: {commands} commands in {time.monotonic() - began:.1f} seconds; the server is stopped.")


@contextmanager
def _home(keep: bool) -> Iterator[Path]:
    """A folder of its own, with no setting of the user's in the way."""
    for name in [name for name in os.environ if name.startswith("LKS_") and name != "LKS_PG_BIN"]:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="lks-demo-"))
    os.environ["LKS_HOME"] = str(folder / "home")
    try:
        with chdir(folder):
            yield folder
    finally:
        if keep:
            click.echo(f"Kept: export LKS_HOME={folder / 'home'}; lks db stop when you are done.")
        else:
            play("db stop", folder)
            shutil.rmtree(folder, ignore_errors=True)


def _bold(text: str) -> str:
    return click.style(text, bold=True) if sys.stdout.isatty() else text


if __name__ == "__main__":
    demo()
