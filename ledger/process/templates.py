"""Own letter templates of a municipality, and its logo: dated texts that take the place of the packaged ones.

A template says words and nothing else: it reads no files, fetches no packages and knows no clock, so that a letter is the
same whenever it is made again. Whether it compiles is tried before it is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.log.entry import Entry
from ledger.process import svg
from ledger.refusal import Misuse

LOGO = "logo"
LONGEST = 100_000
"""Characters of a template at most."""

_FORBIDDEN = re.compile(
    r"\b(import|include|read|image|json|csv|toml|yaml|xml|cbor|plugin|bibliography|eval|std|sys|today|raw|document)\b"
)
"""Words by which a template would reach outside itself, or take over what the frame sets."""


@dataclass(frozen=True, slots=True)
class Templates:
    """State: by kind of letter, or `logo`, what was adopted, by first day; of one day the last word counts."""

    adopted: Mapping[str, Mapping[date, facts.TemplateAdopted]] = field(default_factory=dict)

    def on(self, template: str, day: date) -> facts.TemplateAdopted | None:
        """What counts on a day; None where the packaged one does."""
        by_day = self.adopted.get(template, {})
        begun = [since for since in by_day if since <= day]
        return by_day[max(begun)] if begun else None


def evolve(templates: Templates, entry: Entry) -> Templates:
    """The templates after one more entry."""
    fact = entry.fact
    if not isinstance(fact, facts.TemplateAdopted):
        return templates
    by_day = {**templates.adopted.get(fact.template, {}), fact.since: fact}
    return Templates({**templates.adopted, fact.template: by_day})


def decide(intent: intents.Intent, templates: Templates, context: Context) -> tuple[Fact, ...]:
    """`TemplateAdopted`; nothing when it was adopted so before. Raises Misuse."""
    assert isinstance(intent, intents.AdoptTemplate)
    if not intent.municipality:
        raise Misuse("a template belongs to one municipality.", field="--municipality", remedy="Name it.")
    check(intent.template, intent.text)
    adopted = facts.TemplateAdopted(template=intent.template, since=intent.since, text=intent.text)
    return () if templates.adopted.get(intent.template, {}).get(intent.since) == adopted else (adopted,)


def check(template: str, text: str) -> None:
    """Raises Misuse for a text that could do more than say words; a logo: than be drawn."""
    if template == LOGO:
        svg.check(text)
        return
    if not text.strip() or len(text) > LONGEST:
        raise Misuse(
            f"it is empty, or longer than {LONGEST:,} characters.", field=template, remedy="See lks letters show."
        )
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _FORBIDDEN.search(line):
            raise Misuse(
                f"line {number}: '{found.group()}' reaches outside the template.",
                field=template,
                remedy="A template takes its data from the frame and reads nothing else.",
            )
