"""Sealing and opening: a token opens in its own stream and topic, under its own key, and nowhere else."""

import os
import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.refusal import Refused, Unavailable
from ledger.vault.identity import PersonData, PrivateModel
from ledger.vault.rows import KeyRow, MemoryRows
from ledger.vault.sealing import MasterKey, MemoryVault, Tampered

JANSEN = PersonData(bsn="123456782", initials="J.P.", surname="van der Jansen", birth_date=date(2001, 2, 3))
STREAM = uuid.UUID(int=7)
SUBJECT = "P-000034-R"


class Note(PrivateModel):
    """Any private text."""

    text: str


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


def sealed(vault: MemoryVault) -> str:
    return vault.seal(SUBJECT, STREAM, "PersonRegistered", JANSEN)


def test_what_was_sealed_comes_out_again(vault: MemoryVault) -> None:
    assert vault.open(sealed(vault), STREAM, "PersonRegistered", PersonData) == JANSEN


@given(st.text(), st.text(min_size=1), st.uuids())
def test_any_text_comes_out_as_it_went_in(text: str, topic: str, stream: uuid.UUID) -> None:
    vault = MemoryVault()
    token = vault.seal(SUBJECT, stream, topic, Note(text=text))
    assert vault.open(token, stream, topic, Note) == Note(text=text)


def test_another_process_with_the_same_master_key_opens_it() -> None:
    rows, master = MemoryRows(), MasterKey(os.urandom(32), 1, "test")
    token = sealed(MemoryVault(master, rows))
    assert MemoryVault(master, rows).open(token, STREAM, "PersonRegistered", PersonData) == JANSEN


def test_a_token_does_not_open_in_another_stream_or_topic(vault: MemoryVault) -> None:
    token = sealed(vault)
    with pytest.raises(Tampered, match="another entry"):
        vault.open(token, uuid.UUID(int=8), "PersonRegistered", PersonData)
    with pytest.raises(Tampered, match="another entry"):
        vault.open(token, STREAM, "Measured", PersonData)


def test_no_character_of_a_token_can_be_changed(vault: MemoryVault) -> None:
    """A change of the key id looks like an erased person; every other change is found."""
    token = sealed(vault)
    for place, character in enumerate(token):
        changed = token[:place] + ("A" if character != "A" else "B") + token[place + 1 :]
        try:
            assert vault.open(changed, STREAM, "PersonRegistered", PersonData) is None
            assert 1 <= place * 6 // 8 < 17 or 1 <= (place * 6 + 5) // 8 < 17
        except Tampered:
            pass


@pytest.mark.parametrize("token", ["", "A", "AQ", "not base64!", "AQ" * 20, "é"])
def test_what_is_no_token_is_found(vault: MemoryVault, token: str) -> None:
    with pytest.raises(Tampered):
        vault.open(token, STREAM, "PersonRegistered", PersonData)


def test_a_token_has_one_spelling(vault: MemoryVault) -> None:
    token = sealed(vault)
    for other in (token + "=", token + "\n", token[:8] + " " + token[8:]):
        with pytest.raises(Tampered):
            vault.open(other, STREAM, "PersonRegistered", PersonData)


def test_no_two_tokens_are_equal(vault: MemoryVault) -> None:
    assert sealed(vault) != sealed(vault)


