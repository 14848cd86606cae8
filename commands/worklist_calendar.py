"""The worklist as a calendar (iCalendar, RFC 5545): one all-day event on every last day, the same bytes every time.

Calendars are shared and kept elsewhere, so they hold kind, number and rule only: no name, no amount and no birthday.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from commands.words import words
from ledger.process.item import WorkItem
from projections.worklist import Listed

NOT_SHARED = frozenset({"birthday"})
"""Kinds whose day itself tells something of a person."""


def calendar(found: Sequence[Listed], ledger: UUID, known_at: datetime) -> str:
    """All items in one calendar. An item keeps its identity when its day moves, so a calendar that is read again is updated."""
    made = Calendar()
    made.add("prodid", "-//LKS//worklist//EN")
    made.add("version", "2.0")
    for one in found:
        if one.item.kind not in NOT_SHARED:
            made.add_component(_event(one.item, ledger, known_at))
    return str(made.to_ical(), "utf-8")


def _event(item: WorkItem, ledger: UUID, known_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(ledger, f'{item.kind}/{item.subject}/{item.key}')}@lks")
    event.add("dtstamp", known_at)
    event.add("dtstart", item.due_on)
    event.add("dtend", item.due_on + timedelta(days=1))
    event.add("summary", f"{words(item.kind)} {item.subject}".rstrip())
    event.add("description", " ".join(filter(None, (item.ground.rule, item.ground.article))))
    event.add("categories", [item.role])
    event.add("transp", "TRANSPARENT")
    return event
