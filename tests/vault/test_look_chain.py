"""The chain of looks: whoever changes, removes, moves or inserts one is found, by the chain or by a head that was kept outside."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ledger.vault.looks import MEANINGS, Look, LookHead, broken, genesis, seal
from projections.looks import odd

LEDGER = UUID("0b7c6f5e-1d2a-4c3b-9e8f-102030405060")
START = datetime(2026, 11, 18, 9, 30, 0, 123456, tzinfo=UTC)
BLANK = Look(
    0, START, "lks_local", "j.jansen", "opened", ["P-000034-R"], "", "show LKS-26-000017-Z", "vm lks/1", "given", 7, b""
)
Change = Callable[[list[Look]], list[Look]]


def sealed(looks: list[Look]) -> list[Look]:
    """These looks with the seals that they would have had."""
    last, made = genesis(LEDGER), []
    for place, look in enumerate(looks, 1):
        look = look._replace(position=place)
        last = seal(last, look)
        made.append(look._replace(seal=last))
    return made


LOOKS = sealed(
    [BLANK._replace(looked_at=START + timedelta(minutes=n), subjects=[f"P-{n}"] * (n % 3)) for n in range(6)]
)
END = LookHead(6, LOOKS[-1].seal, LEDGER)


def found(looks: list[Look], end: LookHead = END, outside: dict[int, bytes] | None = None) -> list[tuple[int, str]]:
    """What is wrong, by position and kind."""
    return [(one.position, one.kind) for one in broken(looks, end, outside or {})]


def test_a_whole_chain_is_whole() -> None:
    assert found(LOOKS) == []
    assert found(LOOKS, outside={4: LOOKS[3].seal, 6: LOOKS[5].seal}) == []
    assert found([], LookHead(0, genesis(LEDGER), LEDGER)) == []


def test_the_seal_is_that_of_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "looks.md").read_text(encoding="utf-8")
    second = BLANK._replace(
        looked_at=START + timedelta(seconds=1),
        actor="zoë",
        event="found",
        subjects=[],
        found_by="bsn",
        purpose="telefoon 12",
        result="nothing",
        written_in=8,
    )
    documented = re.findall("^(?:genesis|seal) +([0-9a-f]{64})$", page, re.MULTILINE)
    assert documented == [genesis(LEDGER).hex(), *(look.seal.hex() for look in sealed([BLANK, second]))]


def test_the_events_of_the_documentation_are_those_of_the_database() -> None:
    schema = (Path(__file__).parents[2] / "schema.sql").read_text(encoding="utf-8")
    page = (Path(__file__).parents[2] / "docs" / "looks.md").read_text(encoding="utf-8")
    listed = schema.partition("INSERT INTO vault.look_event")[2].partition("ON CONFLICT")[0]
    events = re.findall("^    \\('([a-z_]+)'", listed, re.MULTILINE)
    assert len(events) == 11
    assert not [event for event in events if f"`{event}`" not in page]
    assert not [kind for kind in MEANINGS if f"| `{kind}` | {MEANINGS[kind]} |" not in page]


def test_the_reasons_of_the_documentation_are_those_of_the_report() -> None:
    page = (Path(__file__).parents[2] / "docs" / "looks.md").read_text(encoding="utf-8")
    assert not [reason for reason in odd.MEANINGS if f"`{reason}`" not in page]


def test_a_stored_seal_never_changes() -> None:
    assert genesis(LEDGER).hex() == "e9d35b27d91a5f25ac2d6f3d5bd7b19000c9f9cda8a27e53fd2cc361fadd063d"
    assert sealed([BLANK])[0].seal.hex() == "aad95db9b16c97f0ca98fd24328d19ac02fd8ccbb4a3a649d76101a8a928636f"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("position", 9),
        ("looked_at", START + timedelta(minutes=2, microseconds=1)),
        ("login", "somebody"),
        ("actor", ""),
        ("event", "found"),
        ("subjects", []),
        ("subjects", ["P-2", "P-2", "P-2"]),
        ("found_by", "bsn"),
        ("purpose", "another"),
        ("device", "another lks/1"),
        ("result", "refused"),
        ("written_in", 8),
        ("seal", bytes(32)),
    ],
)
def test_a_change_of_any_column_is_found_where_it_is(column: str, value: Any) -> None:
    changed = [*LOOKS[:2], LOOKS[2]._replace(**{column: value}), *LOOKS[3:]]
    assert found(changed)[0][0] == 3


def test_text_that_moves_from_one_field_to_the_next_is_found() -> None:
    moved = [LOOKS[0]._replace(login="lks_localj", actor=".jansen"), *LOOKS[1:]]
    assert found(moved) == [(1, "seal")]


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (lambda looks: [*looks[:2], *looks[3:]], 3),
        (lambda looks: looks[1:], 1),
        (lambda looks: [looks[1], looks[0], *looks[2:]], 1),
        (lambda looks: [*looks[:3], looks[2], *looks[3:]], 4),
        (lambda looks: looks[:-1], 6),
        (lambda looks: [], 1),
    ],
)
def test_a_look_that_is_gone_or_moved_or_twice_is_found(change: Change, first: int) -> None:
    assert found(change(list(LOOKS)))[0][0] == first


def test_a_chain_of_another_ledger_is_found() -> None:
    assert found(LOOKS, LookHead(6, LOOKS[-1].seal, UUID(int=1)))[0] == (1, "seal")
    assert found(LOOKS, outside={0: genesis(LEDGER)}) == []
    assert found(LOOKS, outside={0: genesis(UUID(int=1))}) == [(1, "expected")]


def test_a_tail_that_is_cut_off_with_its_head_is_found_from_outside_alone() -> None:
    cut, end = LOOKS[:4], LookHead(4, LOOKS[3].seal, LEDGER)
    assert found(cut, end) == []
    assert found(cut, end, {6: END.seal}) == [(5, "expected")]


def test_looks_that_are_all_sealed_again_are_found_from_outside_alone() -> None:
    again = sealed([*LOOKS[:3], LOOKS[3]._replace(actor="somebody"), *LOOKS[4:]])
    end = LookHead(6, again[-1].seal, LEDGER)
    assert found(again, end) == []
    assert found(again, end, {6: END.seal}) == [(6, "expected")]
    assert found(again, end, {3: LOOKS[2].seal, 4: LOOKS[3].seal, 6: END.seal})[0] == (4, "expected")
