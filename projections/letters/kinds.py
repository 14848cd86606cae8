"""The closed list of letters: what each is called, which number it has in the preferent proces, and who gets it when nobody
is named. Which entry each tells about stands with the decider (`ledger.process.letters.ABOUT`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from ledger import facts
from ledger.facts import Fact, LetterKind, Recipient
from ledger.process.letters import ABOUT, About


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter. `number`: of the Procesplaten, where they give one. `ruling`: a decision, so it tells how to object."""

    name: LetterKind
    title: str
    number: str = ""
    ruling: bool = False

    @property
    def about(self) -> About:
        """What it tells about."""
        return ABOUT[self.name]


KINDS: Mapping[LetterKind, Kind] = {
    kind.name: kind
    for kind in (
        Kind("acknowledgement", "Ontvangstbevestiging"),
        Kind("document_request", "Verzoek om gegevens", "2"),
        Kind("reminder", "Herinnering", "2, 2a, 2b"),
        Kind("decision", "Besluit over loonkostensubsidie", ruling=True),
        Kind("rejection", "Afwijzing van loonkostensubsidie", ruling=True),
        Kind("confirmation", "Bericht over loonkostensubsidie", ruling=True),
        Kind("amendment", "Wijziging van loonkostensubsidie", ruling=True),
        Kind("indexation", "Nieuw bedrag van de loonkostensubsidie", ruling=True),
        Kind("extension_alert", "De loonkostensubsidie loopt af"),
        Kind("set_aside", "Aanvraag niet behandeld", ruling=True),
        Kind("final_settlement", "Eindafrekening loonkostensubsidie", "11", ruling=True),
        Kind("recovery_announcement", "Wij zijn van plan subsidie terug te vragen"),
        Kind("recovery_decision", "U moet subsidie terugbetalen", ruling=True),
        Kind("objection_acknowledgement", "Wij hebben uw bezwaar ontvangen"),
    )
}
assert tuple(KINDS) == get_args(LetterKind), "every kind of letter, and no other"


def usual_recipient(kind: LetterKind, fact: Fact, application: facts.Applied) -> Recipient | None:
    """Who gets the letter when nobody is named; None where the entry does not say."""
    match fact:
        case facts.Applied(applicant=applicant):
            return "employee" if applicant == "person" else "employer"
        case facts.DocumentsRequested() | facts.Reminded(about="documents"):
            return "employee" if application.applicant == "person" else "employer"
        case facts.ObjectionFiled(by=by):
            return None if by == "representative" else by
    return ABOUT[kind].recipients[0]
