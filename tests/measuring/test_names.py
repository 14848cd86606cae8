"""Names of providers and experts: sealed under a key of their own, which is nobody else's."""

from datetime import date

from ledger import facts, intents
from ledger.identifiers import stream_id
from ledger.reading import Reading
from ledger.vault.identity import ExpertData, ProviderData, expert_data
from ledger.vault.sealing import MemoryVault
from tests.ledger.house import House
from tests.ledger.measuring import certified

DAY = date(2026, 9, 1)


def test_a_name_opens_with_its_own_key_and_is_gone_when_that_is() -> None:
    house = House().open()
    certified(house, DAY)
    provider, expert = Reading(house.store).provider("PR-1"), Reading(house.store).expert("LWD-07")
    where, who = stream_id("provider", "PR-1"), stream_id("expert", "LWD-07")
    found = house.vault.open(expert.sealed, who, "ExpertRegistered", ExpertData)
    assert found is not None
    assert found.name == "P. de Wit"

    del house.rows._keys["expert/LWD-07"]
    forgetful = MemoryVault(house.vault._master, house.rows)
    assert forgetful.open(expert.sealed, who, "ExpertRegistered", ExpertData) is None
    assert forgetful.open(provider.sealed, where, "ProviderRegistered", ProviderData) is not None


def test_a_code_that_looks_like_a_persons_number_shares_no_key_with_that_person() -> None:
    house = House().open()
    person = house.person()
    certified(house, DAY)
    house.ask(intents.RegisterExpert(expert=person, provider="PR-1"), expert_data({"name": "P. de Wit"}))
    assert {person, f"expert/{person}"} <= house.rows._keys.keys()


def test_what_is_registered_again_counts_from_then_and_leaves_what_was_accounted_for() -> None:
    house = House().open()
    certified(house, DAY)
    moved = intents.RegisterExpert(expert="LWD-07", provider="PR-1", again=True)
    (registered,) = house.ask(moved, expert_data({"name": "P. de Wit-Smit"}), today=DAY).facts
    assert isinstance(registered, facts.ExpertRegistered)
    expert = Reading(house.store).expert("LWD-07")
    assert expert.sealed == registered.sealed
    assert list(expert.certificates) == ["C-123"]
