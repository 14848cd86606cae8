"""`lks proposals`: what needs two persons waits for the second (R37)."""

import pytest

from tests.commands.people import done, entries, granted, refused
from tests.databases import Database
from tests.worlds import kept

ADOPT = "policy adopt part_month thirtieths --municipality GM0363 --since 2026-01-01 --yes --today 2026-09-01"

pytestmark = pytest.mark.usefixtures("opened")


@kept
def proposed() -> str:
    """A policy that changes money; the number of its proposal."""
    granted()
    said = done(ADOPT)
    assert "Proposed; a second person agrees with: lks proposals approve" in said
    listed = done("proposals list")
    assert "AdoptPolicy" in listed
    return listed.splitlines()[1].split()[0]


def test_nothing_waits() -> None:
    assert "Nothing waits for a second person." in done("proposals list")


def test_approved_by_another_person() -> None:
    number = proposed()
    said = refused(f"proposals approve {number}")
    assert "a.beheer asked for this and cannot also agree with it. (R37)" in said
    assert "cannot also agree" in refused(f"proposals approve {number} --by A.Beheer")
    assert f"Approved proposal {number}: PolicyAdopted." in done(f"proposals approve {number} --by h.manager")
    assert "Nothing waits" in done("proposals list")
    assert "was decided already" in refused(f"proposals decline {number} --by i.manager")


def test_declined_with_a_note_and_proposed_again() -> None:
    number = proposed()
    said = done(f"proposals decline {number} --by h.manager --note-file - --today 2026-09-01", "eerst overleg")
    assert f"Declined proposal {number}." in said
    assert "overleg" not in said
    assert "Proposed; " in done(ADOPT)


def test_refused_and_misused(database: Database) -> None:
    before = entries(database.dsn)
    assert "Entry 1 is no proposal. (R37) See lks proposals list." in refused("proposals approve 1")
    assert "is no proposal" in refused("proposals decline 99999")
    for number in ("0", "-1", "x", "99999999999999999999"):
        assert "Invalid value for 'PROPOSAL'" in refused(f"proposals approve -- {number}", exit_code=2)
    assert entries(database.dsn) == before
