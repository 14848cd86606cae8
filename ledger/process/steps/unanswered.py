"""What was asked and is not answered: it waits, is asked again, and at last has a consequence (steps A3 and H2).

After the last reminder an application can be set aside (Awb 4:5), an extension counts as not asked, hours stay not
reported, and a claim is collected.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from ledger import facts
from ledger.calculation.calendar import Month
from ledger.calculation.money import euro
from ledger.process import deadlines
from ledger.process.asking import (
    Asked,
    chosen,
    documents_asked,
    extension_asked,
    extension_open,
    hours_asked,
    missing_documents,
    payment_reminded,
)
from ledger.process.case import Case
from ledger.process.item import WorkItem


def steps(case: Case) -> Iterator[WorkItem]:
    """Every question of a case that has no answer yet."""
    if case.status in ("applied", "granted"):
        if case.last(facts.DocumentsRequested):
            yield from _documents(case)
        if case.last(facts.ExtensionAsked):
            yield from _extension(case)
    if case.subsidy.grants and case.final is None:
        yield from _hours(case)
    if case.subsidy.claims:
        yield from _claim(case)


def _documents(case: Case) -> Iterator[WorkItem]:
    asked = documents_asked(case.subsidy)
    if asked is None:
        return
    missing = ", ".join(one.replace("_", " ") for one in missing_documents(case.subsidy))
    opens = asked.asked_on or case.application.received_on
    say = f"{missing} missing: to come in by {asked.until}{_time(asked)}"
    command = f"lks documents receive {{case}} --document {missing_documents(case.subsidy)[0]}"
    yield case.item("documents", opens, asked.until, deadlines.REMINDER, say, command, waits=True)
    again = _reminder(case, "documents", asked, f"{missing} missing")
    if again is not None:
        yield again
    elif not case.subsidy.grants:
        last = deadlines.SET_ASIDE.last_day(asked.until, case.equated)
        opens = deadlines.day_after(asked.until)
        say = f"{missing} did not come in by {asked.until}: set the application aside"
        yield case.item("set_aside", opens, last, deadlines.SET_ASIDE, say, "lks set-aside {case}")


def _extension(case: Case) -> Iterator[WorkItem]:
    asked, question = extension_asked(case.subsidy), extension_open(case.subsidy)
    if asked is None or question is None:
        return
    last_day = question[1].last_day
    say = f"answer on what comes after {last_day}, by {asked.until}{_time(asked)}"
    command = "lks extend confirm {case} --until DAY"
    opens = asked.asked_on or question[1].asked_on
    yield case.item("extension_answer", opens, asked.until, deadlines.SIGNAL, say, command, key=last_day, waits=True)
    again = _reminder(case, "extension", asked, f"no answer on what comes after {last_day}")
    if again is not None:
        yield again
        return
    opens = deadlines.day_after(asked.until)
    say = f"no answer by {asked.until}: an extension after {last_day} counts as not asked"
    yield case.item(
        "no_answer", opens, deadlines.office_day(opens), deadlines.SIGNAL, say, "lks extend decline {case} --no-answer",
        key=last_day,
    )  # fmt: skip


def _hours(case: Case) -> Iterator[WorkItem]:
    """A reminder has one level, so months that were reminded of as often, and until the same day, go together."""
    together: dict[Asked, list[Month]] = {}
    for month in case.missing_months:
        together.setdefault(hours_asked(case.subsidy, month), []).append(month)
    for asked, months in together.items():
        options = "".join(f" --month {month}" for month in months)
        again = _reminder(case, "hours", asked, f"hours of {_named(months)} not reported", options)
        if again is not None:
            yield again


def _claim(case: Case) -> Iterator[WorkItem]:
    """Awb 4:112: reminded of once, when the first part of it is overdue; then collected by writ (4:114)."""
    outstanding = case.subsidy.claimed_cents()
    if outstanding <= 0:
        return
    due = expected(case.subsidy.instalments, case.subsidy.claims[-1], outstanding)
    first = min(day for day, _ in due)
    opens = deadlines.day_after(first)
    reminded = payment_reminded(case.subsidy)
    if reminded is None:
        say = f"claim not paid by {first}: remind, with two weeks to pay"
        yield case.item(
            "reminder", opens, deadlines.office_day(opens), deadlines.PAYMENT_REMINDER, say,
            "lks remind {case} --about payment", key="payment/1",
        )  # fmt: skip
        return
    opens = deadlines.day_after(reminded.respond_by)
    say = f"{euro(outstanding)} not paid by {reminded.respond_by} after the reminder: collect by writ"
    last = deadlines.COLLECTION.last_day(reminded.respond_by)
    yield case.item("collect", opens, last, deadlines.COLLECTION, say, f"lks recovery show {case.number}")


def expected(
    agreed: facts.InstalmentsAgreed | None, claim: facts.RecoveryClaimed, outstanding: int
) -> list[tuple[date, int]]:
    """The days on which money of a claim is to come in, and how much: the last parts are what is still to come."""
    parts = [(part.due_on, part.cents) for part in agreed.instalments] if agreed else [(claim.pay_by, outstanding)]
    found: list[tuple[date, int]] = []
    for day, cents in reversed(parts):
        if outstanding > 0:
            found.append((day, min(cents, outstanding)))
        outstanding -= cents
    return found[::-1]


def _reminder(case: Case, about: facts.ReminderAbout, asked: Asked, missing: str, options: str = "") -> WorkItem | None:
    """The next reminder, if there is one to send by the policy of the municipality."""
    policy = chosen(case.policy, asked.until)
    if about not in policy.uses or asked.level >= policy.number:
        return None
    opens = asked.again_from(policy.gap)
    say = f"{missing}: reminder {asked.level + 1} of {policy.number}"
    ground = deadlines.REMINDER if about == "documents" else deadlines.ASKED_AGAIN
    return case.item(
        "reminder", opens, deadlines.office_day(opens), ground, say,
        f"lks remind {{case}} --about {about}{options}", key=f"{about}/{asked.level + 1}{options}",
    )  # fmt: skip


def _time(asked: Asked) -> str:
    return f" (reminder {asked.level})" if asked.level else ""


def _named(months: Iterable[Month]) -> str:
    return ", ".join(map(str, months))
