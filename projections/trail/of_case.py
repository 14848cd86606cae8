"""Sentences about a case itself: the application, the measurement, decisions, changes, objections and the end."""

from datetime import date

from ledger import facts
from ledger.model import plain
from projections.trail.phrase import Phrase
from projections.words import amount, listed, on_day, words


def applied(fact: facts.Applied, of: str) -> str:
    """The application."""
    end = f" to {on_day(fact.end)}" if fact.end else ""
    most = f" to {plain(fact.maximum_hours)}" if fact.maximum_hours is not None else ""
    hours = f"{plain(fact.hours)}{most} hours of {plain(fact.sector_full_time_hours)} a week"
    who = f"person {fact.person} with employer {fact.employer}"
    work = f"{words(fact.form)} contract of {hours} from {on_day(fact.start)}{end}"
    basis = f"on {words(fact.basis)}, target group {words(fact.group)}"
    taken_over = f", taken over from {fact.taken_over_from}" if fact.taken_over_from else ""
    outside = f", by college decision {fact.college_decision}" if fact.college_decision else ""
    received = f"received from the {fact.applicant} on {on_day(fact.received_on)}"
    sheltered = ", sheltered work" if fact.sheltered else ""
    return f"recorded the application of {of}, {received} {basis}: {who}, {work}{sheltered}{taken_over}{outside}"


def documents_requested(fact: facts.DocumentsRequested, of: str) -> str:
    """What is missing."""
    return f"asked for what is missing in {of} ({documents(fact.documents)}), to be sent by {on_day(fact.respond_by)}"


def documents_received(fact: facts.DocumentsReceived, of: str) -> str:
    """What came in."""
    kept = f"; of {len(fact.digests)} the content is proven by its SHA-256" if fact.digests else ""
    return f"recorded that {documents(fact.documents)} came in for {of} on {on_day(fact.received_on)}{kept}"


def measurement_ordered(fact: facts.MeasurementOrdered, of: str) -> str:
    """Who is to measure."""
    planned = f", planned on {on_day(fact.planned_on)}" if fact.planned_on else ""
    return f"ordered expert {fact.expert} on {on_day(fact.ordered_on)} to measure the wage value for {of}{planned}"


def measured(fact: facts.Measured, of: str) -> str:
    """What was measured; nothing is due by it."""
    when = f"on {on_day(fact.measured_on)} by {fact.method}, reported on {on_day(fact.reported_on)}"
    late = f", late (it was due by {on_day(fact.report_due)})" if fact.reported_on > fact.report_due else ""
    draft = f"; the draft was discussed on {on_day(fact.draft_discussed_on)}" if fact.draft_discussed_on else ""
    value = f"a wage value of {plain(fact.wage_value)} %"
    return f"recorded the report of expert {fact.expert} for {of}: {value}, measured {when}{late}{draft}"


def measurement_accounted(fact: facts.MeasurementAccounted, of: str) -> str:
    """Who accounts for a report."""
    valid = "was valid" if fact.certified else "was not valid"
    certificate = f"certificate {fact.certificate} {valid} on the day" if fact.certificate else "no certificate"
    comments = f"; commented on by {listed(fact.commented)}" if fact.commented else ""
    second = f"; looked at again on {on_day(fact.second_look_on)}" if fact.second_look_on else ""
    who = f"expert {fact.expert} of provider {fact.provider}, supervised by {words(fact.supervisor)}"
    return f"recorded who accounts for the report in {of}: {who}, {certificate}{comments}{second}"


def established(fact: facts.WageValueEstablished, of: str) -> str:
    """What the college established."""
    valid = f", valid through {on_day(fact.valid_until)}" if fact.valid_until else ""
    term = f"a decision is due by {on_day(fact.decide_by)}"
    return f"established a wage value of {plain(fact.wage_value)} % for {of} on {on_day(fact.established_on)}{valid}; {term}"


def waived(fact: facts.MeasurementWaived, of: str) -> str:
    """No measurement yet."""
    term = f"a decision is due by {on_day(fact.decide_by)}"
    return f"waived the measurement for {of} on {on_day(fact.waived_on)}, in consultation with the employer; {term}"


def decided(fact: facts.Decided, of: str) -> str:
    """A decision: outcome, ground, what it rules, and whether it was in time."""
    day = f" on {on_day(fact.decided_on)}"
    late = f"; late, it was due by {on_day(fact.decide_by)}" if fact.late and fact.decide_by else ""
    college = f", by college decision {fact.college_decision}" if fact.college_decision else ""
    objects = _objects(fact.employer_objects_until, fact.employee_objects_until)
    outcome = f"{words(fact.outcome)} on {words(fact.ground)}{college}{_ruled(fact)}"
    return f"decided{day} in {of} ({fact.decision}): {outcome}{late}; {objects}"