def test_the_size_of_a_token(vault: MemoryVault) -> None:
    """45 bytes above the JSON, as base64url: stored for ever, so no more than needed."""
    clear = len(JANSEN.model_dump_json())
    assert len(sealed(vault)) == -(-(clear + 45) * 4 // 3)


def test_without_its_key_a_person_is_erased() -> None:
    rows, master = MemoryRows(), MasterKey(os.urandom(32), 1, "test")
    token = sealed(MemoryVault(master, rows))
    rows._keys.clear()
    later = MemoryVault(master, rows)
    assert later.open(token, STREAM, "PersonRegistered", PersonData) is None
    sealed(later)
    assert later.open(token, STREAM, "PersonRegistered", PersonData) is None


def test_two_persons_have_two_keys(vault: MemoryVault) -> None:
    first = vault.seal("P-1", STREAM, "T", Note(text="same"))
    second = vault.seal("P-2", STREAM, "T", Note(text="same"))
    assert first[2:22] != second[2:22]


@pytest.mark.parametrize("version", [1, 2])
def test_a_wrong_master_key_is_said_clearly(version: int) -> None:
    rows = MemoryRows()
    right = MemoryVault(MasterKey(os.urandom(32), 1, "test"), rows)
    token = sealed(right)
    with pytest.raises(Unavailable, match="elsewhere") as caught:
        MemoryVault(MasterKey(os.urandom(32), version, "elsewhere"), rows)
    assert "backup" in caught.value.remedy
    rows._secrets.clear()
    wrong = MemoryVault(MasterKey(os.urandom(32), version, "elsewhere"), rows)
    with pytest.raises(Unavailable, match="elsewhere"):
        wrong.open(token, STREAM, "PersonRegistered", PersonData)
    with pytest.raises(Unavailable, match="elsewhere"):
        sealed(wrong)


def test_another_version_of_the_master_key_is_named() -> None:
    rows, key = MemoryRows(), os.urandom(32)
    MemoryVault(MasterKey(key, 2, "test"), rows)
    with pytest.raises(Unavailable, match="version 2 of the master key; LKS_MASTER_KEY has 1"):
        MemoryVault(MasterKey(key, 1, "LKS_MASTER_KEY"), rows)


def test_a_ledger_without_a_secret_is_not_ready() -> None:
    rows = MemoryRows()
    vault = MemoryVault(rows=rows)
    rows._secrets.clear()
    vault._ledger_secret = None
    with pytest.raises(Unavailable, match="no secret yet") as caught:
        vault.hmac("intent", "x")
    assert "lks db init" in caught.value.remedy


def test_a_key_does_not_serve_another_subject() -> None:
    """Whoever may write the table cannot give one person's key to another: the wrapping names the subject."""
    rows, master = MemoryRows(), MasterKey(os.urandom(32), 1, "test")
    vault = MemoryVault(master, rows)
    vault.ensure_keys(["P-1"])
    one = rows._keys["P-1"]
    rows._keys["P-2"] = KeyRow(one.key_id, "P-2", one.wrapped, 1)
    with pytest.raises(Unavailable):
        MemoryVault(master, rows).ensure_keys(["P-2"])


def test_what_was_recorded_opens_though_a_check_became_stricter(vault: MemoryVault) -> None:
    """Checks are for the door: a rule of tomorrow must not lock away what was recorded yesterday."""
    old = PersonData.model_construct(bsn="123456789", initials="", surname="", birth_date=date(1850, 1, 1))
    token = vault.seal(SUBJECT, STREAM, "PersonRegistered", old)
    assert vault.open(token, STREAM, "PersonRegistered", PersonData) == old


def test_fields_of_another_version_are_said_clearly(vault: MemoryVault) -> None:
    token = vault.seal(SUBJECT, STREAM, "Measured", Note(text="123456782"))
    with pytest.raises(Unavailable, match="other fields") as caught:
        vault.open(token, STREAM, "Measured", PersonData)
    assert "123456782" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_nothing_shows_a_value(vault: MemoryVault) -> None:
    token = sealed(vault)
    key = vault._by_subject[SUBJECT][1]
    shown = repr((vault, vault._rows, vault._master, JANSEN)) + str(JANSEN) + f"{JANSEN}{JANSEN!r}" + token
    for secret in (JANSEN.bsn, JANSEN.surname, "2001", repr(key), repr(vault._master.key)):
        assert secret not in shown


def test_hashes_depend_on_ledger_purpose_and_text(vault: MemoryVault) -> None:
    assert vault.hmac("intent", "text") == vault.hmac("intent", b"text")
    assert len({vault.hmac("intent", "text"), vault.hmac("key", "text"), vault.hmac("intent", "texts")}) == 3
    assert vault.hmac("intent", "text") != MemoryVault().hmac("intent", "text")
    assert len(vault.hmac("intent", "text")) == 32


def test_a_person_is_found_by_bsn_and_name(vault: MemoryVault) -> None:
    rows = vault.lookup_rows("bsn", "GM0363123456782", SUBJECT) + vault.lookup_rows("name", "Van der Bøe", SUBJECT)
    vault.add_lookups(None, rows)
    assert vault.look_up("bsn", "GM0363123456782") == (SUBJECT,)
    assert vault.look_up("name", "boe der") == (SUBJECT,)
    assert vault.look_up("name", "boe jansen") == ()
    assert vault.look_up("name", "...") == ()
    assert vault.look_up_many("name", ["van", "", "de"]) == [(SUBJECT,), (), ()]


def test_who_is_found_no_more_by_a_kind_is_found_by_what_is_added_with_it_and_the_rest_stays(
    vault: MemoryVault,
) -> None:
    rows = vault.lookup_rows("bsn", "GM0363123456782", SUBJECT) + vault.lookup_rows("name", "Jansen", SUBJECT)
    vault.add_lookups(None, rows)
    right = vault.lookup_rows("bsn", "GM0363999900109", SUBJECT)
    vault.add_lookups(None, [vault.found_no_more("bsn", SUBJECT), *right])
    assert (vault.look_up("bsn", "GM0363123456782"), vault.look_up("bsn", "GM0363999900109")) == ((), (SUBJECT,))
    assert vault.look_up("name", "Jansen") == (SUBJECT,)
    vault.add_lookups(None, vault.lookup_rows("bsn", "GM0363123456782", "P-1"))
    assert vault.look_up("bsn", "GM0363123456782") == ("P-1",)


def test_one_bsn_in_two_municipalities_is_two_persons(vault: MemoryVault) -> None:
    vault.add_lookups(None, vault.lookup_rows("bsn", "GM0363123456782", "P-1"))
    vault.add_lookups(None, vault.lookup_rows("bsn", "GM0518123456782", "P-2"))
    assert vault.look_up("bsn", "GM0518123456782") == ("P-2",)


def test_r14_refuses_a_bsn_that_is_registered_and_names_the_number_only(vault: MemoryVault) -> None:
    vault.add_lookups(None, vault.lookup_rows("bsn", "GM0363123456782", "P-1"))
    with pytest.raises(Refused, match="registered already, as P-1") as caught:
        vault.add_lookups(None, vault.lookup_rows("bsn", "GM0363123456782", "P-2"))
    assert caught.value.rule == "R14"
    assert "123456782" not in str(caught.value)
    assert vault.look_up("bsn", "GM0363123456782") == ("P-1",)


def test_the_same_lookup_twice_changes_nothing(vault: MemoryVault) -> None:
    for _ in range(2):
        vault.add_lookups(None, vault.lookup_rows("bsn", "GM0363123456782", "P-1"))
    assert vault.look_up("bsn", "GM0363123456782") == ("P-1",)
