"""What a letter rests on: the entry that it tells about, the case, law and policy, and the opened personal data.

Content is made from this alone, so that a letter is the same whenever it is made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ledger.facts import Applied, Fact, LetterKind, Recipient
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.subsidy.state import Subsidy
from ledger.vault.identity import PersonData


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letter: about which entry of a case, to whom, of which day."""

    case: str
    kind: LetterKind
    recipient: Recipient
    about: int
    day: date


@dataclass(frozen=True, slots=True)
class Subject:
    """Of one letter. `subsidy`: the case as known when the letter is made; `then`: through the entry that it tells about, with
    the law and policy of that moment. `day`: of the letter. Nothing of the employer but the name comes in."""

    kind: LetterKind
    recipient: Recipient
    about: int
    fact: Fact
    day: date
    subsidy: Subsidy
    then: Subsidy
    law: Law
    law_then: Law
    policy: Policy
    policy_then: Policy
    identity: Mapping[str, str]
    logo: str | None
    person: PersonData
    employer_name: str
    personnel_number: str

    @property
    def application(self) -> Applied:
        """The application, as it counts."""
        assert self.subsidy.application is not None
        return self.subsidy.application

    @property
    def employee(self) -> str:
        """Initials and surname."""
        return f"{self.person.initials} {self.person.surname}".strip()
