"""`lks replay`: as known then, what held on a day, what changed; without a key, on a read-only database."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from commands.call import Call
from commands.output import Output
from ledger.intents import Amend
from ledger.server.embedded import EmbeddedServer
from projections.runner import catch_up
from tests import databases
from tests.commands.people import CASE, FIRM, SECRETS, answered, done, entries, paid, refused
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(scope="module")
def world(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """October and November paid, then fewer hours from 10 November; the same for every test of this file."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as environment:
        settings = {
            "LKS_DSN": database.dsn, "LKS_ADMIN_DSN": database.admin_dsn, "LKS_ACTOR": "a.consulent",
            "LKS_HOME": str(tmp_path_factory.mktemp("replay") / "home"),
        }  # fmt: skip
        for name, value in settings.items():
            environment.setenv(name, value)
        done("db init --demonstration --shared-login --today 2026-09-01")
        paid()
        call = Call(Output(as_json=False), date(2026, 12, 1), by="a.consulent")
        call.record(Amend.model_validate({"case": CASE, "effective": date(2026, 11, 10), "hours": "24"}))
        yield database


def position_of(topic: str) -> int:
    """The entry of a kind of fact in the case."""
    found: list[int] = [one["position"] for one in answered(f"history {CASE}")["entries"] if one["fact"] == topic]
    return found[0]


def month(found: Any, name: str) -> dict[str, Any]:
    """A month of an answer."""
    row: dict[str, Any] = next(one for one in found["months"] if one["month"] == name)
    return row


def test_a_case_now_has_its_state_months_reasons_movements_and_entries() -> None:
    said = done(f"replay {CASE}")
    for part in (
        f"{CASE}  granted  GM0363",
        "2026-11  fixed     925.45  1121.76  1121.76",
        "2026-11, fixed element: 740.36 subsidy + 185.09 charges",
        "1. minimum wage",
        "art. 10d lid 4 Pw",
        "On 13 November 2026 g.control paid in case",
        "Paid by intent ApproveRun of g.control; R21, art. 4:89 Awb; seal ",
        "On 1 December 2026 a.consulent recorded a change in case",
    ):
        assert part in said
    assert not any(secret in said for secret in SECRETS)


def test_as_known_then_nothing_of_what_came_later_is_known() -> None:
    paid_at = position_of("Paid")
    before, then = answered(f"replay {CASE} --known-at {paid_at - 1}"), answered(f"replay {CASE} --known-at {paid_at}")
    assert (month(before, "2026-11")["due_cents"], month(before, "2026-11")["booked_cents"]) == (112176, 0)
    assert (month(then, "2026-11")["due_cents"], month(then, "2026-11")["booked_cents"]) == (112176, 112176)
    assert [one["fact"] for one in then["entries"]] == [
        "Applied",
        "Measured",
        "WageValueEstablished",
        "Decided",
        "Paid",
    ]
    assert month(answered(f"replay {CASE}"), "2026-11")["due_cents"] == 92545
    assert then["business_day"] == then["known_on"] == "2026-11-13"


def test_every_entry_says_who_when_why_and_on_which_ground() -> None:
    decided = next(one for one in answered(f"replay {CASE}")["entries"] if one["fact"] == "Decided")
    assert decided["actor"] == "a.consulent" or decided["actor"]
    assert (decided["business_day"], decided["counts_from"]) == ("2026-09-01", "2026-10-23")
    assert (decided["intent"], decided["login"], decided["article"]) == ("Grant", "lks_local", "art. 10d lid 1 a Pw")
    assert len(decided["seal"]) == 64
    assert decided["recorded_at"].endswith("+00:00")


def test_the_same_reasoning_as_explain() -> None:
    explained = answered(f"explain {CASE} --month 2026-11")["lines"]
    found = next(one for one in answered(f"replay {CASE}")["entitlement"] if one["month"] == "2026-11")
    assert found["lines"] == explained


def test_valid_on_narrows_to_what_held_that_day() -> None:
    early, late = answered(f"replay {CASE} --valid-on 2026-11-09"), answered(f"replay {CASE} --valid-on 2026-11-10")
    assert (early["contract"]["hours"], late["contract"]["hours"]) == ("32", "24")
    assert early["decision"]["entry"] == position_of("Decided")
    assert early["employer"] == FIRM
    assert [one["month"] for one in early["amounts"]] == ["2026-11"]
    wage = next(one for one in early["rests_on"] if one["name"] == "minimum wage")
    assert (wage["value"], wage["day"], wage["since"]) == ("2337.00", "2026-10-23", "2026-07-01")
    known = answered(f"replay {CASE} --valid-on 2026-11-20 --known-at {position_of('Paid')}")
    assert known["contract"]["hours"] == "32"


def test_valid_on_a_day_on_which_nothing_is_due_says_why() -> None:
    assert "nothing was due: the employment has not started" in done(f"replay {CASE} --valid-on 2026-10-22")
    later = answered(f"replay {CASE} --valid-on 2028-02-10")
    assert later["amounts"][0]["due_cents"] > 0
    assert answered(f"replay {CASE} --valid-on 2028-02-10 --known-at {position_of('Measured')}")["amounts"] == []