def amended(fact: facts.Amended, of: str) -> str:
    """What changed in the employment."""
    changes = [
        *([f"a {words(fact.form)} contract"] if fact.form else []),
        *([f"{plain(fact.hours)} agreed hours a week"] if fact.hours is not None else []),
        *([f"at most {plain(fact.maximum_hours)} hours"] if fact.maximum_hours is not None else []),
        *([f"a sector week of {plain(fact.sector_full_time_hours)} hours"] if fact.sector_full_time_hours else []),
        *([_end(fact.end)] if fact.end else []),
        *([f"employer {fact.employer} is paid"] if fact.employer else []),
    ]
    return f"recorded a change in {of} from {on_day(fact.effective)}: {listed(changes) or 'nothing differs'}"


def hours_reported(fact: facts.HoursReported, of: str) -> str:
    """Worked hours."""
    source = {"payslip": "the payslip", "suwi": "the register of UWV"}[fact.source]
    return f"recorded {plain(fact.hours)} worked hours for {of} over {_period(fact.start, fact.until)}, from {source}"


def leave_reported(fact: facts.LeaveReported, of: str) -> str:
    """Unpaid leave."""
    left = "the agreed hours stay" if fact.hours is None else f"{plain(fact.hours)} agreed hours remain"
    return f"recorded unpaid leave for {of} over {_period(fact.start, fact.until)}; {left}"


def sickness_reported(fact: facts.SicknessReported, of: str) -> str:
    """Sickness that was reported before 2022."""
    last = f"through {on_day(fact.last_day)}" if fact.last_day else "without a last day"
    when = f"from {on_day(fact.first_day)} {last}, reported on {on_day(fact.reported_on)}"
    return f"recorded sick pay (art. 29b ZW) for {of} {when}, source {fact.source}"


def transferred(fact: facts.Transferred, of: str) -> str:
    """A move."""
    stays = "; the college stays competent" if fact.stays else "; the subsidy here ends the day before"
    return f"recorded for {of} a move to {fact.destination}, registered there on {on_day(fact.registered_on)}{stays}"


def objection_filed(fact: facts.ObjectionFiled, of: str) -> str:
    """An objection."""
    late = " (late)" if fact.received_on > fact.last_day else ""
    when = f"received on {on_day(fact.received_on)}{late}; to be decided on by {on_day(fact.decide_by)}"
    return f"recorded an objection of the {fact.by} against decision {fact.decision} in {of}, {when}"


def objection_decided(fact: facts.ObjectionDecided, of: str) -> str:
    """The decision on an objection."""
    return f"decided on {on_day(fact.decided_on)} on an objection in {of}: {words(fact.outcome)}"


def ended(fact: facts.Ended, of: str) -> str:
    """The end."""
    return f"recorded that {of} ended, {words(fact.reason)}; the last day that is due is {on_day(fact.last_day)}"


def documents(kinds: tuple[str, ...]) -> str:
    """Kinds of documents in words."""
    return listed(map(words, kinds))


def _objects(employer: date, employee: date) -> str:
    if employer == employee:
        return f"employer and employee can object through {on_day(employer)}"
    return f"the employer can object through {on_day(employer)}, the employee through {on_day(employee)}"


def _ruled(fact: facts.Decided) -> str:
    """What a decision rules: route, wage value, period and the amount of a full month."""
    if fact.route is None:
        return ""
    assert fact.start is not None
    if fact.outcome == "withdraw":
        return f"; from {on_day(fact.start)} on nothing is due"
    until = f"through {on_day(fact.until)}" if fact.until else "without an end"
    value = f", wage value {plain(fact.wage_value)} %" if fact.wage_value is not None else ""
    amounts = f"{amount(fact.subsidy_cents)} subsidy and {amount(fact.charges_cents)} employer charges a full month"
    return f", {words(fact.route)} route{value}, from {on_day(fact.start)} {until}: {amounts}"


def _end(end: date | str) -> str:
    return "a contract without an end" if isinstance(end, str) else f"a contract that ends on {on_day(end)}"


def _period(first: date, last: date) -> str:
    return f"{on_day(first)} through {on_day(last)}"


SENTENCES: dict[str, Phrase] = {
    "Applied": applied,
    "DocumentsRequested": documents_requested,
    "DocumentsReceived": documents_received,
    "MeasurementOrdered": measurement_ordered,
    "Measured": measured,
    "MeasurementAccounted": measurement_accounted,
    "WageValueEstablished": established,
    "MeasurementWaived": waived,
    "Decided": decided,
    "Amended": amended,
    "HoursReported": hours_reported,
    "LeaveReported": leave_reported,
    "SicknessReported": sickness_reported,
    "Transferred": transferred,
    "ObjectionFiled": objection_filed,
    "ObjectionDecided": objection_decided,
    "Ended": ended,
}
