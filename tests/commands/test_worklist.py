"""`lks worklist` and `lks timeliness`, over one ledger: a case that is paid, and an application that waits for its contract."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from ledger.server.embedded import EmbeddedServer
from projections import worklist
from tests import databases
from tests.commands.people import CASE, FIRM, SECRETS, YOUTH, answered, done, paid, refused

WAITS = "LKS-26-000002-D"


@pytest.fixture(scope="module")
def world(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A demonstration ledger in which that happened; the same for every test of this file."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as environment:
        home = tmp_path_factory.mktemp("worklist")
        settings = {
            "LKS_DSN": database.dsn, "LKS_ADMIN_DSN": database.admin_dsn, "LKS_HOME": str(home / "home"),
            "LKS_ACTOR": "a.consulent",
        }  # fmt: skip
        for name, value in settings.items():
            environment.setenv(name, value)
        done("db init --demonstration --shared-login --today 2026-09-01")
        paid()
        _waiting()
        yield home


def _waiting() -> None:
    """An application of September, of somebody of 19, that lacks its contract."""
    day = "--today 2026-11-13"
    person = answered(f"person register --municipality GM0363 {day}", json.dumps(YOUTH))["person"]
    done(
        f"apply --municipality GM0363 --person {person} --employer {FIRM} --applicant employer --basis lid_1a "
        f"--group assistance --start 2027-01-11 --hours 20 --full-time-hours 36 --received-on 2026-11-12 {day}"
    )
    done(f"documents request --case {WAITS} --document contract --respond-by 2026-11-27 {day} --by b.jansen")


def listed(words: str = "") -> Any:
    """The worklist of Monday 30 November 2026."""
    return answered(f"worklist --today 2026-11-30 {words}")


@pytest.mark.usefixtures("world")
def test_the_worst_comes_first_each_with_its_rule_day_and_command() -> None:
    found = listed("--municipality GM0363")
    days = [item["due_on"] for item in found["items"]]
    assert days == sorted(days)
    assert found["late"] == sum(item["late"] for item in found["items"]) > 0
    (reminder,) = (item for item in found["items"] if item["kind"] == "reminder")
    assert reminder == {
        "kind": "reminder",
        "municipality": "GM0363",
        "subject": WAITS,
        "what": "contract missing: reminder 1 of 3",
        "opens_on": "2026-11-28",
        "due_on": "2026-11-30",
        "days_left": 0,
        "late": False,
        "waits": False,
        "rule": "R15",
        "article": "art. 4:5 Awb",
        "calendar": "municipal",
        "role": "case_worker",
        "handler": "b.jansen",
        "command": f"lks remind --case {WAITS} --about documents",
    }


@pytest.mark.usefixtures("world")
def test_people_read_two_lines_an_item_and_a_summary_within_120_columns() -> None:
    lines = done("worklist --municipality GM0363 --today 2026-11-30 --kind export-run --kind reminder").splitlines()
    assert lines == [
        "2026-11-19    11 late  GM0363-2026-11-1  GM0363-2026-11-1 is approved; its file goes to the bank",
        "                       R24 art. 4:89 Awb: lks pay export GM0363-2026-11-1 --out DIR",
        f"2026-11-30     0 left  {WAITS}   contract missing: reminder 1 of 3",
        f"                       R15 art. 4:5 Awb: lks remind --case {WAITS} --about documents",
        "2 items: 1 late; the oldest 11 days, 0 waiting. Most: export run 1, reminder 1.",
        "(demonstration, business day 2026-11-30)",
    ]
    assert max(map(len, done("worklist --today 2026-11-30").splitlines())) <= 120


@pytest.mark.usefixtures("world")
def test_by_actor_the_work_of_a_role_or_the_cases_of_who_handled_them_last() -> None:
    assert {item["role"] for item in listed("--actor case-worker")["items"]} == {"case_worker"}
    assert {item["subject"] for item in listed("--actor b.jansen")["items"]} == {WAITS}
    assert listed("--actor nobody") | {"items": []} == listed("--actor nobody")
    assert done("worklist --today 2026-11-30 --actor nobody").startswith("Nothing is to be done.")


@pytest.mark.usefixtures("world")
def test_what_returns_is_listed_up_to_the_day_that_is_asked_for() -> None:
    runs = {
        until: [item["command"][-7:] for item in listed(f"--kind prepare-run --until {until}")["items"]]
        for until in ("2026-12-01", "2027-01-31")
    }
    assert runs == {"2026-12-01": [], "2027-01-31": ["2026-12", "2027-01"]}
    indexed = listed("--kind indexation --until 2027-01-31")["items"]
    assert [(item["subject"], item["due_on"]) for item in indexed] == [(CASE, "2027-01-31")]


@pytest.mark.usefixtures("world")
def test_what_an_answer_can_make_needless_is_not_planned_ahead() -> None:
    """The contract may come in by its last day, 27 November: until then nobody has to remind."""
    kinds = {
        day: {item["kind"] for item in answered(f"worklist --today {day}")["items"] if item["subject"] == WAITS}
        for day in ("2026-11-27", "2026-11-28")
    }
    assert "documents" in kinds["2026-11-27"] - kinds["2026-11-28"]
    assert "reminder" in kinds["2026-11-28"] - kinds["2026-11-27"]


@pytest.mark.usefixtures("world")
def test_as_known_at_a_past_moment_it_is_the_list_of_that_day() -> None:
    """R40: days are counted from the business day that it was then."""
    applied = next(entry["position"] for entry in answered(f"history {CASE}")["entries"] if entry["fact"] == "Applied")
    then = answered(f"worklist --known-at {applied}")
    assert (then["today"], then["business_day"]) == ("2026-09-01", "2026-09-01")
    assert {item["kind"] for item in then["items"]} >= {"first_contact", "measurement_to_plan"}
    assert {item["subject"] for item in then["items"]} == {CASE}
    assert "first_contact" not in {item["kind"] for item in listed()["items"] if item["subject"] == CASE}


@pytest.mark.usefixtures("world")
def test_a_calendar_has_an_event_for_each_last_day_the_same_every_time_and_nothing_personal() -> None:
    words = "worklist --today 2026-11-30 --until 2027-12-31 --ics"
    text = done(words)
    assert text == done(words)
    events = Calendar.from_ical(text).walk("VEVENT")
    items = listed("--until 2027-12-31")["items"]
    shared = [item for item in items if item["kind"] != "birthday"]
    assert [str(event.decoded("dtstart")) for event in events] == [item["due_on"] for item in shared]
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert not any(secret in text for secret in SECRETS)


@pytest.mark.usefixtures("world")
def test_an_event_keeps_its_identity_when_its_day_moves() -> None:
    """The same items as known earlier have the same uid, so a calendar that is read again is updated."""
    position = listed()["position"] - 1  # before the contract was asked for
    uids = [
        {str(event["uid"]) for event in Calendar.from_ical(done(words)).walk("VEVENT")}
        for words in (
            "worklist --today 2026-11-30 --kind measurement-to-plan --kind decide --kind objection-term --kind tell-employee --ics",
            f"worklist --known-at {position} --today 2026-11-30 --kind tell-employee --ics",
        )
    ]
    assert uids[1]
    assert uids[1] <= uids[0]


@pytest.mark.usefixtures("world")
def test_what_cannot_be_asked_is_refused_by_name() -> None:
    assert "--ics and --json" in refused("worklist --ics --json", exit_code=2)
    assert "--kind" in refused("worklist --kind holiday", exit_code=2)
    assert "--known-at" in refused("worklist --known-at 99999", exit_code=2)
    assert "--from" in refused("timeliness --from 2026-11 --through 2026-10", exit_code=2)


@pytest.mark.usefixtures("world")
def test_timeliness_from_asked_to_decided_to_first_paid_by_month() -> None:
    """Asked and granted on 1 September, paid on 20 November: October and November, both by their day."""
    rows = {row["month"]: row for row in answered("timeliness --today 2026-12-01")["rows"]}
    september, november = rows["2026-09"], rows["2026-11"]
    assert september["decided"] == {"number": 1, "median_days": 0, "slowest_days": 0}
    assert september["decided_in_time"] == {"in_time": 1, "of": 1}
    assert november["first_paid"] == {"number": 1, "median_days": 80, "slowest_days": 80}
    assert rows["2026-10"]["months_paid_in_time"] == november["months_paid_in_time"] == {"in_time": 1, "of": 1}
    text = done("timeliness --municipality GM0363 --today 2026-12-01")
    assert "In time: 1 of 1 decisions, 2 of 2 months paid by their day, 0 of 0 quarters settled." in text


@pytest.mark.usefixtures("world")
def test_timeliness_tells_what_was_not_paid_and_not_settled() -> None:
    """December has no run and the year's last quarter no settlement; by July of the next year both are late."""
    rows = {row["month"]: row for row in answered("timeliness --today 2027-07-05")["rows"]}
    assert rows["2026-12"]["months_paid_in_time"] == {"in_time": 0, "of": 1}
    assert rows["2026-12"]["quarter_settled_in_time"] is False


@pytest.mark.usefixtures("world")
def test_timeliness_as_known_before_the_payment_has_none() -> None:
    decided = next(entry["position"] for entry in answered(f"history {CASE}")["entries"] if entry["fact"] == "Decided")
    rows = answered(f"timeliness --known-at {decided}")["rows"]
    assert [(row["month"], row["decided"]["number"], row["first_paid"]["number"]) for row in rows] == [
        ("2026-09", 1, 0)
    ]


@pytest.mark.long
@pytest.mark.usefixtures("world")
def test_shared_out_over_processes_it_is_the_same_list(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = listed()
    monkeypatch.setattr(worklist, "WORTH_SHARING", 2)
    assert listed() == alone
