"""The second person (vierogenprincipe, R37): what waits, and what happens when somebody else agrees.

`seconded` wraps the facts that need two people: the first time they become a `Proposed`, and when a second person
approves, `Approved` and the real facts stand in one append.
"""

from ledger import facts, intents
from ledger.context import Context, check_second_person
from ledger.facts import Fact


def seconded(intent: intents.Intent, context: Context, decided: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts, if a second person agrees; else the proposal that waits for one."""
    if not (decided or context.elsewhere):
        return ()
    if context.second is None:
        return (facts.Proposed(intent=type(intent).__name__, fields=intent.model_dump_json(), sealed=intent.sealed),)
    check_second_person(context.second.first, context)
    return (facts.Approved(of=context.second.of), *decided)


def original(proposal: facts.Proposed) -> intents.Intent:
    """The intent that waits, as it was asked."""
    intent = intents.INTENTS[proposal.intent].model_validate_json(proposal.fields)
    return intent.model_copy(update={"sealed": proposal.sealed})
