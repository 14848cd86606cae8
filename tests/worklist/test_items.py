"""Every kind of work item: from when it can be done, by when it must be, and what closes it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.segment import AgeStep
from ledger.facts import Fact
from ledger.law import packaged_law
from ledger.law.policy import Choice, Policy
from ledger.party.state import Employer, Person
from ledger.process import work
from ledger.process.item import KINDS, WorkItem
from tests.deciders.given import APPLIED, CASE, ESTABLISHED, MEASURED, PERSON, WAIVED, a_person, an_employer, given

DAY = timedelta(days=1)
UNTIL = date(2027, 2, 15)
MONTH = Month(2026, 11)


def decided(number: int = 1, **changes: Any) -> facts.Decided:
    """A grant on the regular route from 23 October 2026, of which both were told on 28 September."""
    usual: dict[str, Any] = {
        "decision": f"{CASE}/{number}", "outcome": "grant", "ground": "lid_1a", "route": "regular",
        "start": date(2026, 10, 23), "until": None, "wage_value": "60", "reference": date(2026, 10, 23),
        "subsidy_cents": 89741, "charges_cents": 22435, "derivation": (), "decided_on": date(2026, 9, 28),
        "decide_by": date(2026, 10, 27), "employer_notified_on": date(2026, 9, 28),
        "employee_notified_on": date(2026, 9, 28), "employer_objects_until": date(2026, 11, 9),
        "employee_objects_until": date(2026, 11, 9), "college_decision": None,
    }  # fmt: skip
    return facts.Decided(**usual | changes)


def amended(**changes: Any) -> facts.Amended:
    """A change of the contract."""
    nothing = dict.fromkeys(("form", "hours", "maximum_hours", "sector_full_time_hours", "end", "employer"))
    return facts.Amended.model_validate({"effective": date(2026, 10, 23)} | nothing | changes)


def reminded(about: str, level: int, on: str, by: str, **what: Any) -> facts.Reminded:
    """A reminder."""
    fields = {"about": about, "level": level, "reminded_on": on, "respond_by": by, "documents": (), "months": ()}
    return facts.Reminded.model_validate({**fields, "anyway": None, **what})


def amounts(cents: int) -> tuple[facts.MonthAmount, ...]:
    """An amount of November."""
    return (facts.MonthAmount(month=MONTH, element="fixed", subsidy_cents=cents, charges_cents=0),)


GRANTED = (APPLIED, MEASURED, ESTABLISHED, decided())
TOLD = facts.EmployeeNotified(decision=f"{CASE}/1", notified_on=date(2026, 9, 29), objects_until=date(2026, 11, 10))
FLAT_RATE = (APPLIED, WAIVED, decided(route="flat_rate", until=date(2027, 4, 22), wage_value=None))
ORDERED = facts.MeasurementOrdered(expert="LWD-1", ordered_on=date(2026, 9, 2), planned_on=date(2026, 9, 14))
REQUESTED = facts.DocumentsRequested(
    documents=("contract",), respond_by=date(2026, 9, 16), requested_on=date(2026, 9, 2)
)
RECEIVED = facts.DocumentsReceived(documents=("contract",), received_on=date(2026, 9, 20), digests={})
ENDS = (*GRANTED, amended(end=date(2027, 3, 31)))
ASKED = facts.ExtensionAsked(
    ends="contract", last_day=date(2027, 3, 31), asked_on=date(2027, 2, 1), respond_by=date(2027, 2, 15), anyway=None
)
DECLINED = facts.ExtensionDeclined(last_day=date(2027, 3, 31), declined_on=date(2027, 2, 10), answered=True)
CONFIRMED = facts.ExtensionConfirmed(last_day=date(2027, 3, 31), confirmed_on=date(2027, 2, 10), until="open")
VALUE_ENDS = (APPLIED, MEASURED, ESTABLISHED.model_copy(update={"valid_until": date(2027, 4, 29)}), decided())
AGREED = facts.RemeasurementAgreed(agreed_on=date(2026, 11, 2), measure_on=date(2027, 4, 30))
ZERO_HOURS = (*GRANTED, amended(form="zero_hours", hours="0"))
HOURS = facts.HoursReported(start=date(2026, 10, 23), until=date(2026, 10, 31), hours="30", source="payslip")
NOTICE = facts.Reindexed(
    decision=f"{CASE}/2", effective=date(2027, 1, 1), subsidy_before_cents=1, charges_before_cents=1, subsidy_cents=2,
    charges_cents=2, employer_notified_on=date(2027, 1, 5), employee_notified_on=date(2027, 1, 5),
    employer_objects_until=date(2027, 2, 16), employee_objects_until=date(2027, 2, 16),
)  # fmt: skip
YOUNG = (
    APPLIED.model_copy(update={"age_steps": (AgeStep(age=19, since=date(2026, 10, 23)), AgeStep(age=20, since=date(2027, 1, 16)))}),
    MEASURED, ESTABLISHED, decided(),
)  # fmt: skip
OBJECTION = facts.ObjectionFiled(
    decision=f"{CASE}/1", by="employer", received_on=date(2026, 10, 20), last_day=date(2026, 11, 9),
    decide_by=date(2026, 12, 21),
)  # fmt: skip
OBJECTION_DECIDED = facts.ObjectionDecided(of=5, outcome="unfounded", decided_on=date(2026, 12, 1))
ENDED = (*GRANTED, facts.Ended(reason="contract_ended", last_day=date(2026, 11, 30)))
SENT = facts.Paid.model_construct(
    run="GM0363-2026-11-1", reference="r", booked=(), sent=amounts(30000), booked_on=date(2026, 11, 20),
    execution_day=date(2026, 11, 19), employer="W-000001-D", account=1,
)  # fmt: skip
DETERMINED = (
    decided(2, outcome="determine", ground="ended", route=None, decided_on=date(2026, 12, 7)),
    facts.FinallySettled(
        decision=f"{CASE}/2", subsidy_cents=0, charges_cents=0, balance_cents=-30000, claim_until=date(2031, 12, 7)
    ),
)
OWED = (*GRANTED, SENT, ENDED[-1], *DETERMINED)
ANNOUNCED = facts.RecoveryAnnounced(cents=30000, announced_on=date(2026, 12, 8), respond_by=date(2026, 12, 22))
CLAIMED = facts.RecoveryClaimed(
    decision=f"{CASE}/3", cents=30000, decided_on=date(2026, 12, 23), employer_notified_on=date(2026, 12, 23),
    employer_objects_until=date(2027, 2, 3), pay_by=date(2027, 2, 3),
)  # fmt: skip
CLAIM = (*OWED, ANNOUNCED, CLAIMED)
PAID_BACK = facts.RecoveryReceived(lines=amounts(30000), received_on=date(2027, 1, 4), bank_line=None)
PARTS = facts.InstalmentsAgreed(
    agreed_on=date(2027, 1, 4),
    instalments=({"due_on": "2027-02-28", "cents": 10000}, {"due_on": "2027-03-31", "cents": 20000}),
)
BOOKED = facts.OpeningBooked(
    opening="O", paid_through=Month(2026, 10), lines=(), balance=amounts(30000), booked_on=date(2026, 11, 1)
)
RETURNED = facts.PaymentReturned(
    run="GM0363-2026-11-1", reason="AC04", lines=amounts(30000), returned_on=date(2026, 11, 24)
)
REGISTERED_ACCOUNT = an_employer(facts.AccountBlocked(account=1, reason="AC04"))
DEFAULT = facts.DefaultNoticed(
    received_on=date(2026, 10, 29), decide_by=date(2026, 11, 12), penalty_until=date(2026, 12, 24)
)


class Life(NamedTuple):
    """What happened, the item that it leads to, its days, and what closes it (None: time alone, for it only waits)."""

    kind: str
    happened: tuple[Fact, ...]
    opens: str
    due: str
    closes: Fact | tuple[Fact, ...] | None
    key: str | None = None
    parties: dict[str, Any] = {}  # noqa: RUF012


LIVES = (
    Life("target_group", (APPLIED,), "2026-09-01", "2026-10-27", decided(), parties={"person": a_person()}),
    Life("first_contact", (APPLIED,), "2026-09-01", "2026-09-15", REQUESTED),
    Life("documents", (APPLIED, REQUESTED), "2026-09-02", "2026-09-16", RECEIVED),
    Life("reminder", (APPLIED, REQUESTED), "2026-09-17", "2026-09-17", RECEIVED, "documents/1"),
    Life("reminder", (APPLIED, REQUESTED, reminded("documents", 1, "2026-09-17", "2026-10-01", documents=("contract",))),
         "2026-10-02", "2026-10-02", RECEIVED, "documents/2"),
    Life("reminder", (APPLIED, REQUESTED, reminded("documents", 1, "2026-09-17", "2026-10-01", documents=("contract",)),
                      reminded("documents", 2, "2026-10-02", "2026-10-16", documents=("contract",))),
         "2026-10-17", "2026-10-19", RECEIVED, "documents/3"),
    Life("set_aside", (APPLIED, REQUESTED, *(reminded("documents", n, "2026-10-19", "2026-11-02", documents=("contract",))
                                             for n in (1, 2, 3))), "2026-11-03", "2026-11-30", RECEIVED),
    Life("measurement_to_plan", (APPLIED,), "2026-09-01", "2026-09-15", ORDERED),
    Life("measurement", (APPLIED, ORDERED), "2026-09-02", "2026-09-14", MEASURED),
    Life("report", (APPLIED, ORDERED), "2026-09-15", "2026-09-28", MEASURED),
    Life("establish", (APPLIED, MEASURED), "2026-09-21", "2026-10-05", ESTABLISHED),
    Life("discuss", (APPLIED, MEASURED, ESTABLISHED), "2026-09-22", "2026-10-27",
         facts.OutcomeDiscussed(discussed_on=date(2026, 9, 23), with_employer=True, with_employee=True)),
    Life("decide", (APPLIED, MEASURED, ESTABLISHED), "2026-09-22", "2026-10-27", decided()),
    Life("decide", (APPLIED, WAIVED), "2026-09-22", "2026-10-27", decided()),
    Life("default", (APPLIED, MEASURED, ESTABLISHED, DEFAULT), "2026-10-29", "2026-11-12", decided()),
    Life("tell_employee", GRANTED, "2026-09-28", "2026-09-28", TOLD),
    Life("objection_term", GRANTED, "2026-09-28", "2026-11-09", None),
    Life("objection", (*GRANTED, OBJECTION), "2026-10-20", "2026-12-21", OBJECTION_DECIDED),
    Life("flat_rate_ending", FLAT_RATE, "2027-02-23", "2027-03-09", ORDERED),
    Life("extension", ENDS, "2027-02-01", "2027-02-01", ASKED),
    Life("extension", VALUE_ENDS, "2027-02-28", "2027-03-01", ASKED.model_copy(
        update={"ends": "wage_value", "last_day": date(2027, 4, 29)})),
    Life("extension_answer", (*ENDS, ASKED), "2027-02-01", "2027-02-15", DECLINED),
    Life("extension_answer", ENDS, "2027-04-01", "2027-04-14", DECLINED),
    Life("reminder", (*ENDS, ASKED), "2027-02-16", "2027-02-16", CONFIRMED, "extension/1"),
    Life("no_answer", (*ENDS, ASKED, *(reminded("extension", n, "2027-03-01", "2027-03-15") for n in (1, 2, 3))),
         "2027-03-16", "2027-03-16", DECLINED.model_copy(update={"answered": False})),
    Life("replacement", (*ENDS, ASKED, DECLINED), "2027-02-10", "2027-03-31",
         facts.Ended(reason="contract_ended", last_day=date(2027, 3, 31))),
    Life("end", (*ENDS, ASKED, DECLINED), "2027-04-01", "2027-04-14",
         facts.Ended(reason="contract_ended", last_day=date(2027, 3, 31))),
    Life("extend", (APPLIED, MEASURED, ESTABLISHED, decided(until=date(2027, 4, 22))), "2027-02-23", "2027-04-22",
         decided(2, start=date(2027, 4, 23))),
    Life("remeasurement", (*GRANTED, AGREED), "2027-03-01", "2027-04-30", ORDERED),
    Life("hours", ZERO_HOURS, "2026-11-01", "2026-12-31", HOURS, "2026-10"),
    Life("indexation", GRANTED, "2027-01-01", "2027-01-31", NOTICE),
    Life("birthday", YOUNG, "2027-01-01", "2027-01-16", None),
    Life("determine", ENDED, "2026-12-01", "2027-01-25", DETERMINED),
    Life("announce_recovery", OWED, "2026-12-07", "2027-02-01", ANNOUNCED),
    Life("recovery_views", (*OWED, ANNOUNCED), "2026-12-08", "2026-12-22", CLAIMED),
    Life("claim", (*OWED, ANNOUNCED), "2026-12-23", "2027-02-01", CLAIMED),
    Life("recovery_lapses", (*OWED, ANNOUNCED), "2031-06-07", "2031-12-07", CLAIMED, f"{CASE}/2"),
    Life("recovery_lapses", CLAIM, "2031-08-03", "2032-02-03", PAID_BACK),
    Life("payment_of_claim", CLAIM, "2026-12-23", "2027-02-03", PAID_BACK),
    Life("payment_of_claim", (*CLAIM, PARTS), "2026-12-23", "2027-03-31", PAID_BACK, "2027-03-31"),
    Life("reminder", CLAIM, "2027-02-04", "2027-02-04", PAID_BACK, "payment/1"),
    Life("reminder", (*CLAIM, PARTS), "2027-03-01", "2027-03-01", PAID_BACK, "payment/1"),
    Life("collect", (*CLAIM, reminded("payment", 1, "2027-02-04", "2027-02-18")), "2027-02-19", "2027-03-04", PAID_BACK),
    Life("payment_back", (*GRANTED, BOOKED, SENT, RETURNED), "2026-11-24", "2026-12-18", SENT,
         parties={"employer": REGISTERED_ACCOUNT}),
)  # fmt: skip


def items(happened: tuple[Fact, ...], **parties: Any) -> tuple[WorkItem, ...]:
    """What is to do after that."""
    return work.items(given(*happened), packaged_law(), Policy.defaults(), UNTIL, **parties)


def of_kind(life: Life, *more: Fact) -> list[WorkItem]:
    """The items of the life's kind and key, after one more fact."""
    found = items((*life.happened, *more), **life.parties)
    return [one for one in found if one.kind == life.kind and life.key in (None, one.key)]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: f"{life.kind} {life.key or ''}".strip())
