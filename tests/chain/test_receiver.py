"""Whoever follows the rows of every export, as docs/wage-values.md tells, knows exactly what counts (step C5)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from random import Random
from typing import get_args

import pytest

from ledger import intents
from ledger.refusal import LedgerError
from projections.wage_values.changes import Kind
from tests.chain.told import LATER, OTHER_BSN, Told, measured_again, notified, revised, rows, withdrawn
from tests.ledger.house import OTHER_EMPLOYER, PERSON, House, a_person
from tests.ledger.parties import by_two

CASE = "LKS-26-000001-H"
WRONG = {**PERSON, "bsn": OTHER_BSN}


@pytest.mark.parametrize("seed", [12, 13, 15, 25])
def test_a_receiver_who_follows_every_export_knows_what_counts(seed: int) -> None:
    chance = Random(seed)
    house = House().open()
    house.running()
    house.granted(house.applied(house.person(WRONG), house.employer(OTHER_EMPLOYER)))
    held: dict[tuple[str | None, str, str], Told] = {}
    through = 0
    kinds: set[str] = set()
    for _ in range(8):
        for _ in range(chance.randrange(3)):
            _try(house, chance)
        kinds |= {row[0] for row in rows(house, through)}
        _follow(held, house, through)
        through = house.position()
        assert sorted(one[1:] for one in held.values()) == sorted(one[1:] for one in rows(house))
    assert kinds == set(get_args(Kind))


def _follow(held: dict[tuple[str | None, str, str], Told], house: House, through: int) -> None:
    """Add, replace or delete, by BSN, first day, and whose case it is: here every BSN has one."""
    for row in rows(house, through):
        key = (row[1], row[2], "")
        if row[0] == "INGETROKKEN":
            assert held.pop(key)[1:] == row[1:]
        else:
            assert (key in held) == (row[0] != "NIEUW")
            held[key] = row


def _try(house: House, chance: Random) -> None:
    """Something happens; what may not happen leaves no trace."""
    first, other = sorted(chance.sample(_DAYS, 2))
    value = chance.choice(("40", "55", "70"))
    again = intents.CorrectPerson(person="P-000001-G", reason="typing", age_steps={CASE: ()})
    data = a_person({**PERSON, "bsn": chance.choice((PERSON["bsn"], "999900328"))})
    ended = {"case": CASE, "reason": "contract_ended", "last_day": other}
    happens: list[Callable[[], object]] = [
        lambda: revised(house, CASE, value, first, other),
        lambda: revised(house, CASE, value, first, None),
        lambda: measured_again(house, CASE, value, first),
        lambda: withdrawn(house, CASE, first),
        lambda: by_two(house, again, data, day=LATER),
        lambda: house.ask(intents.EndSubsidy.model_validate(ended), today=LATER),
        lambda: house.ask(intents.Extend.model_validate({"case": CASE, "until": other, **notified()}), today=LATER),
    ]
    with suppress(LedgerError):
        chance.choice(happens)()


_DAYS = [
    date(2026, 10, 23),
    date(2026, 11, 1),
    date(2026, 11, 16),
    date(2026, 12, 1),
    date(2027, 1, 1),
    date(2027, 3, 8),
]
