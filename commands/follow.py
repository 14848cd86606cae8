"""`lks db follow`: projects what others record, as they record it, until it is stopped. One runs beside a ledger that has
logins other than the app's; a second one does no harm."""

import signal
import sys
import time
from types import FrameType

import click

from commands.call import Call, reading
from ledger.log.session import Unreachable
from ledger.refusal import Misuse
from projections.runner import follow as follow_log

_PAUSE_SECONDS = 1.0


@click.command()
@reading
def follow(call: Call) -> None:
    """Keep the projections up to date with what every login records, until Ctrl-C. Needs a login of the app."""
    if call.store.partial:
        remedy = "Set LKS_DSN to a login that is a member of lks_app."
        raise Misuse(f"{call.store.login} may not project.", field="LKS_DSN", remedy=remedy)
    signal.signal(signal.SIGTERM, _interrupt)
    reached = _Reached()
    try:
        while True:
            try:
                follow_log(call.dsn, reached)
            except Unreachable as error:
                _tell(f"{error} Going on when it is back.")
                time.sleep(_PAUSE_SECONDS)
    except KeyboardInterrupt:
        call.mark()
        say = f"Followed the log up to entry {reached.position}; what is recorded from now on is not shown."
        call.output.answer(say, position=reached.position)


class _Reached:
    """The last position that was projected."""

    position = 0

    def __call__(self, position: int) -> None:
        if not self.position:
            _tell(f"Projected up to entry {position}; following. Ctrl-C ends it.")
        self.position = position


def _tell(said: str) -> None:
    if sys.stderr.isatty():
        click.echo(said, err=True)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