def test_an_item_opens_becomes_late_and_closes(life: Life) -> None:
    (item,) = of_kind(life)
    assert (str(item.opens_on), str(item.due_on)) == (life.opens, life.due)
    assert not item.late(item.due_on)
    assert item.late(item.due_on + DAY) is not item.waits
    assert item.over(item.due_on + DAY) is item.waits
    assert item.days_left(item.due_on + 3 * DAY) == -3
    if life.closes is None:
        assert item.waits
    else:
        closes = life.closes if isinstance(life.closes, tuple) else (life.closes,)
        assert of_kind(life, *closes) == []


def test_every_kind_of_a_case_has_a_life() -> None:
    municipal = {"prepare_run", "approve_run", "export_run", "run_again", "settle", "sign_off", "proposal"}
    assert KINDS.keys() - {life.kind for life in LIVES} == municipal


def test_an_employer_is_asked_until_the_last_day_and_after_it_answered_for() -> None:
    """Step H1: what ended cannot be asked about any more; what came after it is confirmed or declined."""
    ask, answer = (one for one in items(ENDS) if one.kind in ("extension", "extension_answer"))
    for day, over in ((date(2027, 3, 31), False), (date(2027, 4, 1), True)):
        assert ask.over(day) is over
        assert (answer.opens_on <= day) is over
    assert not answer.over(date(2028, 1, 1))


