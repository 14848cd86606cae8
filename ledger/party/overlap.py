"""No two subsidies for the same person and employer at one time (art. 10d lid 9, R16): the person's stream guards it."""

from collections.abc import Mapping
from datetime import date

from ledger import facts
from ledger.party.state import Opened, Person
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy


def follow(person: Person, subsidy: Subsidy) -> tuple[facts.SubsidyOpened, ...]:
    """What a change of a case means for its person: another employer or period, of which no two may overlap."""
    assert subsidy.terms is not None
    becomes = Opened(subsidy.employer, subsidy.terms.employment_start, subsidy.terms.ended)
    if person.subsidies.get(subsidy.case) == becomes:
        return ()
    check_no_other({case: one for case, one in person.subsidies.items() if case != subsidy.case}, becomes)
    return (facts.SubsidyOpened(case=subsidy.case, **becomes._asdict()),)


def check_no_other(subsidies: Mapping[str, Opened], new: Opened) -> None:
    """Raises Refused where one of them is for the same employer on the same days."""
    for case, one in subsidies.items():
        if one.employer == new.employer and _overlap(one, new.start, new.until):
            raise Refused(
                f"{case} is already asked for this person and employer from {one.start}.",
                rule="R16",
                article="art. 10d lid 9 Pw",
                remedy="Change or end that case first.",
            )


def _overlap(one: Opened, start: date, until: date | None) -> bool:
    return (until is None or one.start <= until) and (one.until is None or start <= one.until)
