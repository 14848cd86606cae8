"""All that is due of a case, as the calculation gives it whole, for the database to compare with the movements (R33)."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from projections.due_changes import DueChange
from projections.dues import Outlook
from projections.tables import Connection, add, remove

_MORE = """
UPDATE balances
SET due_subsidy_cents = due_subsidy_cents + %s, due_charges_cents = due_charges_cents + %s
WHERE case_number = %s
"""


class Balances:
    """Collects the cases whose entitlement a batch changes: anew where the case itself moved, by the difference where the
    law or a policy turned for all."""

    def __init__(self) -> None:
        self._anew: dict[UUID, str] = {}
        self._more: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))

    def take(self, change: DueChange) -> None:
        """What is due of a case changed."""
        assert change.subsidy.application is not None
        case = change.subsidy.application.case
        if change.renoted:
            self._anew[change.stream] = case
            return
        subsidy_cents, charges_cents = self._more[case]
        for more_subsidy, more_charges in change.cents.values():
            subsidy_cents, charges_cents = subsidy_cents + more_subsidy, charges_cents + more_charges
        self._more[case] = subsidy_cents, charges_cents

    def write(self, connection: Connection, whole: Callable[[UUID], Outlook]) -> None:
        """Write what is due of these cases."""
        if self._anew:
            remove(connection, "balances", "case_number", list(self._anew.values()))
            rows = ((case, *_total(whole(stream))) for stream, case in self._anew.items())
            add(connection, "balances", ("case_number", "due_subsidy_cents", "due_charges_cents"), rows)
        whole_cases = set(self._anew.values())
        more = [(*cents, case) for case, cents in self._more.items() if case not in whole_cases]
        if more:
            connection.cursor().executemany(_MORE, more)
        self._anew = {}
        self._more.clear()


def _total(outlook: Outlook) -> tuple[int, int]:
    amounts = outlook.due.values()
    return sum(subsidy for subsidy, _ in amounts), sum(charges for _, charges in amounts)