def test_the_decision_waits_while_data_are_missing() -> None:
    """Awb 4:15: asked on 2 October and come in on 20 October, so the term waits for seventeen days."""
    asked = facts.DocumentsRequested(
        documents=("contract",), respond_by=date(2026, 10, 30), requested_on=date(2026, 10, 2)
    )
    came = RECEIVED.model_copy(update={"received_on": date(2026, 10, 20)})
    found = items((APPLIED, MEASURED, ESTABLISHED, asked, came))
    assert {one.due_on for one in found if one.kind in ("decide", "discuss")} == {date(2026, 11, 13)}


def test_a_new_request_begins_the_reminders_anew() -> None:
    again = facts.DocumentsRequested(
        documents=("payslip",), respond_by=date(2026, 10, 20), requested_on=date(2026, 10, 6)
    )
    first = reminded("documents", 1, "2026-09-17", "2026-10-01", documents=("contract",))
    (item,) = (one for one in items((APPLIED, REQUESTED, first, again)) if one.kind == "reminder")
    assert (item.key, str(item.opens_on)) == ("documents/1", "2026-10-21")


def test_hours_that_stay_away_are_reminded_of_by_month_and_stay_not_reported() -> None:
    """R11: after the last reminder nothing follows; the hours stay on the list."""
    sent = tuple(reminded("hours", n, "2026-12-01", "2026-12-15", months=("2026-10",)) for n in (1, 2, 3))
    found = items((*ZERO_HOURS, *sent))
    assert [one.key for one in found if one.kind == "hours"] == ["2026-10", "2026-11", "2026-12", "2027-01"]
    assert not [one for one in found if one.kind == "reminder" and "2026-10" in one.key]


