"""From complete data to a decision: plan a measurement, measure, report, establish, discuss, decide (steps B and C).

The same steps come back when the flat rate ends, when a wage value ends, and when a re-measurement was agreed.
"""

from collections.abc import Iterator
from datetime import date

from ledger import facts
from ledger.process import deadlines
from ledger.process.case import At, Case
from ledger.process.item import WorkItem
from ledger.process.suspension import decide_by_now

_ROUND = (facts.MeasurementOrdered, facts.Measured, facts.WageValueEstablished, facts.MeasurementWaived)


def steps(case: Case) -> Iterator[WorkItem]:
    """What comes next in the round of measuring that is open, and the decision that waits."""
    if case.status not in ("applied", "granted"):
        return
    last = last_step(case)
    match last.fact if last else None:
        case None:
            yield from _to_begin(case)
        case facts.MeasurementOrdered(planned_on=date() as planned_on) as ordered:
            yield from _ordered(case, ordered, planned_on)
        case facts.MeasurementOrdered() as ordered:
            yield from _to_plan(case, ordered.ordered_on)
        case facts.Measured() as measured:
            yield from _to_establish(case, measured)
    yield from _to_decide(case)


def last_step(case: Case) -> At | None:
    """The last step of measuring since the last decision that granted or rejected."""
    found = [one for kind in _ROUND if (one := case.last(kind, case.subsidy.judged_at))]
    return max(found, default=None, key=lambda one: one.slot)


def _to_begin(case: Case) -> Iterator[WorkItem]:
    """Nothing was ordered or waived: it is planned once the data are there. A running case has reasons of its own."""
    if case.status == "applied" and not case.subsidy.awaited:
        yield from _to_plan(case, case.application.received_on)
    elif case.status == "granted":
        yield from _flat_rate_ending(case)
        yield from _remeasurement(case)


def _to_plan(case: Case, since: date) -> Iterator[WorkItem]:
    """In time before the start, so that report and decision fit in between."""
    last = deadlines.measured_by(case.application.start, since)
    say = f"measurement to plan, in time for {case.application.start}"
    command = "lks measurement order {case} --expert CODE --planned-on DAY"
    yield case.item("measurement_to_plan", since, last, deadlines.MEASUREMENT, say, command)


def _ordered(case: Case, ordered: facts.MeasurementOrdered, planned_on: date) -> Iterator[WorkItem]:
    """Measured on the day that was planned; the report within ten working days."""
    say = f"{ordered.expert} measures on {planned_on}"
    command = (
        f"lks measurement record {{case}} --measured-on {planned_on} --wage-value PERCENT --expert {ordered.expert}"
    )
    yield case.item("measurement", ordered.ordered_on, planned_on, deadlines.MEASUREMENT, say, command, waits=True)
    last = deadlines.REPORT.last_day(planned_on)
    say = f"report of {ordered.expert} on the measurement of {planned_on}"
    yield case.item("report", deadlines.day_after(planned_on), last, deadlines.REPORT, say, command)


def _to_establish(case: Case, measured: facts.Measured) -> Iterator[WorkItem]:
    """The college establishes the wage value on the report; that starts the five weeks."""
    last = deadlines.ESTABLISH.last_day(measured.reported_on)
    say = f"wage value {measured.wage_value} % to establish on the report of {measured.reported_on}"
    yield case.item(
        "establish", measured.reported_on, last, deadlines.ESTABLISH, say, "lks measurement establish {case}"
    )


def _to_decide(case: Case) -> Iterator[WorkItem]:
    """The decision, as its term runs now; before it the outcome is discussed."""
    basis = case.subsidy.basis
    if basis is None:
        return
    last = decide_by_now(case.subsidy, case.law, case.policy) or basis.decide_by
    if isinstance(basis, facts.WageValueEstablished):
        since = basis.established_on
        established = case.last(facts.WageValueEstablished)
        if established and case.last(facts.OutcomeDiscussed, established.slot) is None:
            say = f"outcome to discuss with employer and employee: {basis.wage_value} %"
            command = "lks outcome discussed {case}"
            yield case.item("discuss", since, last, deadlines.DECISION, say, command)
    else:
        since = basis.waived_on
    say = f"decide, within five weeks of {since}"
    granted = case.subsidy.granted
    start = " --start DAY" if granted and granted.route == "regular" else ""
    yield case.item("decide", since, last, deadlines.DECISION, say, f"lks decide grant {{case}}{start}")
    noticed = case.last(facts.DefaultNoticed, case.subsidy.judged_at)
    if noticed is not None:
        say = f"notice of default: after {noticed.fact.decide_by} a penalty, through {noticed.fact.penalty_until}"
        yield case.item(
            "default", noticed.fact.received_on, noticed.fact.decide_by, deadlines.DEFAULT_NOTICE, say,
            "lks decide grant {case}", key=noticed.slot,
        )  # fmt: skip


def _flat_rate_ending(case: Case) -> Iterator[WorkItem]:
    """Art. 10d lid 5: after six months the wage value counts, so it is measured before."""
    granted = case.subsidy.granted
    if granted is None or granted.route != "flat_rate" or granted.until is None:
        return
    contract = case.subsidy.contract_end
    if contract is not None and contract <= granted.until:
        return
    opens = deadlines.signal_from(granted.until)
    last = deadlines.measured_by(deadlines.day_after(granted.until), opens)
    say = f"flat rate ends on {granted.until}: measure now"
    command = "lks measurement order {case} --expert CODE --planned-on DAY"
    yield case.item("flat_rate_ending", opens, last, deadlines.FLAT_RATE, say, command)


def _remeasurement(case: Case) -> Iterator[WorkItem]:
    """Art. 10d lid 6: on the day that was agreed with employer and employee."""
    agreed = case.last(facts.RemeasurementAgreed)
    if agreed is None or any(case.after(kind, agreed.slot) for kind in _ROUND):
        return
    measure_on: date = agreed.fact.measure_on
    say = f"re-measurement agreed for {measure_on}"
    command = f"lks measurement order {{case}} --expert CODE --planned-on {measure_on}"
    yield case.item(
        "remeasurement", deadlines.signal_from(measure_on), measure_on, deadlines.REMEASUREMENT, say, command
    )
