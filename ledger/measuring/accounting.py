"""The account of one measurement (verantwoording): who measured, under whose supervision and certificate, and how the draft
was received."""

from ledger import facts, intents
from ledger.measuring.state import Expert, Provider
from ledger.refusal import Refused
from ledger.subsidy.checking import not_after

_ARTICLE = "art. 3 Besluit loonkostensubsidie Participatiewet 2021"


def accounted(
    intent: intents.RecordMeasurement, of: int, expert: Expert | None, provider: Provider | None
) -> tuple[facts.MeasurementAccounted, ...]:
    """The account of the measurement at version `of`; none where the expert is not registered. A certificate that is missing or
    has ended is told by it, and refuses nothing (R19). Raises Refused for days that cannot be."""
    _check_draft(intent)
    if expert is None or provider is None or provider.supervisor is None:
        _check_nothing_is_lost(intent)
        return ()
    certificate = expert.certificate(intent.measured_on)
    return (
        facts.MeasurementAccounted(
            of=of,
            expert=expert.code,
            provider=provider.code,
            supervisor=provider.supervisor,
            certificate=certificate.certificate if certificate else None,
            certificate_until=certificate.valid_until if certificate else None,
            certified=certificate is not None
            and certificate.valid_from <= intent.measured_on <= certificate.valid_until,
            commented=tuple(sorted(set(intent.commented), reverse=True)),
            second_look_on=intent.second_look_on,
        ),
    )


def _check_draft(intent: intents.RecordMeasurement) -> None:
    if intent.draft_discussed_on is None:
        if intent.commented or intent.second_look_on:
            raise Refused(
                "A draft that was not discussed gives no comments and no second look.",
                rule="R19",
                article=_ARTICLE,
                remedy="Record the day on which the draft was discussed (--draft-discussed-on).",
            )
        return
    if intent.second_look_on is not None:
        not_after(intent.draft_discussed_on, intent.second_look_on, "A second look follows the discussion of the draft")
        not_after(intent.second_look_on, intent.reported_on, "The report follows the second look")


def _check_nothing_is_lost(intent: intents.RecordMeasurement) -> None:
    if intent.commented or intent.second_look_on:
        raise Refused(
            f"{intent.expert} is not registered, so comments and a second look would be kept nowhere.",
            rule="R19",
            article=_ARTICLE,
            remedy=f"Register the expert first: lks expert register {intent.expert}.",
        )