def test_r29_a_difference_names_the_entry_of_every_cent() -> None:
    amended = position_of("Amended")
    found = answered(f"replay {CASE} --diff {position_of('Paid')} {amended}")
    assert found["differences"] == [
        {"month": "2026-11", "element": "fixed", "what": "due", "was_cents": 112176, "became_cents": 92545},
        {"month": "2026-12", "element": "fixed", "what": "due", "was_cents": 112176, "became_cents": 84132},
    ]
    assert {(part["position"], part["kind"]) for part in found["parts"]} == {(amended, "due")}
    assert [part["total_cents"] for part in found["parts"]] == [92545 - 112176, 84132 - 112176]
    assert [one["entry"] for one in found["entries"]] == [amended]
    said = done(f"replay {CASE} --diff {position_of('Paid')} {amended}")
    assert "24 agreed hours a week" in " ".join(said.split())
    assert "-196.31" in said


def test_nothing_differs_between_a_moment_and_itself() -> None:
    said = done(f"replay {CASE} --diff {position_of('Paid')} {position_of('Paid')}")
    assert "no amount differs" in said
    assert "nothing about this case" in said


def test_from_before_the_case_was_there() -> None:
    found = answered(f"replay {CASE} --diff 1 {position_of('Decided')}")
    assert found["status"] == ["none", "granted"]
    assert {one["what"] for one in found["differences"]} == {"due"}


def test_totals_of_a_municipality_by_month_and_by_quarter() -> None:
    found = answered("replay --municipality GM0363")
    assert found["cases"] == {"granted": 1}
    assert found["totals"]["due_cents"] == 32567 + 92545 + 84132
    assert found["totals"]["booked_cents"] == found["totals"]["sent_cents"] == 144743
    (quarter,) = answered("replay --municipality GM0363 --by quarter")["amounts"]
    assert quarter["period"] == "2026Q4"
    then = answered(f"replay --municipality GM0363 --known-at {position_of('Applied')}")
    assert (then["cases"], then["amounts"]) == ({"applied": 1}, [])


def test_what_changed_in_the_totals() -> None:
    found = answered(f"replay --municipality GM0363 --diff {position_of('Applied')} {position_of('Paid')}")
    assert (found["first"]["cases"], found["second"]["cases"]) == ({"applied": 1}, {"granted": 1})
    assert [one["difference"]["booked_cents"] for one in found["differences"]] == [32567, 112176, 0]
    said = done(f"replay --municipality GM0363 --diff {position_of('Applied')} {position_of('Paid')}")
    assert "applied: 1 became 0" in said


def test_it_records_nothing_and_works_on_a_read_only_database_without_a_key(
    world: Database, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    catch_up(world.dsn)
    before = entries(world.dsn), _projected(world.dsn)
    monkeypatch.setenv("LKS_DSN", f"{world.dsn} options='-c default_transaction_read_only=on'")
    monkeypatch.setenv("LKS_HOME", str(tmp_path_factory.mktemp("nobody") / "no-home"))
    for words in (
        f"replay {CASE}", f"replay {CASE} --known-at 55 --valid-on 2026-11-11", f"replay {CASE} --diff 1 60",
        "replay --municipality GM0363", "replay --municipality GM0363 --diff 55 60",
    ):  # fmt: skip
        done(words)
    monkeypatch.undo()
    assert (entries(world.dsn), _projected(world.dsn)) == before


def _projected(dsn: str) -> Any:
    """The row that every batch of projecting writes."""
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT xmin::text, position FROM projection.progress").fetchone()


def test_moments_that_are_not_there_are_refused_by_name() -> None:
    last = answered(f"replay {CASE}")["position"]
    for moment, why in (
        ("0", "nothing was recorded by then"),
        ("2001-01-01", "nothing was recorded by then"),
        (str(last + 1), f"the last entry is {last}"),
        ("2098-01-01", "in the future"),
        ("yesterday", "no position, day or moment"),
    ):
        said = refused(f"replay {CASE} --known-at {moment}", exit_code=2)
        assert "--known-at" in said
        assert why in said
    said = refused(f"replay {CASE} --diff 20 10", exit_code=2)
    assert "the first moment (entry 20) comes after the second (entry 10)" in said
    assert "--diff" in refused(f"replay {CASE} --diff 1 2098-01-01", exit_code=2)


def test_what_does_not_go_together_is_refused() -> None:
    assert "Name a case or a municipality" in refused("replay", exit_code=2)
    assert "Name a case or a municipality" in refused(f"replay {CASE} --municipality GM0363", exit_code=2)
    assert "exclude each other" in refused(f"replay {CASE} --diff 1 2 --known-at 3", exit_code=2)
    assert "is about one case" in refused("replay --municipality GM0363 --valid-on 2026-11-01", exit_code=2)
    assert "Of LKS-26-000002-D nothing was recorded" in refused("replay LKS-26-000002-D")
    assert "nothing was recorded by entry 5" in refused(f"replay {CASE} --known-at 5")
    assert "GM0999 had no cases" in refused("replay --municipality GM0999")
