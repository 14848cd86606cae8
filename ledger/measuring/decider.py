"""What may happen to a provider or an expert of wage value assessments: registered, registered anew, certified."""

from collections.abc import Mapping

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact, ProviderKind, Supervisor
from ledger.measuring.state import Expert, Provider
from ledger.refusal import Refused
from ledger.second_person import seconded

SUPERVISORS: Mapping[ProviderKind, Supervisor] = {
    "own": "labour_inspectorate",
    "hired": "labour_inspectorate",
    "private": "blik_op_werk",
    "uwv": "labour_inspectorate",
}
"""Toezicht op de uniforme loonwaardebepaling: Blik op Werk watches private enterprises that measure, the Arbeidsinspectie public
bodies, whose measurements are made by own or hired staff, and UWV."""


def decide_provider(intent: intents.Intent, provider: Provider, context: Context) -> tuple[Fact, ...]:
    """The facts that this intent leads to for this provider. Raises Refused."""
    assert isinstance(intent, intents.RegisterProvider)
    assert intent.sealed is not None
    _check_free(intent.provider, provider.code, again=intent.again)
    supervisor = SUPERVISORS[intent.kind]
    return (
        facts.ProviderRegistered(
            provider=intent.provider, kind=intent.kind, supervisor=supervisor, sealed=intent.sealed
        ),
    )


def decide_expert(intent: intents.Intent, expert: Expert, context: Context) -> tuple[Fact, ...]:
    """The facts that this intent leads to for this expert. Raises Refused."""
    if isinstance(intent, intents.EraseExpert):
        return _erased(intent, expert, context)
    if expert.erased is not None:
        what = f"The name of {expert.code} was erased."
        raise Refused(what, rule="R35", article="art. 17 AVG", remedy="Choose another code.")
    match intent:
        case intents.RegisterExpert():
            return (_registered(intent, expert, context),)
        case intents.CertifyExpert():
            return _certified(intent, expert)
    raise AssertionError(f"{type(intent).__name__} is not asked of an expert")


def _registered(intent: intents.RegisterExpert, expert: Expert, context: Context) -> Fact:
    assert intent.sealed is not None
    _check_free(intent.expert, expert.code, again=intent.again)
    if context.provider is None or not context.provider.code:
        what = f"There is no provider {intent.provider}."
        raise Refused(what, rule="R19", remedy=f"Register it first: lks provider register {intent.provider}.")
    return facts.ExpertRegistered(expert=intent.expert, provider=intent.provider, sealed=intent.sealed)


def _certified(intent: intents.CertifyExpert, expert: Expert) -> tuple[Fact, ...]:
    if not expert.code:
        what = f"There is no expert {intent.expert}."
        raise Refused(what, rule="R19", remedy=f"Register them first: lks expert register {intent.expert}.")
    if intent.valid_until < intent.valid_from:
        what = f"The certificate would end on {intent.valid_until}, before it starts on {intent.valid_from}."
        raise Refused(what, rule="R19", remedy="Check both days.")
    certified = facts.ExpertCertified(
        certificate=intent.certificate,
        valid_from=intent.valid_from,
        valid_until=intent.valid_until,
        in_register=intent.in_register,
    )
    return () if expert.certificates.get(intent.certificate) == certified else (certified,)


def _erased(intent: intents.EraseExpert, expert: Expert, context: Context) -> tuple[Fact, ...]:
    if not expert.code:
        raise Refused(f"There is no expert {intent.expert}.", rule="R19", remedy="See lks expert list.")
    if expert.erased is not None:
        return ()
    kept = context.retention
    assert kept is not None
    retained_until = kept.check(context.today)
    erased = facts.ExpertErased(expert=expert.code, ground=intent.ground, retained_until=retained_until)
    return seconded(intent, context, (erased,))


def _check_free(code: str, known: str, *, again: bool) -> None:
    if known and not again:
        what = f"{code} is registered already."
        raise Refused(what, rule="R36", remedy="Choose another code, or replace the name and the rest with --again.")
    if again and not known:
        raise Refused(f"{code} is not registered yet.", rule="R36", remedy="Leave --again out.")
