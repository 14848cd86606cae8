"""What is known of the retention of a person, an employer or an expert: through which day, why, and what stands in the way."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.facts import RetentionResult
from ledger.refusal import Refused

ARTICLE = "art. 5 lid 1 e AVG"


class Clock(NamedTuple):
    """A term that must be over: its last day, what it is, and its article."""

    until: date
    why: str
    article: str


class Obstacle(NamedTuple):
    """What still stands in the way, in words, with its rule, article, and what to do."""

    what: str
    rule: str
    article: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Retention:
    """Of one `number`: the `persons` whose keys go together (who was merged is one with who stays) and their `cases`. The clocks
    that are known, and every obstacle; `result` is that of which the term is."""

    number: str
    result: RetentionResult
    clocks: tuple[Clock, ...]
    obstacles: tuple[Obstacle, ...]
    persons: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()

    @property
    def last(self) -> Clock | None:
        """The clock that ends last; None while a case is open or no term was chosen."""
        return max(self.clocks, default=None)

    def erasable(self, day: date) -> bool:
        """Whether nothing stands in the way on a day."""
        return not self.obstacles and self.last is not None and self.last.until < day

    def check(self, today: date) -> date:
        """The day through which the data were kept. Raises Refused while something stands in the way, naming it."""
        if self.obstacles:
            first, *others = self.obstacles
            more = f" {len(others)} more stand in the way: lks retention." if others else ""
            what = f"{self.number} cannot be erased: {first.what}.{more}"
            raise Refused(what, rule=first.rule, article=first.article, remedy=first.remedy)
        last = self.last
        assert last is not None, "where nothing stands in the way a term is known"
        if today <= last.until:
            raise Refused(
                f"{self.number} is kept through {last.until}: {last.why}.",
                rule="R35",
                article=last.article,
                remedy="Wait until then; lks retention lists what may be erased when.",
            )
        return last.until
