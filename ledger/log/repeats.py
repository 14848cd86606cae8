"""When the same question is a repeat, and when it is a new one because its answer was taken back in the meantime.

Without a key of its own a command counts once a day by its content. A run that was withdrawn can be prepared again, a
payment that was released can be held again: what was recorded in between makes it another question.
"""

from collections.abc import Iterable, Mapping

from ledger.facts import Decided
from ledger.log.entry import Entry

_TARGET_GROUP = frozenset({"TargetGroupEstablished", "TargetGroupRejected", "TargetGroupEnded"})
_LAW = frozenset({"ValueAdopted", "ValueDeclined"})

_INPUTS = frozenset({
    "Amended", "HoursReported", "LeaveReported", "SicknessReported", "Transferred", "Ended", "Measured", "MeasurementOrdered",
    "ObjectionFiled", "Corrected",
})  # fmt: skip

_PROCESS = frozenset({
    "OutcomeDiscussed", "EmployeeNotified", "DefaultNoticed", "ExtensionAsked", "ExtensionConfirmed", "ExtensionDeclined",
})  # fmt: skip

_LATER_COUNTS = ("Amended", "HoursReported", "LeaveReported", "SicknessReported")
"""Inputs of which the last that is said of a day counts (R36), so that what was said before can be said again."""

TAKEN_BACK_BY: Mapping[str, frozenset[str]] = {
    "RunPrepared": frozenset({"RunApproved", "RunWithdrawn"}),
    "Proposed": frozenset({"Declined", "Corrected", "QuarterSignedOff"}),
    "PaymentHeld": frozenset({"PaymentReleased"}),
    "PaymentReleased": frozenset({"PaymentHeld"}),
    "DocumentsRequested": frozenset({"DocumentsReceived"}),
    "DocumentsReceived": frozenset({"DocumentsRequested"}),
    "WageValueEstablished": frozenset({"MeasurementWaived"}),
    "MeasurementWaived": frozenset({"WageValueEstablished"}),
    "PolicyAdopted": frozenset({"PolicyAdopted"}),
    **dict.fromkeys(_INPUTS, frozenset({"Corrected"})),
    **{topic: frozenset({topic, "Corrected"}) for topic in _LATER_COUNTS},
    "QuarterSettled": frozenset(),
    "Settled": frozenset(),
    "Decided": frozenset(),
    "RecoveryAnnounced": frozenset({"Corrected"}),
    "RecoveryClaimed": frozenset({"FinallySettled"}),
    "InstalmentsAgreed": frozenset({"Corrected", "InstalmentsAgreed"}),
    **dict.fromkeys(_PROCESS, frozenset({"Corrected"})),
    "Reminded": frozenset({"Corrected", "Reminded", "DocumentsRequested"}),
    "RemeasurementAgreed": frozenset({"Corrected", "RemeasurementAgreed"}),
    "Reindexed": frozenset({"Corrected", "Reindexed"}),
    "SetAside": frozenset({"ObjectionDecided"}),
    **dict.fromkeys(_TARGET_GROUP, _TARGET_GROUP),
    **dict.fromkeys(_LAW, _LAW),
}
"""By topic: what may take a fact back when it comes later in the same stream. The deciders stay quiet where it did not."""


def taken_back(first: Entry, later: Iterable[Entry]) -> int:
    """The position of the last entry that takes the first back; 0 when it still stands. A settlement or a determination
    books only what is not booked yet, so to ask for one is always a new question."""
    determines = isinstance(first.fact, Decided) and first.fact.outcome == "determine"
    if determines or first.topic in ("QuarterSettled", "Settled"):
        return first.position
    by = TAKEN_BACK_BY.get(first.topic, frozenset())
    return max((entry.position for entry in later if entry.topic in by), default=0)
