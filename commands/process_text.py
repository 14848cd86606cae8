"""Steps of the process in words: what was just recorded, or stands already when it was recorded before."""

from typing import TypeVar

from commands.call import Call
from ledger.asking import Receipt
from ledger.facts import Fact
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy

Kind = TypeVar("Kind", bound=Fact)


def case_of(call: Call, case: str) -> Subsidy:
    """The case as it is now."""
    return call.ledger.reading().subsidy(case)


def told(receipt: Receipt, subsidy: Subsidy, kind: type[Kind]) -> Kind:
    """The fact that was recorded, or the last of its kind where it stood already."""
    recorded = [fact for fact in receipt.facts if isinstance(fact, kind)]
    return (recorded or [fact for _, fact in counting(subsidy.inputs, kind)])[-1]