def test_what_returns_is_told_up_to_the_day_that_is_asked_for() -> None:
    kinds = [
        {one.kind for one in work.items(given(*YOUNG), packaged_law(), Policy.defaults(), until)}
        for until in (date(2026, 12, 31), date(2027, 1, 15), date(2027, 1, 16))
    ]
    assert [sorted(one & {"indexation", "birthday"}) for one in kinds] == [
        [],
        ["indexation"],
        ["birthday", "indexation"],
    ]


def test_a_decision_of_a_takeover_was_told_elsewhere() -> None:
    taken = (APPLIED, decided(ground="takeover"))
    assert not [one for one in items(taken) if one.kind in ("tell_employee", "objection_term")]


def test_a_determination_is_made_again_when_an_input_was_corrected_since() -> None:
    """R31: afterwards corrections are allowed, followed by a new determination."""
    corrected = facts.Corrected(
        slot=5, reason="wrong_day", kind="Ended",
        replacement=facts.Ended(reason="contract_ended", last_day=date(2026, 11, 15)).model_dump_json(),
    )  # fmt: skip
    assert "determine" in {one.kind for one in items((*ENDED, *DETERMINED, corrected))}
    assert "determine" not in {one.kind for one in items((*ENDED, *DETERMINED))}


def test_a_payment_that_came_back_asks_for_another_account_only_where_it_is_blocked() -> None:
    """R26: AC04 blocks the account until another is approved; then the next run sends it, and nobody has to act."""
    happened = (*GRANTED, BOOKED, SENT, RETURNED)
    for employer, waits in ((REGISTERED_ACCOUNT, False), (Employer(number="W-000001-D", account=2), True)):
        (item,) = (one for one in items(happened, employer=employer) if one.kind == "payment_back")
        assert item.waits is waits
    withdrawn = RETURNED.model_copy(update={"reason": "run_withdrawn"})
    assert "payment_back" not in {one.kind for one in items((*GRANTED, BOOKED, SENT, withdrawn))}


