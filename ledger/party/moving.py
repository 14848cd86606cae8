"""Cases that move to another employer at once: employers merged, or payroll numbers moved (R26, R36).

The balance of a case follows it. What was paid stays with the employer to whom it was paid.
"""

from collections.abc import Iterator, Mapping

from ledger import facts, intents
from ledger.context import Context, Elsewhere
from ledger.party.overlap import follow
from ledger.party.state import Person, opened
from ledger.refusal import Refused
from ledger.subsidy.checking import check, not_after
from ledger.subsidy.state import Subsidy, after


def move(
    intent: intents.MoveCases, cases: Mapping[str, Subsidy], persons: Mapping[str, Person], context: Context
) -> tuple[Elsewhere, ...]:
    """What every case and its person record. Cases that are paid to that employer already are passed over; one that cannot
    move refuses all. Raises Refused."""
    not_after(intent.effective, context.today, "Another employer is paid from today or earlier")
    known = dict(persons)
    recorded: list[Elsewhere] = []
    for case in dict.fromkeys(intent.cases):
        try:
            recorded += _moved(case, intent, cases[case], known, context)
        except Refused as refused:
            what = refused.what if case in refused.what else f"{case}: {refused.what}"
            raise Refused(what, rule=refused.rule, article=refused.article, remedy=refused.remedy) from None
    return tuple(recorded)


def _moved(
    case: str, intent: intents.MoveCases, subsidy: Subsidy, persons: dict[str, Person], context: Context
) -> Iterator[Elsewhere]:
    _check_movable(case, intent, subsidy)
    if subsidy.employer == intent.employer:
        return
    amended = _amended(intent, subsidy)
    becomes = after([(amended, subsidy.version + 1, subsidy.municipality)], subsidy)
    if amended.effective <= context.today:
        check(amended, becomes, context)
    if becomes.employer != intent.employer:
        what = f"{case} is paid to {becomes.employer} from a later day on."
        raise Refused(what, rule="R36", remedy="Move it from that day on, or correct that change (lks correct).")
    yield Elsewhere("subsidy", case, subsidy.municipality, amended)
    assert subsidy.application is not None
    number = subsidy.application.person
    for fact in follow(persons[number], becomes):
        persons[number] = opened(persons[number], fact)
        yield Elsewhere("person", number, persons[number].municipality, fact)


def _check_movable(case: str, intent: intents.MoveCases, subsidy: Subsidy) -> None:
    if subsidy.application is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find; nothing was recorded.")
    if subsidy.municipality != intent.municipality:
        what = f"{case} is of {subsidy.municipality}, not of {intent.municipality}."
        raise Refused(what, rule="R26", remedy="Move the cases of each municipality by themselves.")
    if subsidy.status in ("rejected", "set_aside"):
        raise Refused(f"{case} is {subsidy.status.replace('_', ' ')}.", rule="R31", remedy="Leave it out.")
    if subsidy.finally_settled is not None:
        raise Refused(f"{case} is finally settled.", rule="R31", remedy="Leave it out; its balance stays where it is.")


def _amended(intent: intents.MoveCases, subsidy: Subsidy) -> facts.Amended:
    """A case of which the employment is still to begin is the other employer's from its first day."""
    assert subsidy.application is not None
    return facts.Amended(
        effective=max(intent.effective, subsidy.application.start),
        form=None,
        hours=None,
        maximum_hours=None,
        sector_full_time_hours=None,
        end=None,
        employer=intent.employer,
    )
