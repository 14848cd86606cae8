"""What a municipality does as a whole: runs before their payment day, settlements, quarters, and second persons."""

from datetime import date
from typing import Any

import pytest

from ledger import facts
from ledger.calculation.month import Month, Quarter
from ledger.closing import quarters as closing
from ledger.closing.quarters import Quarters
from ledger.facts import Fact
from ledger.law import packaged_law
from ledger.law.policy import Choice, Policy
from ledger.payment import runs as payment_run
from ledger.payment.runs import PaymentRuns
from ledger.process import municipal
from ledger.process.item import WorkItem
from ledger.process.municipal import Paying, Town, Waiting
from tests.deciders.given import APPLIED, MUNICIPALITY, entry, given
from tests.worklist.test_items import ENDED, GRANTED

RUN = f"{MUNICIPALITY}-2026-11-1"
PREPARED = facts.RunPrepared(
    run=RUN, month=Month(2026, 11), payment_day=date(2026, 11, 20), execution_day=date(2026, 11, 19), position=1, cases=1,
    lines=1, subsidy_cents=1, charges_cents=1, sent_cents=2, digest="00", left_out=(), long_first_payments={},
)  # fmt: skip
APPROVED = facts.RunApproved(run=RUN, of=1, digest="00")
EXPORTED = facts.RunExported(run=RUN, digest="00", transactions=1, cents=2)
REJECTED = facts.FileRejected(run=RUN, reason="FF01", rejected_on=date(2026, 11, 19))
WITHDRAWN = facts.RunWithdrawn(run=RUN)
CONFIRMED = facts.RunConfirmed(run=RUN, confirmed_on=date(2026, 11, 19))
AGAIN = PREPARED.model_copy(update={"run": f"{MUNICIPALITY}-2026-11-2"})
SETTLED = facts.QuarterSettled(
    through=Month(2026, 12), booked_on=date(2026, 12, 31), position=9, cases=1, lines=1, subsidy_cents=1, charges_cents=0,
    digest="00",
)  # fmt: skip
SIGNED = facts.QuarterSignedOff(quarter=Quarter(2026, 4), position=9, digest="00", explained={}, unknown=())


def items(
    *of_runs: Fact,
    books: tuple[Fact, ...] = (),
    paying: Paying | None = Paying(Month(2026, 10), None),  # noqa: B008
    until: date = date(2026, 11, 30),
    policy: Policy | None = None,
    waiting: tuple[Waiting, ...] = (),
) -> list[WorkItem]:
    """What a municipality that pays from October 2026 on has to do."""
    runs, quarters = PaymentRuns(), Quarters()
    for version, fact in enumerate(of_runs, start=1):
        runs = payment_run.evolve(runs, entry(version, fact))
    for version, fact in enumerate(books, start=1):
        quarters = closing.evolve(quarters, entry(version, fact))
    town = Town(MUNICIPALITY, runs, quarters, paying, waiting, packaged_law(), policy or Policy.defaults())
    return list(municipal.items(town, until))


def told(found: list[WorkItem], *kinds: str) -> list[tuple[str, str, str, str]]:
    """Kind, key, first and last day."""
    return [
        (one.kind, one.key or one.subject, str(one.opens_on), str(one.due_on)) for one in found if one.kind in kinds
    ]


def test_a_month_asks_for_a_run_until_one_is_approved() -> None:
    """R24: at the bank one TARGET day before the payment day; a run takes the earlier months along."""
    assert told(items(), "prepare_run") == [
        ("prepare_run", "2026-10", "2026-10-01", "2026-10-19"),
        ("prepare_run", "2026-11", "2026-11-01", "2026-11-19"),
    ]
    assert told(items(PREPARED), "prepare_run") == [("prepare_run", "2026-10", "2026-10-01", "2026-10-19")]
    assert told(items(PREPARED, APPROVED), "prepare_run") == []
    assert told(items(PREPARED, APPROVED, until=date(2026, 12, 1)), "prepare_run")[0][1:] == (
        "2026-12", "2026-12-01", "2026-12-17",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("happened", "kind", "first"),
    [
        ((PREPARED,), "approve_run", "2026-10-01"),
        ((PREPARED, APPROVED), "export_run", "2026-10-01"),
        ((PREPARED, APPROVED, EXPORTED, REJECTED), "run_again", "2026-10-01"),
        ((PREPARED, APPROVED, WITHDRAWN), "run_again", "2026-10-01"),
        ((PREPARED, APPROVED, EXPORTED), None, ""),
        ((PREPARED, APPROVED, EXPORTED, CONFIRMED), None, ""),
        ((PREPARED, APPROVED, EXPORTED, REJECTED, AGAIN), "approve_run", "2026-10-01"),
    ],
)
def test_a_run_goes_from_prepared_to_the_bank_before_its_payment_day(
    happened: tuple[Fact, ...], kind: str | None, first: str
) -> None:
    found = [one for one in items(*happened) if one.kind in ("approve_run", "export_run", "run_again")]
    assert [(one.kind, str(one.opens_on), str(one.due_on)) for one in found] == (
        [(kind, first, "2026-11-19")] if kind else []
    )


