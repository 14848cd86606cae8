"""What an erasure destroys besides what it records. In PostgreSQL the database does it itself, in the same transaction."""

from collections.abc import Iterable, Iterator

from ledger import facts
from ledger.facts import Fact
from ledger.vault.rows import Destroyed


def destroyed(recorded: Iterable[Fact]) -> Iterator[Destroyed]:
    """Whose keys and lookups go with these facts."""
    for fact in recorded:
        match fact:
            case facts.PersonErased():
                yield Destroyed(fact.persons, fact.cases)
            case facts.EmployerErased():
                yield Destroyed((fact.employer,))
            case facts.ExpertErased():
                yield Destroyed((f"expert/{fact.expert}",))
