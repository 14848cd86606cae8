"""What stands in the way of a grant, as data: shown in full to who decides, raised as an error by a guard."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.facts import RejectionGround
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands in the way of a grant. `ground` to reject on; None where the law leaves another way."""

    what: str
    rule: str
    article: str
    remedy: str
    ground: RejectionGround | None = None

    def refused(self) -> Refused:
        """As an error."""
        reject = f" A rejection takes --ground {self.ground}." if self.ground else ""
        return Refused(self.what, rule=self.rule, article=self.article, remedy=self.remedy + reject)


def guard(found: Iterable[Objection]) -> None:
    """Raises the first objection as Refused, if there is one."""
    for objection in found:
        raise objection.refused()
