"""The legality checklist (rechtmatigheid) of one case: each point with what the ledger knows of it, or that it must be asked for.

Pure: a fold of the case's entries and of those about the person's target group, as known at a position. Nothing in it is sealed.
"""

from collections.abc import Callable, Sequence

from ledger import facts
from ledger.log.entry import Entry
from projections.sampling import money_points
from projections.sampling.case_file import CaseFile, Evidence, Point, point


def checklist(entries: Sequence[Entry], group: Sequence[Entry]) -> tuple[Point, ...]:
    """The points of a case; `group` are the entries about the target group of its person."""
    corrected = {entry.fact.slot: entry.position for entry in entries if isinstance(entry.fact, facts.Corrected)}
    file = CaseFile(entries, group, corrected)
    return tuple(made(file) for made in _POINTS)


def _application(file: CaseFile) -> Point:
    papers = file.documents("application")
    found = []
    own = False
    for entry, fact in file.of(facts.Applied):
        own = fact.applicant == "municipality"
        who = "ex officio (ambtshalve)" if own else f"applied by the {fact.applicant}"
        found.append(
            Evidence(entry.position, fact.received_on, file.said(entry, f"{who}, {fact.basis.replace('_', ' ')}"))
        )
    missing = "" if papers else ("the note of the decision to act ex officio" if own else "the application itself")
    return point("application or note ex officio", "art. 10d lid 1, 2 Pw", [*found, *papers], missing)


def _target_group(file: CaseFile) -> Point:
    found = [
        Evidence(
            entry.position,
            entry.fact.effective,
            f"target group {entry.fact.group} from {entry.fact.effective}"
            + ("" if entry.fact.applied_on else ", ex officio (ambtshalve)"),
        )
        for entry in file.group
        if isinstance(entry.fact, facts.TargetGroupEstablished)
    ]
    return point("determination of the target group", "art. 10c Pw", found, "" if found else "the determination")


def _contract(file: CaseFile) -> Point:
    papers = file.documents("contract")
    return point("employment contract", "art. 10d lid 1 Pw", papers, "" if papers else "the contract")


def _report(file: CaseFile) -> Point:
    reports = [
        Evidence(
            entry.position,
            fact.reported_on,
            file.said(entry, f"measured {fact.wage_value} % by {fact.expert}, {fact.method}"),
        )
        for entry, fact in file.of(facts.Measured)
    ]
    waived = [
        Evidence(entry.position, fact.waived_on, "measurement waived")
        for entry, fact in file.of(facts.MeasurementWaived)
    ]
    papers = file.documents("wage_value_report")
    if not reports and (waived or _taken_over(file)):
        return Point("wage value report", "art. 10d lid 1 b Pw", "does_not_apply", tuple(waived))
    missing = "" if papers else "the report itself" if reports else "the measurement and its report"
    return point(
        "wage value report", "art. 10d lid 1 a Pw; Besluit loonwaardebepaling", [*waived, *reports, *papers], missing
    )


def _comments(file: CaseFile) -> Point:
    found = [
        Evidence(entry.position, fact.draft_discussed_on, "draft discussed")
        for entry, fact in file.of(facts.Measured)
        if fact.draft_discussed_on
    ]
    found += [
        Evidence(entry.position, entry.recorded_at.date(), f"commented by {' and '.join(fact.commented)}")
        for entry, fact in file.of(facts.MeasurementAccounted)
        if fact.commented
    ]
    return _if_measured(
        file, "comments on the draft report", "Besluit loonwaardebepaling", found, "that the draft was discussed"
    )


def _qualification(file: CaseFile) -> Point:
    found = [
        Evidence(
            entry.position,
            entry.recorded_at.date(),
            f"certificate {fact.certificate} through {fact.certificate_until}"
            + ("" if fact.certified else ", NOT VALID then"),
        )
        for entry, fact in file.of(facts.MeasurementAccounted)
        if fact.certificate
    ]
    return _if_measured(
        file, "qualification of the expert", "Besluit loonwaardebepaling", found, "the certificate of the expert"
    )


def _established(file: CaseFile) -> Point:
    found = [
        Evidence(entry.position, fact.established_on, file.said(entry, f"wage value {fact.wage_value} % established"))
        for entry, fact in file.of(facts.WageValueEstablished)
    ]
    return _if_measured(
        file, "wage value established", "art. 10d lid 1 a, lid 12 Pw", found, "the determination of the wage value"
    )


def _decisions(file: CaseFile) -> Point:
    found = [
        Evidence(
            entry.position,
            fact.decided_on,
            _decided(fact),
        )
        for entry, fact in file.of(facts.Decided)
    ]
    found += [
        Evidence(entry.position, fact.decided_on, f"{fact.decision}: set aside")
        for entry, fact in file.of(facts.SetAside)
    ]
    found += [
        Evidence(entry.position, fact.decided_on, f"objection {fact.outcome}")
        for entry, fact in file.of(facts.ObjectionDecided)
    ]
    return point(
        "decisions", "art. 10d lid 1, 12 Pw; Awb 4:21, 4:46-4:49, 7:11", found, "" if found else "the decision"
    )


def _decided(fact: facts.Decided) -> str:
    of = f", {fact.route} from {fact.start}" if fact.route else ""
    return f"{fact.decision}: {fact.outcome}{of}{', late' if fact.late else ''}"


def _if_measured(file: CaseFile, name: str, article: str, found: Sequence[Evidence], missing: str) -> Point:
    """Of a measurement: where there was none, and none had to be, it does not apply."""
    measured = any(True for _ in file.of(facts.Measured))
    if not found and not measured and (_taken_over(file) or any(True for _ in file.of(facts.MeasurementWaived))):
        return Point(name, article, "does_not_apply")
    return point(name, article, found, "" if found else missing)


def _taken_over(file: CaseFile) -> bool:
    """Whether the case was decided in another system, whose file has the rest."""
    return any(fact.taken_over_from for _, fact in file.of(facts.Applied))


_POINTS: tuple[Callable[[CaseFile], Point], ...] = (
    _application, _target_group, _contract, _report, _comments, _qualification, _established, _decisions,
    money_points.calculation, money_points.changes, money_points.payments, money_points.recoveries, money_points.sending,
)  # fmt: skip