def test_a_run_that_was_withdrawn_before_it_was_approved_asks_for_its_month_again() -> None:
    assert [one[1] for one in told(items(PREPARED, WITHDRAWN), "prepare_run", "run_again")] == ["2026-10", "2026-11"]


def test_where_nothing_is_granted_nothing_is_prepared() -> None:
    assert told(items(paying=None), "prepare_run") == []
    assert told(items(paying=Paying(Month(2026, 9), Month(2026, 10))), "prepare_run")[-1][1] == "2026-10"


def test_of_a_municipality_that_never_paid_no_more_than_a_year_is_told() -> None:
    """R23: a run takes every earlier month along."""
    keys = [one[1] for one in told(items(paying=Paying(Month(2019, 1), None)), "prepare_run")]
    assert (keys[0], keys[-1], len(keys)) == ("2025-12", "2026-11", 12)


def test_the_months_to_pay_are_those_of_the_cases() -> None:
    """R27: what was paid elsewhere is not paid here, and what is determined is paid by nobody."""
    elsewhere = facts.OpeningBooked(
        opening="O", paid_through=Month(2027, 1), lines=(), balance=(), booked_on=date(2027, 1, 5)
    )
    assert municipal.paying([given(APPLIED)]) is None
    assert municipal.paying([given(*GRANTED)]) == Paying(Month(2026, 10), None)
    assert municipal.paying([given(*ENDED)]) == Paying(Month(2026, 10), Month(2026, 11))
    assert municipal.paying([given(*GRANTED), given(*ENDED)]) == Paying(Month(2026, 10), None)
    assert municipal.paying([given(*GRANTED, elsewhere)]) == Paying(Month(2027, 2), None)


def test_a_quarter_is_settled_and_signed_off_in_the_next_one() -> None:
    """R28, R34: from its end, before the next one ends; a settlement closes the one, a sign-off both."""
    paid: tuple[Fact, ...] = (PREPARED, APPROVED)
    day = date(2027, 2, 1)
    expected = [
        ("settle", "2026-12", "2027-01-01", "2027-03-31"),
        ("sign_off", "2026Q4", "2027-01-01", "2027-03-31"),
    ]
    kinds = ("settle", "sign_off")
    assert told(items(*paid, until=day), *kinds) == expected
    assert told(items(*paid, until=day, books=(SETTLED,)), *kinds) == expected[1:]
    assert told(items(*paid, until=day, books=(SETTLED, SIGNED)), *kinds) == []
    assert told(items(*paid, until=day, books=(SIGNED,)), *kinds) == []
    assert told(items(*paid, until=date(2026, 12, 31)), *kinds) == []
    assert told(items(until=day), *kinds) == [], "nothing was paid, so the books did not begin"


def test_a_municipality_that_settles_by_month_has_a_month_to_do_it() -> None:
    monthly = Policy({"settlement_frequency": (Choice(date(2026, 1, 1), "month", 1),)})
    found = items(PREPARED, APPROVED, until=date(2027, 1, 4), policy=monthly)
    assert told(found, "settle") == [
        ("settle", "2026-10", "2026-11-01", "2026-11-30"),
        ("settle", "2026-11", "2026-12-01", "2026-12-31"),
        ("settle", "2026-12", "2027-01-01", "2027-01-31"),
    ]


def test_a_proposal_waits_for_a_second_person_for_two_working_days() -> None:
    waiting = (Waiting("SignOffQuarter", date(2026, 4, 2), "lks proposals approve 120"),)
    found = items(paying=None, waiting=waiting)
    assert told(found, "proposal") == [("proposal", "lks proposals approve 120", "2026-04-02", "2026-04-08")]
    assert found[0].command == "lks proposals approve 120"
    assert found[0].role == "controller"
    of_the_ledger = Town("", PaymentRuns(), Quarters(), None, waiting, packaged_law(), Policy.defaults())
    assert [one.subject for one in municipal.items(of_the_ledger, date(2026, 11, 30))] == ["ledger"]


def municipal_lives() -> list[WorkItem]:
    """An item of every kind that a municipality has."""
    waiting = (Waiting("SignOffQuarter", date(2026, 4, 2), "lks proposals approve 120"),)
    lives: list[dict[str, Any]] = [{}, {"until": date(2027, 2, 1)}, {"waiting": waiting}]
    found = [one for more in lives for one in items(PREPARED, APPROVED, **more)]
    return [*found, *items(PREPARED), *items(PREPARED, APPROVED, WITHDRAWN)]
