"""What may happen to a person or an employer. The person's stream guards what must hold over several subsidies: no two
for the same employment (R16), and the end of the target group ends them all (R14).
"""

from datetime import date, timedelta

from ledger import facts, intents
from ledger.context import Context
from ledger.eligibility import guards as eligibility
from ledger.facts import Fact
from ledger.party import correcting, erasing
from ledger.party.overlap import check_no_other, follow
from ledger.party.state import Employer, Opened, Person
from ledger.refusal import Refused
from ledger.second_person import seconded


def decide_person(intent: intents.Intent, person: Person, context: Context) -> tuple[Fact, ...]:
    """The facts that this intent leads to for this person. Raises Refused."""
    if isinstance(intent, intents.RegisterPerson):
        assert intent.sealed is not None
        return (facts.PersonRegistered(person=context.address, sealed=intent.sealed),)
    if not person.number:
        raise Refused(f"There is no person {context.address}.", rule="R14", remedy="Use lks person register.")
    if isinstance(intent, intents.ErasePerson):
        return erasing.person_erased(intent, person, context)
    erasing.check_person(person)
    if isinstance(intent, intents.MergePersons):
        return _merge(intent, person, context)
    if person.merged_into:
        what = f"{person.number} is the same person as {person.merged_into}, registered twice."
        raise Refused(what, rule="R36", remedy=f"Use {person.merged_into}.")
    match intent:
        case intents.EstablishTargetGroup() | intents.RejectTargetGroup():
            return _judge_target_group(intent, person)
        case intents.EndTargetGroup():
            return _end_target_group(intent, person)
        case intents.Apply() | intents.TakeOver():
            return (_open(intent, person, context),)
        case intents.Reject() | intents.SetAsideApplication():
            return (facts.SubsidyClosed(case=intent.case, until=None),)
        case intents.EndSubsidy():
            return (facts.SubsidyClosed(case=intent.case, until=intent.last_day),)
        case intents.CaseIntent():
            assert context.subsidy is not None
            closed = context.subsidy.status in ("rejected", "set_aside")
            return () if closed else follow(person, context.subsidy)
        case intents.CorrectPerson():
            return seconded(intent, context, (correcting.person_corrected(intent, person),))
        case intents.CorrectTargetGroup() | intents.WithdrawTargetGroup():
            return _correct_group(intent, person, context)
    raise AssertionError(f"{type(intent).__name__} is not asked of a person")


def decide_employer(intent: intents.Intent, employer: Employer, context: Context) -> tuple[Fact, ...]:
    """The facts that this intent leads to for this employer. Raises Refused."""
    if isinstance(intent, intents.RegisterEmployer):
        assert intent.sealed is not None
        return (facts.EmployerRegistered(employer=context.address, sealed=intent.sealed),)
    if not employer.number:
        raise Refused(f"There is no employer {context.address}.", rule="R26", remedy="Use lks employer register.")
    if isinstance(intent, intents.EraseEmployer):
        return erasing.employer_erased(intent, employer, context)
    erasing.check_employer(employer)
    match intent:
        case intents.ChangeAccount():
            assert intent.sealed is not None
            changed = facts.AccountApproved(employer=employer.number, sealed=intent.sealed)
            return seconded(intent, context, (changed,))
        case intents.HoldEmployer():
            return _hold(intent, employer)
        case intents.ReleaseEmployer():
            return _release(intent, employer)
        case intents.CorrectEmployer():
            return seconded(intent, context, (correcting.employer_corrected(intent, employer),))
        case intents.MoveCases():
            return seconded(intent, context, ())
    raise AssertionError(f"{type(intent).__name__} is not asked of an employer")


def check_employer(number: str, context: Context) -> None:
    """R26: who is to be paid is registered."""
    if context.employer is not None and not context.employer.number:
        raise Refused(f"There is no employer {number}.", rule="R26", remedy="Use lks employer register.")
    if context.employer is not None:
        erasing.check_employer(context.employer)


