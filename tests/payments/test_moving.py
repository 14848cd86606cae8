"""R32: an employee moves; what the old municipality paid too much is owed, and the new one pays from the day of the move."""

from datetime import date

from ledger import facts, intents
from ledger.calculation.month import Month
from tests.payments.office import Office, booked

START, MOVED = date(2026, 3, 1), date(2026, 5, 12)
MAY, JUNE = Month(2026, 5), Month(2026, 6)
KNOWN = date(2026, 6, 10)


def test_r32_moved_on_12_may_known_in_june_and_may_was_paid() -> None:
    """Old: 11/31 is due, the rest a recovery. New: a takeover from 12 May, 20/31 by its next run."""
    old = Office().open()
    employer = old.employer()
    case = old.granted(START, date(2026, 2, 10), employer=employer)
    old.pay(MAY, date(2026, 5, 12))
    old.ask(intents.Transfer(case=case, destination="GM0362", registered_on=MOVED), KNOWN)
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), KNOWN)
    settled, _, final = old.ask(intents.Determine.model_validate({"case": case, **told}), KNOWN).facts
    assert isinstance(settled, facts.Settled)
    assert [(str(line.month), line.due.subsidy_cents) for line in settled.lines] == [("2026-05", 31263)]
    assert isinstance(final, facts.FinallySettled)
    owed = 88105 + 22026 - (31263 + 7816)
    assert final.balance_cents == -owed

    claim = {"case": case, "decided_on": KNOWN, "employer_notified_on": KNOWN, "anyway": "employer_told"}
    (claimed,) = old.ask(intents.ClaimRecovery.model_validate(claim), KNOWN).facts
    assert isinstance(claimed, facts.RecoveryClaimed)
    assert claimed.cents == owed

    new = Office(old.ledger, municipality="GM0362", people=old.people)
    new.ask(taken_over(new.person(), employer), KNOWN)
    new.sign_takeover()
    (paid,) = new.pay(JUNE, date(2026, 6, 12))
    assert booked(paid) == {"2026-05": (56842, 14210), "2026-06": (88105, 22026)}
    assert old.ledger.reading().subsidy(case).payable_cents() == -owed


def taken_over(person: str, employer: str) -> intents.TakeOver:
    """The same employment, from the day on which the employee is registered in the new municipality."""
    employment = {
        "start": START, "end": None, "form": "fixed", "hours": "32", "maximum_hours": None, "bbl": False,
        "sector_full_time_hours": "36", "sheltered": False, "age_steps": (),
    }  # fmt: skip
    return intents.TakeOver.model_validate(
        {
            "municipality": "GM0362", "person": person, "employer": employer, "group": "assistance",
            "employment": employment, "taken_over_from": "GM0363", "opening": "T1", "route": "regular",
            "wage_value": "60", "decision": "OLD-1", "decided_on": MOVED, "granted_from": MOVED, "granted_until": None,
            "reference": MOVED, "minimum_wage_cents": 229440, "paid_through": "2026-04", "lines": (), "balance": (),
        }
    )  # fmt: skip
