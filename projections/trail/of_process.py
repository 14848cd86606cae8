"""Sentences about the process around the money: reminders, talks, notices, extensions and letters."""

from ledger import facts
from projections.trail.of_case import documents
from projections.trail.phrase import Phrase
from projections.words import amount, in_month, listed, on_day, words

_ABOUT = {"documents": "what is missing", "hours": "worked hours", "extension": "an extension", "payment": "a payment"}


def reminded(fact: facts.Reminded, of: str) -> str:
    """A reminder."""
    missing = documents(fact.documents) or listed(map(in_month, fact.months))
    what = f"{_ABOUT[fact.about]}{f' ({missing})' if missing else ''}"
    early = f", before its day: {words(fact.anyway)}" if fact.anyway else ""
    when = f"on {on_day(fact.reminded_on)}, to be answered by {on_day(fact.respond_by)}"
    return f"reminded of {what} in {of} for the {_nth(fact.level)} time {when}{early}"


def set_aside(fact: facts.SetAside, of: str) -> str:
    """An application that stays incomplete."""
    asked = f"{documents(fact.documents)} did not come in by {on_day(fact.asked_until)}"
    early = f", before its day: {words(fact.anyway)}" if fact.anyway else ""
    objects = f"employer and employee can object through {on_day(fact.employer_objects_until)}"
    if fact.employee_objects_until != fact.employer_objects_until:
        objects += f" and {on_day(fact.employee_objects_until)}"
    return f"set {of} aside on {on_day(fact.decided_on)} ({fact.decision}): {asked}{early}; {objects}"


def outcome_discussed(fact: facts.OutcomeDiscussed, of: str) -> str:
    """A talk about the wage value."""
    there = [name for name in ("employer", "employee") if getattr(fact, f"with_{name}")]
    return f"discussed the outcome of the measurement in {of} with {listed(there) or 'nobody'} on {on_day(fact.discussed_on)}"


def employee_notified(fact: facts.EmployeeNotified, of: str) -> str:
    """The employee was told in writing."""
    until = f"who can object through {on_day(fact.objects_until)}"
    return f"told the employee in {of} of decision {fact.decision} on {on_day(fact.notified_on)}, {until}"


def default_noticed(fact: facts.DefaultNoticed, of: str) -> str:
    """The decision is late, somebody said."""
    penalty = (
        f"without a decision by {on_day(fact.decide_by)} a penalty runs, through {on_day(fact.penalty_until)} at most"
    )
    return f"recorded a notice of default in {of}, received on {on_day(fact.received_on)}; {penalty}"


def extension_asked(fact: facts.ExtensionAsked, of: str) -> str:
    """What comes after the end?"""
    early = f", before its day: {words(fact.anyway)}" if fact.anyway else ""
    when = f"on {on_day(fact.asked_on)}, to be answered by {on_day(fact.respond_by)}"
    return f"asked the employer in {of} what comes after the {words(fact.ends)} ends on {on_day(fact.last_day)}, {when}{early}"


def extension_confirmed(fact: facts.ExtensionConfirmed, of: str) -> str:
    """It goes on."""
    until = "without an end" if isinstance(fact.until, str) else f"through {on_day(fact.until)}"
    confirmed = f"confirmed on {on_day(fact.confirmed_on)}"
    return f"recorded that the employment of {of} goes on after {on_day(fact.last_day)} {until}, {confirmed}"


def extension_declined(fact: facts.ExtensionDeclined, of: str) -> str:
    """It does not."""
    why = "the employer said so" if fact.answered else "the employer did not answer the last reminder"
    when = f"recorded on {on_day(fact.declined_on)}"
    return f"recorded that there is no extension of {of} after {on_day(fact.last_day)}: {why}, {when}"


def remeasurement_agreed(fact: facts.RemeasurementAgreed, of: str) -> str:
    """A new measurement."""
    agreed = f"agreed on with employer and employee on {on_day(fact.agreed_on)}"
    return f"recorded that the wage value in {of} is measured again on {on_day(fact.measure_on)}, {agreed}"


def reindexed(fact: facts.Reindexed, of: str) -> str:
    """The yearly new amount."""
    before = amount(fact.subsidy_before_cents + fact.charges_before_cents)
    after = amount(fact.subsidy_cents + fact.charges_cents)
    change = f"a full month goes from {before} to {after} from {on_day(fact.effective)}"
    return f"told of the amount set anew in {of} ({fact.decision}): {change}"


def letter_sent(fact: facts.LetterSent, of: str) -> str:
    """A letter."""
    about = f" about decision {fact.decision}" if fact.decision else ""
    objects = f"; it said that one can object through {on_day(fact.objects_until)}" if fact.objects_until else ""
    what = f"letter {words(fact.kind)} to the {fact.recipient} in {of}{about}"
    return f"sent the {what} on {on_day(fact.sent_on)}{objects}; SHA-256 of the file {fact.digest[:16]}…"


def template_adopted(fact: facts.TemplateAdopted, of: str) -> str:
    """Own words of a municipality."""
    kind = "logo" if fact.template == "logo" else f"template for the letter {words(fact.template)}"
    return f"adopted for {of} its own {kind} from {on_day(fact.since)}"


def _nth(level: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(level, f"{level}th")


SENTENCES: dict[str, Phrase] = {
    "Reminded": reminded,
    "SetAside": set_aside,
    "OutcomeDiscussed": outcome_discussed,
    "EmployeeNotified": employee_notified,
    "DefaultNoticed": default_noticed,
    "ExtensionAsked": extension_asked,
    "ExtensionConfirmed": extension_confirmed,
    "ExtensionDeclined": extension_declined,
    "RemeasurementAgreed": remeasurement_agreed,
    "Reindexed": reindexed,
    "LetterSent": letter_sent,
    "TemplateAdopted": template_adopted,
}