def running(person: Person, day: date) -> tuple[str, ...]:
    """Cases of this person that run on that day or later."""
    return tuple(case for case, one in person.subsidies.items() if one.until is None or one.until >= day)


def _judge_target_group(
    intent: intents.EstablishTargetGroup | intents.RejectTargetGroup, person: Person
) -> tuple[Fact, ...]:
    fields = intent.model_dump(include={"group", "applied_on", "effective"})
    if isinstance(intent, intents.RejectTargetGroup):
        _check_outside(intent, person)
        return (facts.TargetGroupRejected(**fields, sealed=intent.sealed),)
    if (person.group, person.group_since, person.group_until) == (intent.group, intent.effective, None):
        return ()
    eligibility.guard_target_group(intent.group, intent.applied_on, person.last_application, intent.effective)
    return (facts.TargetGroupEstablished(**fields, sealed=intent.sealed),)


def _check_outside(intent: intents.RejectTargetGroup, person: Person) -> None:
    if person.group == intent.group and person.group_until is None:
        raise Refused(
            f"{person.number} belongs to the target group ({person.group}) since {person.group_since}.",
            rule="R14",
            article="art. 10d lid 8 Pw",
            remedy="End it, and the subsidies with it: lks target-group end.",
        )


def _end_target_group(intent: intents.EndTargetGroup, person: Person) -> tuple[Fact, ...]:
    if person.group is None:
        raise Refused(
            f"{person.number} is not in the target group.", rule="R14", article="art. 10c Pw", remedy="Nothing to end."
        )
    last_day = intent.effective - timedelta(days=1)
    if person.group_until == last_day:
        return ()
    closed = tuple(facts.SubsidyClosed(case=case, until=last_day) for case in running(person, intent.effective))
    return (facts.TargetGroupEnded(effective=intent.effective, sealed=intent.sealed), *closed)


def _merge(intent: intents.MergePersons, person: Person, context: Context) -> tuple[Fact, ...]:
    if person.merged_into == intent.into:
        return ()
    if person.merged_into:
        what = f"{person.number} is the same person as {person.merged_into} already."
        raise Refused(
            what, rule="R36", remedy=f"Merge {person.merged_into} into {intent.into}, if they are one person too."
        )
    return seconded(intent, context, (facts.PersonMerged(into=intent.into, reason=intent.reason),))


def _correct_group(intent: correcting.GroupIntent, person: Person, context: Context) -> tuple[Fact, ...]:
    """With what follows for the cases in this stream; by two persons where more than the policy's amount moves (R37)."""
    found = correcting.group_corrected(intent, person)
    if found is None:
        return ()
    own = (one.fact for one in context.elsewhere if (one.kind, one.name) == ("person", person.number))
    decided = (found.fact, *own)
    return seconded(intent, context, decided) if context.changes_money or context.second else decided


def _open(intent: intents.Apply | intents.TakeOver, person: Person, context: Context) -> Fact:
    employment = intent.employment
    if intent.municipality != person.municipality:
        raise Refused(
            f"{person.number} is registered in {person.municipality}, not in {intent.municipality}.",
            rule="R15",
            article="art. 10d lid 1 Pw",
            remedy="Apply where the person is registered, or register the person here.",
        )
    check_no_other(person.subsidies, Opened(intent.employer, employment.start, employment.end))
    return facts.SubsidyOpened(
        case=context.case, employer=intent.employer, start=employment.start, until=employment.end
    )


def _hold(intent: intents.HoldEmployer, employer: Employer) -> tuple[Fact, ...]:
    if employer.hold and employer.hold.reason == intent.reason:
        return ()
    return (facts.PaymentHeld(reason=intent.reason, effective=intent.effective, sealed=intent.sealed),)


def _release(intent: intents.ReleaseEmployer, employer: Employer) -> tuple[Fact, ...]:
    if employer.hold is None:
        raise Refused(f"{employer.number} is not held.", rule="R25", remedy="Nothing to do.")
    return (facts.PaymentReleased(effective=intent.effective, sealed=intent.sealed),)
