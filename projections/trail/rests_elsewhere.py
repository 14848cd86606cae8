"""What the facts of parties, runs, the bank, quarters, the law and second persons rest on."""

from collections.abc import Iterator

from ledger import facts
from ledger.identifiers import stream_id
from projections.trail.before import Before, Link, Rests, Where, linked


def agreed(fact: facts.Approved | facts.Declined, before: Before) -> Iterator[Link]:
    """The proposal."""
    return linked((before.at(fact.of), "the proposal"))


def signed(fact: facts.RunApproved | facts.OpeningSigned, before: Before) -> Iterator[Link]:
    """What the second person agreed with."""
    return linked((before.at(fact.of), "what was prepared"))


def opened(fact: facts.SubsidyOpened, before: Before) -> Iterator[Link]:
    """The application, and the person."""
    case = before.others.stream(stream_id("subsidy", fact.case))
    began = next((one.position for one in case if one.topic == "Applied"), None)
    return linked((began, "the application"), (before.last("PersonRegistered"), "the registration of the person"))


def closed(fact: facts.SubsidyClosed, before: Before) -> Iterator[Link]:
    """The opening of the same case, and what closed it."""
    others, entry = before.others, before.entry
    ended = others.last("subsidy", fact.case, entry, "Ended", "Transferred", "Decided", "SetAside")
    began = before.last("SubsidyOpened", where=lambda one: one.case == fact.case)
    return linked((began, "the opening of the case"), (ended, "what closed it"))


def merged(fact: facts.PersonMerged, before: Before) -> Iterator[Link]:
    """Both registrations."""
    other = before.others.last("person", fact.into, before.entry, "PersonRegistered")
    return linked((before.last("PersonRegistered"), "the registration"), (other, "the registration of the same person"))


def corrected(fact: facts.Corrected, before: Before) -> Iterator[Link]:
    """What is corrected."""
    return linked((before.at(fact.slot), "what it corrects"))


def blocked(fact: facts.AccountBlocked, before: Before) -> Iterator[Link]:
    """The account that the bank refused."""
    return linked((before.at(fact.account), "the account"), (before.bank(), "what the bank said"))


def expert(fact: facts.ExpertRegistered, before: Before) -> Iterator[Link]:
    """The provider."""
    provider = before.others.last("provider", fact.provider, before.entry, "ProviderRegistered")
    return linked((provider, "the provider"))


def of_run(
    fact: facts.RunExported | facts.RunWithdrawn | facts.FileRejected | facts.RunConfirmed, before: Before
) -> Iterator[Link]:
    """The run as it was approved, and its file."""
    same = _same("run", fact.run)
    file = before.last("RunExported", where=same) if not isinstance(fact, facts.RunExported) else None
    run = before.last("RunApproved", "RunPrepared", where=same)
    return linked((run, "the run"), (file, "the payment file"), (before.bank(), "what the bank said"))


def matched(fact: facts.BankLineMatched, before: Before) -> Iterator[Link]:
    """The line that was left."""
    return linked((before.at(fact.line), "the line"))


def signed_off(fact: facts.QuarterSignedOff, before: Before) -> Iterator[Link]:
    """The settlement, and the sign-off of the quarter before."""
    return linked(
        (before.last("QuarterSettled"), "the settlement"),
        (before.last("QuarterSignedOff", where=lambda one: one.quarter != fact.quarter), "the sign-off before it"),
    )


def reopened(fact: facts.QuarterReopened, before: Before) -> Iterator[Link]:
    """The sign-off."""
    return linked((before.last("QuarterSignedOff", where=_same("quarter", fact.quarter)), "the sign-off"))


def year(fact: facts.YearSignedOff, before: Before) -> Iterator[Link]:
    """The quarters of the year, as they were signed off last."""
    found = {one.fact.quarter: one.position for one in before.entries if isinstance(one.fact, facts.QuarterSignedOff)}
    return linked(
        *((position, f"quarter {name}") for name, position in found.items() if name.months[0].year == fact.year)
    )


def value(fact: facts.ValueAdopted | facts.ValueDeclined, before: Before) -> Iterator[Link]:
    """What was said about the same day before."""

    def same(one: facts.ValueAdopted | facts.ValueDeclined) -> bool:
        return (one.parameter, one.since) == (fact.parameter, fact.since)

    return linked((before.last("ValueAdopted", "ValueDeclined", where=same), "what it replaces"))


def choice(fact: facts.PolicyAdopted, before: Before) -> Iterator[Link]:
    """The choice before it."""
    return linked((before.last("PolicyAdopted", where=_same("switch", fact.switch)), "the choice before it"))


def _same(name: str, wanted: object) -> Where:
    return lambda fact: bool(getattr(fact, name) == wanted)


def _last(role: str, *topics: str) -> Rests:
    return lambda fact, before: linked((before.last(*topics), role))


def nothing(fact: object, before: Before) -> Iterator[Link]:
    """What begins something rests on nothing before it."""
    return iter(())


RESTS: dict[str, Rests] = {
    "LedgerOpened": nothing,
    "Proposed": nothing,
    "Approved": agreed,
    "Declined": agreed,
    "ValueAdopted": value,
    "ValueDeclined": value,
    "PolicyAdopted": choice,
    "PersonRegistered": nothing,
    "TargetGroupEstablished": _last("the registration of the person", "PersonRegistered"),
    "TargetGroupRejected": _last("the registration of the person", "PersonRegistered"),
    "TargetGroupEnded": _last("the target group", "TargetGroupEstablished"),
    "SubsidyOpened": opened,
    "SubsidyClosed": closed,
    "PersonMerged": merged,
    "PersonErased": _last("the registration of the person", "PersonRegistered"),
    "EmployerRegistered": nothing,
    "AccountApproved": _last("the registration of the employer", "EmployerRegistered"),
    "AccountBlocked": blocked,
    "EmployerErased": _last("the registration of the employer", "EmployerRegistered"),
    "ProviderRegistered": nothing,
    "ExpertRegistered": expert,
    "ExpertCertified": _last("the registration of the expert", "ExpertRegistered"),
    "ExpertErased": _last("the registration of the expert", "ExpertRegistered"),
    "PaymentHeld": _last("the registration of the employer", "EmployerRegistered"),
    "PaymentReleased": _last("the hold", "PaymentHeld"),
    "Corrected": corrected,
    "RunPrepared": nothing,
    "RunApproved": signed,
    "RunExported": of_run,
    "RunWithdrawn": of_run,
    "FileRejected": of_run,
    "RunConfirmed": of_run,
    "StatementImported": _last("the statement before it", "StatementImported"),
    "BankLineLeft": _last("the statement", "StatementImported"),
    "BankLineMatched": matched,
    "JournalExported": _last("the batch before it", "JournalExported"),
    "OpeningPrepared": nothing,
    "OpeningSigned": signed,
    "QuarterSettled": _last("the settlement before it", "QuarterSettled"),
    "QuarterSignedOff": signed_off,
    "QuarterReopened": reopened,
    "YearSignedOff": year,
    "TemplateAdopted": _last("the template before it", "TemplateAdopted"),
    "WageValuesExported": _last("the delivery before it", "WageValuesExported"),
    "StatisticsExported": _last("the delivery before it", "StatisticsExported"),
}
