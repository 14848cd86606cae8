"""`lks target-group`: established, rejected and ended for a person (R14)."""

import json

import pytest

from tests.commands.people import DAY, PERSON, WORKER, answered, done, employer, granted, person, refused

GROUP = f"--person {WORKER} --group assistance"

pytestmark = pytest.mark.usefixtures("opened")


def registered() -> None:
    """A person of whom nothing is established."""
    done(f"person register --municipality GM0363 {DAY}", json.dumps(PERSON))


def test_established_from_a_day_and_once() -> None:
    registered()
    said = done(f"target-group establish {GROUP} --effective 2026-08-15 {DAY}")
    assert f"{WORKER} belongs to the target group (assistance) from 2026-08-15." in said
    assert "Already recorded" in done(f"target-group establish {GROUP} --effective 2026-08-15 --key again {DAY}")


def test_rejected() -> None:
    registered()
    answer = answered(f"target-group reject {GROUP} {DAY}")
    assert [entry["fact"] for entry in answer["entries"]] == ["TargetGroupRejected"]


def test_r14_refused_ex_officio_where_the_person_must_apply() -> None:
    registered()
    said = refused(f"target-group establish --person {WORKER} --group unassisted {DAY}")
    assert "art. 10c lid 1 Pw" in said
    assert "--applied-on" in said
    done(f"target-group establish --person {WORKER} --group unassisted --applied-on 2026-08-01 {DAY}")


def test_r14_the_end_ends_the_subsidies_of_the_person() -> None:
    case = granted()
    said = done(f"target-group end --person {WORKER} --effective 2027-01-01 {DAY}")
    assert f"{WORKER} is outside the target group from 2027-01-01; running subsidies end." in said
    assert "ended after 2026-12-31: not in the target group" in done(f"show {case}")


def test_refused_for_nobody() -> None:
    said = refused(f"target-group establish {GROUP}")
    assert f"There is no person {WORKER}. (R14) Use lks person register." in said


def test_misused() -> None:
    assert (person(), employer()) == (WORKER, "W-000001-D")
    assert "check character" in refused("target-group end --person P-000001-H --effective 2027-01-01", exit_code=2)
    assert "is not one of" in refused(f"target-group establish --person {WORKER} --group bijstand", exit_code=2)
    assert "write it like 2026-11-20" in refused(
        f"target-group end --person {WORKER} --effective 1-1-2027", exit_code=2
    )
