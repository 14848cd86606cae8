"""What the books need before they are settled and closed: runs of months, the bank's answer, and two persons who sign."""

from datetime import date

from ledger import facts, intents
from ledger.asking import Receipt
from ledger.calculation.month import Month, Quarter
from ledger.payment.payments import payments
from ledger.subsidy.state import Subsidy
from tests.ledger.house import MUNICIPALITY, House

ACCOUNT = "NL69INGB0123456789"


def paid(house: House, month: str, day: date | None = None) -> str:
    """The run of a month, prepared on its 12th and approved; its number."""
    today = day or Month.parse(month).first.replace(day=12)
    run = house.prepared(month, today=today)
    house.ask(intents.ApproveRun(run=run), by="g.control", today=today)
    return run


def answered(house: House, run: str, *, returned: str | None = None) -> None:
    """The bank carried the run out on its execution day; with a reason its payments came back the day after."""
    found = payments(house.store, house.ledger().reading().runs(MUNICIPALITY).runs[run])
    day = house.ledger().reading().runs(MUNICIPALITY).runs[run].prepared.execution_day
    lines = [
        intents.BankLine(number=n, cents=-one.cents, booked_on=day, reference=one.reference)
        for n, one in enumerate(found.values(), start=1)
    ]
    house.ask(statement(run, day, lines), today=day)
    if returned:
        back = date.fromordinal(day.toordinal() + 1)
        lines = [
            intents.BankLine(number=n, cents=one.cents, booked_on=back, reference=one.reference, reason=returned)
            for n, one in enumerate(found.values(), start=1)
        ]
        house.ask(statement(f"{run}-back", back, lines), today=back)


def statement(name: str, day: date, lines: list[intents.BankLine]) -> intents.ImportStatement:
    """What the bank says of a day."""
    return intents.ImportStatement(
        account=ACCOUNT,
        kind="statement",
        statement=name,
        sequence=None,
        from_day=day,
        through_day=day,
        opening_cents=0,
        closing_cents=sum(line.cents for line in lines),
        lines=tuple(lines),
    )


def settled(house: House, through: str, today: date, by: str = "f.finance") -> Receipt:
    """A settlement through a month."""
    return house.ask(intents.Settle(municipality=MUNICIPALITY, through=Month.parse(through)), by=by, today=today)


def propose(house: House, quarter: str, today: date, **explained: str) -> Receipt:
    """The sign-off of a quarter, as one person asks it."""
    intent = intents.SignOffQuarter(
        municipality=MUNICIPALITY,
        quarter=Quarter.parse(quarter),
        position=house.position(),
        digest="ab",
        explained=explained,
    )
    return house.ask(intent, by="f.finance", today=today)


def agree(house: House, proposal: Receipt, today: date) -> Receipt:
    """A second person agrees."""
    return house.ask(intents.Approve(proposal=proposal.entries[0].position), by="g.control", today=today)


def signed_off(house: House, quarter: str, today: date, **explained: str) -> facts.QuarterSignedOff:
    """A quarter that two persons signed off."""
    fact = agree(house, propose(house, quarter, today, **explained), today).facts[1]
    assert isinstance(fact, facts.QuarterSignedOff)
    return fact


def subsidy(house: House, case: str) -> Subsidy:
    """The case as it is now."""
    return house.ledger().reading().subsidy(case)


def settled_lines(receipt: Receipt) -> dict[tuple[str, str], int]:
    """By month and element what was booked, subsidy and charges together."""
    found = [line for fact in receipt.facts if isinstance(fact, facts.Settled) for line in fact.lines]
    return {(str(line.month), line.element): line.total_cents for line in found}