def test_a_person_who_is_in_the_target_group_or_was_rejected_asks_nothing_more() -> None:
    group = {"group": "assistance", "applied_on": None, "effective": date(2026, 8, 15)}
    for judged in (facts.TargetGroupEstablished(**group), facts.TargetGroupRejected(**group)):
        assert "target_group" not in {one.kind for one in items((APPLIED,), person=a_person(judged))}
    assert "target_group" not in {
        one.kind for one in items((APPLIED,), person=Person(number=PERSON, group="assistance"))
    }


def test_a_municipality_that_reminds_once_and_sooner_has_its_own_days() -> None:
    """The number, the gap and the use of reminders are policy."""
    chosen = Policy({"reminders": (Choice(date(2026, 1, 1), "1x5 documents", 1),)})
    happened = (APPLIED, REQUESTED.model_copy(update={"respond_by": date(2026, 9, 4)}))
    found = work.items(given(*happened), packaged_law(), chosen, UNTIL)
    assert [str(one.opens_on) for one in found if one.kind == "reminder"] == ["2026-09-10"]
    once = reminded("documents", 1, "2026-09-10", "2026-09-17", documents=("contract",))
    found = work.items(given(*happened, once), packaged_law(), chosen, UNTIL)
    assert [str(one.opens_on) for one in found if one.kind == "set_aside"] == ["2026-09-18"]


def test_nothing_is_to_do_about_a_case_that_nobody_asked_for() -> None:
    assert work.items(replace(given(), case=CASE), packaged_law(), Policy.defaults(), UNTIL) == ()
