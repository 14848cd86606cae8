"""R27: running cases are taken over with what was paid before, signed by a second person, and never paid again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.calculation.calendar import Month
from ledger.facts import Decided, OpeningBooked, OpeningPrepared, Paid, RunPrepared
from ledger.importing.openings import tally
from ledger.intents import ApproveRun, Intent, PrepareRun, SignOpening
from ledger.refusal import Misuse, Refused
from tests.importing.given import BY, application, csv_file, imported, ledger, running

OPENING = "GM0363-opening-1"
ROWS = [
    running(1, lines="2026-07:fixed:897.41+224.35;2026-08:fixed:897.41+224.35"),
    running(2, balance="2026-08:fixed:10.00+2.50"),
    running(3, balance="2026-08:fixed:-100.00+-25.00"),
    running(4, municipality="GM0518"),
    application(5),
]
SECOND = Asking(by="g.controller", today=date(2026, 9, 7))


@pytest.fixture
def into(tmp_path: Path) -> Ledger:
    """A ledger that took over four cases."""
    made = ledger()
    outcome = imported(made, csv_file(tmp_path / "cases.csv", ROWS))
    assert outcome.counts.running == 4
    return made


def facts_of(into: Ledger, topic: str) -> list[object]:
    return [entry.fact for entry in into.store.read_all(topics=(topic,))]


def asked(into: Ledger, intent: Intent, by: Asking) -> Receipt:
    return into.handle(intent, by)


def run(into: Ledger, month: Month, today: date) -> tuple[RunPrepared, list[Paid]]:
    """A whole run: what was prepared, and what was paid."""
    prepared = asked(into, PrepareRun(municipality="GM0363", month=month), replace(BY, today=today)).facts[0]
    assert isinstance(prepared, RunPrepared)
    approved = asked(into, ApproveRun(run=prepared.run), replace(SECOND, today=today))
    return prepared, [fact for fact in approved.facts if isinstance(fact, Paid)]


def test_r27_each_municipality_has_a_takeover_with_count_and_totals(into: Ledger) -> None:
    first, other = facts_of(into, "OpeningPrepared")
    assert isinstance(first, OpeningPrepared)
    assert isinstance(other, OpeningPrepared)
    assert (first.opening, first.cases) == (OPENING, 3)
    assert (first.subsidy_cents, first.charges_cents) == (2 * 89741 + 1000 - 10000, 2 * 22435 + 250 - 2500)
    assert (other.opening, other.cases, other.subsidy_cents) == ("GM0518-opening-1", 1, 0)


def test_r27_the_totals_are_those_of_the_log(into: Ledger) -> None:
    prepared = facts_of(into, "OpeningPrepared")[0]
    assert isinstance(prepared, OpeningPrepared)
    entries = list(into.store.read_municipality("GM0363", ("OpeningBooked",)))
    assert tally(OPENING, entries).agrees(prepared)
    assert not tally(OPENING, entries[1:]).agrees(prepared)
    assert not tally(OPENING, reversed(entries)).agrees(prepared)


def test_r27_a_running_case_is_granted_as_it_was_elsewhere(into: Ledger) -> None:
    decided = facts_of(into, "Decided")[0]
    booked = facts_of(into, "OpeningBooked")[0]
    assert isinstance(decided, Decided)
    assert isinstance(booked, OpeningBooked)
    assert (decided.decision, decided.ground, str(decided.wage_value)) == ("B-1", "takeover", "60")
    assert (booked.paid_through, len(booked.lines), booked.opening) == (Month(2026, 8), 2, OPENING)


def test_r27_nothing_is_paid_before_a_second_person_signs(into: Ledger) -> None:
    with pytest.raises(Refused, match="Nothing is payable"):
        asked(into, PrepareRun(municipality="GM0363", month=Month(2026, 9)), BY)


def test_r37_who_imported_cannot_sign(into: Ledger) -> None:
    with pytest.raises(Refused) as refusal:
        asked(into, SignOpening(municipality="GM0363", opening=OPENING), BY)
    assert refusal.value.rule == "R37"


def test_r27_after_signing_runs_pay_the_months_after_paid_through_and_the_open_balance(into: Ledger) -> None:
    asked(into, SignOpening(municipality="GM0363", opening=OPENING), SECOND)
    prepared, paid = run(into, Month(2026, 9), date(2026, 9, 10))
    assert prepared.cases == 3
    assert [[str(line.month) for line in one.booked] for one in paid] == [["2026-09"]] * 3
    sent = [{str(one.month): one.subsidy_cents for one in fact.sent} for fact in paid]
    due = paid[0].booked[0].subsidy_cents
    assert sent == [{"2026-09": due}, {"2026-08": 1000, "2026-09": due}, {"2026-08": -10000, "2026-09": due}]
    assert [sum(each.values()) for each in sent] == [due, due + 1000, due - 10000]


def test_r27_a_gap_between_paid_through_and_the_run_is_paid(into: Ledger) -> None:
    asked(into, SignOpening(municipality="GM0363", opening=OPENING), SECOND)
    _, paid = run(into, Month(2026, 11), date(2026, 11, 12))
    assert [str(line.month) for line in paid[0].booked] == ["2026-09", "2026-10", "2026-11"]


def test_r27_the_next_run_does_not_pay_it_again(into: Ledger) -> None:
    asked(into, SignOpening(municipality="GM0363", opening=OPENING), SECOND)
    run(into, Month(2026, 9), date(2026, 9, 10))
    _, paid = run(into, Month(2026, 10), date(2026, 10, 12))
    assert [[str(line.month) for line in one.booked] for one in paid] == [["2026-10"]] * 3


@pytest.mark.parametrize("text", ["GM0363", "GM0363-opening-0", "gm0363-opening-1", "GM0363-opening-1; x"])
def test_the_number_of_a_takeover_is_read_as_it_is_written(text: str) -> None:
    from ledger.importing.openings import parse_number

    assert parse_number(OPENING) == OPENING
    with pytest.raises(Misuse):
        parse_number(text)
