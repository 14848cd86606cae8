"""Every command that the worklist names exists, takes the options that are given, and misses none that it needs."""

import re
import shlex
from datetime import UTC, date, datetime
from uuid import UUID

import click
import pytest
from icalendar import Calendar

from commands.cli import lks
from commands.worklist_calendar import calendar
from ledger.process.item import KINDS, WorkItem
from projections.worklist import Listed
from tests.worklist.test_items import LIVES, items
from tests.worklist.test_municipal import municipal_lives

FILLED_IN = {"DAY": "2026-12-01", "CODE": "LWD-1", "HOURS": "80", "PERCENT": "60", "OUTCOME": "unfounded", "DIR": "out"}
ALL = [*(one for life in LIVES for one in items(life.happened, **life.parties)), *municipal_lives()]
BY_COMMAND = {re.sub(r"[0-9]", "9", one.command): one for one in ALL}


@pytest.mark.parametrize("item", BY_COMMAND.values(), ids=lambda item: item.kind)
def test_the_command_of_an_item_can_be_given(item: WorkItem) -> None:
    words = [FILLED_IN.get(word, word) for word in shlex.split(item.command)]
    assert words.pop(0) == "lks"
    command: click.Command = lks
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None, item.command
        command = found
    command.make_context(item.command, words)


def test_every_kind_has_a_command() -> None:
    assert {one.kind for one in ALL} == set(KINDS)


def test_a_calendar_holds_number_kind_and_rule_and_no_birthday() -> None:
    """Its day would tell when somebody was born."""
    text = calendar([Listed("GM0363", "a.case", one) for one in ALL], UUID(int=7), datetime(2026, 11, 27, tzinfo=UTC))
    events = Calendar.from_ical(text).walk("VEVENT")
    summaries = {str(event["summary"]) for event in events}
    assert "decide LKS-26-000001-H" in summaries
    assert not any("birthday" in summary for summary in summaries)
    assert len(events) == sum(one.kind != "birthday" for one in ALL)
    assert not [told for told in ("a.case", "300.00", "60 %") if told in text]


def test_the_identity_of_an_event_is_that_of_the_item_and_not_of_its_day() -> None:
    (decide,) = (
        one for one in items(next(life.happened for life in LIVES if life.kind == "discuss")) if one.kind == "decide"
    )
    later = WorkItem(
        decide.kind,
        decide.subject,
        decide.key,
        decide.opens_on,
        date(2027, 1, 4),
        decide.ground,
        decide.say,
        decide.command,
    )
    uids = [
        str(Calendar.from_ical(calendar([Listed("GM0363", "", one)], ledger, datetime(2026, 11, 27, tzinfo=UTC)))
            .walk("VEVENT")[0]["uid"])
        for one, ledger in ((decide, UUID(int=7)), (later, UUID(int=7)), (decide, UUID(int=8)))
    ]  # fmt: skip
    assert uids[0] == uids[1] != uids[2]
