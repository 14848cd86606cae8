"""`lks checkpoint`: what an outsider keeps shows every later change, and a proof stands alone (docs/checkpoint.md)."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from commands.publishing import publish
from ledger.log.entry import Row, seal
from ledger.proof.checkpoint import Checkpoint, open_note, origin
from ledger.proof.note import Signer, VerifierKey
from ledger.proof.published import open_published
from ledger.proof.tree import Tree, consistent, included, leaf
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.commands.people import answered, done, entries, refused
from tests.commands.running_case import running_case
from tests.databases import Database
from tests.proof.tampering import BEHEADED, CUT, LATER, RESEAL, tampering


@pytest.fixture(scope="module")
def database(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A ledger with one case; every test leaves it as it was, or longer."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as environment:
        home = tmp_path_factory.mktemp("checkpoint") / "home"
        settings = {
            "LKS_DSN": database.dsn,
            "LKS_ADMIN_DSN": database.admin_dsn,
            "LKS_HOME": home,
            "LKS_ACTOR": "a.beheer",
        }
        for name, value in settings.items():
            environment.setenv(name, str(value))
        for name in ("LKS_CHECKPOINT_KEY", "LKS_CHECKPOINT_KEY_FILE"):
            environment.delenv(name, raising=False)
        done("db init --demonstration --shared-login")
        done("law adopt --accept-low --yes --today 2026-03-02")
        running_case()
        done("checkpoint key")
        yield database


@pytest.fixture
def folder(database: Database, tmp_path: Path) -> Path:
    """A folder in which the ledger was published, twice."""
    done(f"checkpoint make --at 20 --to {tmp_path / 'out'}")
    done(f"checkpoint make --to {tmp_path / 'out'}")
    return tmp_path / "out"


def size() -> int:
    """How many entries there are."""
    return entries(os.environ["LKS_DSN"])


def longer() -> None:
    """One entry more."""
    done(
        f"policy adopt settlement_frequency month --municipality GM0363 --today 2026-03-02 --since 20{30 + size() % 60}-01-01"
    )


def files(folder: Path) -> dict[str, bytes]:
    """All that is in a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_same_log_gives_the_same_note(database: Database, tmp_path: Path) -> None:
    note = done("checkpoint make")
    assert note == done("checkpoint make")
    made = answered("checkpoint make")
    assert (made["note"], made["size"]) == (note.strip("\n") + "\n", size())
    key = VerifierKey.parse(answered("checkpoint key")["verifier_key"])
    assert open_note(made["note"].encode(), key).size == size()
    assert base64.b64encode(open_note(made["note"].encode(), key).root).decode() == made["root"]
    done(f"checkpoint make --out {tmp_path / 'note'}")
    assert (tmp_path / "note").read_text() == made["note"]
    assert f"entries 1 to {size()} are those" in done(f"checkpoint verify {tmp_path / 'note'}")


def test_an_earlier_checkpoint_can_be_made_again(database: Database, tmp_path: Path) -> None:
    done(f"checkpoint make --at 7 --out {tmp_path / 'note'}")
    assert answered(f"checkpoint verify {tmp_path / 'note'}")["size"] == 7


def test_a_folder_grows_and_nothing_in_it_is_replaced_but_its_last_note(folder: Path) -> None:
    before = files(folder)
    assert sorted(before) == [
        "checkpoint", "checkpoints/20", f"checkpoints/{size()}", "tile/0/000.p/20", f"tile/0/000.p/{size()}"
    ]  # fmt: skip
    longer()
    made = answered(f"checkpoint make --to {folder}")
    after = files(folder)
    assert (made["before"], made["size"]) == (size() - 1, size())
    assert {name: after[name] for name in before if name != "checkpoint"} == {
        name: content for name, content in before.items() if name != "checkpoint"
    }
    assert "published" in done(f"checkpoint make --to {folder}")
    assert files(folder) == after
    assert answered(f"checkpoint verify {folder}") | {"ledger": ""} == {
        "ledger": "", "size": size(), "holds": True, "first": None, "last": None, "demonstration": True
    }  # fmt: skip


def test_publishing_that_was_stopped_anywhere_goes_on(database: Database, folder: Path, tmp_path: Path) -> None:
    """Whatever is missing, or half there, the note in place is one that holds, and the next time makes it whole."""
    longer()
    was, whole = files(folder), tmp_path / "whole"
    shutil.copytree(folder, whole)
    done(f"checkpoint make --to {whole}")
    steps = [f"tile/0/.000.p-{size()}.part", f"tile/0/000.p/{size()}", f"checkpoints/{size()}"]
    assert {name for name, content in files(whole).items() if was.get(name) != content} == {*steps[1:], "checkpoint"}
    for count in range(len(steps) + 1):
        stopped = tmp_path / f"stopped-{count}"
        shutil.copytree(folder, stopped)
        for name in steps[:count]:
            (stopped / name).write_bytes(files(whole).get(name, b"half"))
        assert answered(f"checkpoint verify {stopped}")["size"] == size() - 1
        done(f"checkpoint make --to {stopped}")
        (stopped / steps[0]).unlink(missing_ok=True)
        assert files(stopped) == files(whole)


@pytest.mark.parametrize("place", [1, 2, 19, 20])
def test_an_entry_that_was_changed_and_sealed_again_is_named(database: Database, folder: Path, place: int) -> None:
    key = answered("checkpoint key")["verifier_key"]
    with tampering(database) as admin:
        admin.execute(LATER, [place])
        broken = refused(f"checkpoint verify {folder} --key {key}")
        assert f"DIFFERS: entry {place} is not the one that was published." in broken
        assert f"entry {place} is not what was sealed" in refused("checkpoint make")
        admin.execute(RESEAL)
        assert done("checkpoint make")
        assert f"entry {place} is not the one" in refused(f"checkpoint verify {folder} --key {key}")
        was = files(folder)
        assert f"entry {place} is not the one" in refused(f"checkpoint make --to {folder}")
        assert files(folder) == was
        assert f"among the entries 1 to {size()} are others" in refused(
            f"checkpoint verify {folder}/checkpoints/{size()}"
        )


def test_a_tail_that_was_cut_off_is_named(database: Database, folder: Path) -> None:
    end = size()
    with tampering(database) as admin:
        admin.execute(CUT, [end - 2])
        admin.execute(BEHEADED)
        assert f"entry {end - 2} was published and is missing" in refused(f"checkpoint verify {folder}")
        assert f"entry {end - 2} was published and is missing" in refused(
            f"checkpoint verify {folder}/checkpoints/{end}"
        )
        assert f"entry {end - 2} was published and is missing" in refused(f"checkpoint make --to {folder}")
        assert answered(f"checkpoint verify {folder}/checkpoints/20")["holds"]


def test_a_proof_of_an_entry_stands_alone(folder: Path, tmp_path: Path) -> None:
    key = VerifierKey.parse(answered("checkpoint key")["verifier_key"])
    for entry, where in (
        (1, f"--in {folder}/checkpoints/20"),
        (20, f"--in {folder}/checkpoints/20"),
        (20, ""),
        (size(), ""),
    ):
        made = json.loads(done(f"checkpoint prove {entry} {where}"))
        one, note = made["entry"], open_note(made["checkpoint"].encode(), key)
        given = [base64.b64decode(part) for part in made["proof"]]
        assert included(note.root, note.size, entry - 1, leaf(bytes.fromhex(one["seal"])), given)
        assert one["seal"] == _seal(one, bytes.fromhex(made["previous_seal"]))
    done(f"checkpoint prove 3 --out {tmp_path / 'proof'}")
    assert (tmp_path / "proof").stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / "proof").read_text())["entry"]["position"] == 3
    assert "is after the checkpoint, which ends at 20" in refused(
        f"checkpoint prove 21 --in {folder}/checkpoints/20", "", 2
    )
    assert "is not in the log" in refused("checkpoint prove 900000", "", 2)


def test_two_checkpoints_of_one_history_are_consistent(folder: Path, tmp_path: Path) -> None:
    made = answered(f"checkpoint consistency {folder} {folder}/checkpoints/20")
    assert (made["first"], made["second"]) == (20, size())
    roots = base64.b64decode(made["first_root"]), base64.b64decode(made["second_root"])
    proof = [base64.b64decode(part) for part in made["proof"]]
    assert consistent(made["first"], made["second"], *roots, proof)


def test_two_histories_shown_to_two_people_are_refused(database: Database, folder: Path, tmp_path: Path) -> None:
    old = f"{folder}/checkpoints/20"
    with tampering(database) as admin:
        admin.execute(LATER, [9])
        admin.execute(RESEAL)
        done(f"checkpoint make --at 20 --out {tmp_path / 'other'}")
        done(f"checkpoint make --to {tmp_path / 'other-folder'}")
        assert "20 and other are two histories: each has another root" in refused(
            f"checkpoint consistency {old} {tmp_path / 'other'}"
        )
        assert "two histories: entry 9 is not the one" in refused(
            f"checkpoint consistency {folder} {tmp_path / 'other-folder'}"
        )
        assert "20 and other-folder are two histories" in refused(
            f"checkpoint consistency {old} {tmp_path / 'other-folder'}"
        )
    assert "other is not of this log" in refused(
        f"checkpoint consistency {tmp_path / 'other'} {folder}/checkpoints/{size()}"
    )


def test_a_note_of_another_ledger_or_with_another_key_is_refused(folder: Path, tmp_path: Path) -> None:
    note = (folder / "checkpoint").read_text()
    ledger = note[4:40]
    (tmp_path / "other").write_text(note.replace(ledger, str(UUID(int=7))))
    assert "is of lks/00000000" in refused(f"checkpoint verify {tmp_path / 'other'}")
    (tmp_path / "forged").write_text(note.replace(f"\n{size()}\n", f"\n{size() - 1}\n"))
    assert "does not fit" in refused(f"checkpoint verify {tmp_path / 'forged'}")
    other = VerifierKey(f"lks/{ledger}", bytes(32))
    assert "not signed with this key" in refused(f"checkpoint verify {folder} --key {other}")
    assert "no verifier key" in refused(f"checkpoint verify {folder} --key nonsense", "", 2)


def test_a_mail_is_as_good_as_the_note_in_it(database: Database, tmp_path: Path) -> None:
    mail = done("checkpoint make --mail")
    assert mail.startswith(f"Subject: Checkpoint {size()} van grootboek lks/")
    assert answered("checkpoint key")["verifier_key"] in mail
    (tmp_path / "mail").write_bytes(("> " + mail.replace("\n", "  \r\n> ")).encode())
    assert "are those of the checkpoint" in done(f"checkpoint verify {tmp_path / 'mail'}")


def test_the_key_is_for_its_owner_only_and_of_one_ledger(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answered("checkpoint key")["verifier_key"]
    path = tmp_path / "keys" / "my.key"
    monkeypatch.setenv("LKS_CHECKPOINT_KEY_FILE", str(path))
    assert f"The key is new, in {path}" in done("checkpoint key")
    assert path.stat().st_mode & 0o077 == 0
    assert "new" not in done("checkpoint key")
    assert answered("checkpoint key")["verifier_key"] != first
    monkeypatch.setenv("LKS_CHECKPOINT_KEY", path.read_text())
    assert answered("checkpoint make")["verifier_key"] == answered("checkpoint key")["verifier_key"]
    monkeypatch.setenv("LKS_CHECKPOINT_KEY", "nonsense")
    assert "does not hold a checkpoint key" in refused("checkpoint make")
    monkeypatch.delenv("LKS_CHECKPOINT_KEY")
    path.chmod(0o644)
    assert "chmod 600" in refused("checkpoint make")
    path.chmod(0o600)
    path.write_text(path.read_text().replace("lks/", "lks/0"))
    assert "damaged" in refused("checkpoint make")


def test_what_cannot_be_is_refused(database: Database, tmp_path: Path) -> None:
    assert "the last entry is" in refused("checkpoint make --at 900000", "", 2)
    assert "exclude one another" in refused(f"checkpoint make --mail --out {tmp_path / 'x'}", "", 2)
    assert "needs a file" in refused("checkpoint make --timestamp", "", 2)
    assert "cannot be read" in refused(f"checkpoint verify {tmp_path / 'nothing'}", "", 2)
    (tmp_path / "text").write_text("hello\n")
    assert "no signed note" in refused(f"checkpoint verify {tmp_path / 'text'}", "", 2)
    done(f"checkpoint make --to {tmp_path / 'f'}")
    assert "already" in refused(f"checkpoint make --at 5 --to {tmp_path / 'f'}", "", 2)


def test_an_inspector_of_one_municipality_verifies_and_takes_evidence_but_signs_nothing(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    login, key = f"lks_test_{uuid4().hex}", answered("checkpoint key")["verifier_key"]
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN IN ROLE lks_inspector")
        try:
            admin.execute("INSERT INTO ledger.access VALUES (%s, 'GM0363')", [login])
            settings = {
                "LKS_DSN": database.dsn_for(login),
                "LKS_PURPOSE": "inspection",
                "LKS_HOME": str(tmp_path / "own"),
            }
            for name, value in settings.items():
                monkeypatch.setenv(name, value)
            assert "are those of the checkpoint" in done(f"checkpoint verify {folder} --key {key}")
            assert "no key to check the signature with" in refused(f"checkpoint verify {folder}")
            assert "some municipalities only" in refused("checkpoint prove 3")
            export = f"inspect export --municipality GM0363 --out {tmp_path / 'b.zip'}"
            for words in ("checkpoint make", "checkpoint key", export):
                assert "this login makes none" in refused(words)
            assert answered(f"{export} --in {folder} --key {key}")["size"] == size()
            assert not (tmp_path / "own").exists()
        finally:
            admin.execute("DELETE FROM ledger.access WHERE login = %s", [login])
            admin.execute(f"DROP ROLE {login}")


def test_a_timestamp_of_an_authority_is_verified_and_kept(folder: Path, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: time stamps are not tested here")
    made = answered(f"checkpoint make --to {folder} --timestamp")
    _authority(tmp_path)
    _openssl(tmp_path, "ts", "-reply", "-queryfile", made["query"], "-config", "tsa.cnf", "-out", "reply.tsr")
    words = f"checkpoint timestamp {folder} --authority {tmp_path / 'ca.pem'} --reply {tmp_path / 'reply.tsr'}"
    assert "existed by" in done(words)
    assert (folder / "checkpoints" / f"{size()}.tsr").read_bytes() == (tmp_path / "reply.tsr").read_bytes()
    assert "does not stamp 20" in refused(words.replace(str(folder), f"{folder}/checkpoints/20"))
    assert not (folder / "checkpoints" / "20.tsr").exists()
    assert "is not there" in refused(words.replace("reply.tsr", "none.tsr"), "", 2)


def test_a_long_log_is_published_by_tiles_and_only_new_ones_are_written(tmp_path: Path) -> None:
    signer = Signer(origin(UUID(int=1)), bytes(32))
    tree, added = Tree(bytes([at % 256]) * 32 for at in range(20_057)), []
    for size in (300, 20_000, 20_057, 20_057):
        made = Checkpoint(UUID(int=1), size, tree.root(size))
        added.append(publish(tmp_path, made, made.signed(signer), tree, signer.verifier).files)
        assert open_published(tmp_path, signer.verifier).checkpoint == made
    assert added == [2 + 1 + 2, 78 + 1 + 2, 1 + 2, 0]


def _seal(one: dict[str, object], previous: bytes) -> str:
    from datetime import UTC, datetime, timedelta

    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(str(one["recorded_at"])))
    key, cause = one["intent_key"], one["cause"]
    row = Row(
        int(str(one["position"])), UUID(str(one["stream"])), int(str(one["version"])), when, str(one["topic"]),
        str(one["municipality"]), str(one["recorded_by"]), None if key is None else bytes.fromhex(str(key)),
        None if cause is None else str(cause).encode(), str(one["state"]).encode(), b"",
    )  # fmt: skip
    return seal(previous, row).hex()


def _authority(place: Path) -> None:
    """A time-stamping authority of our own."""
    (place / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\n"
        "signer_digest = sha256\ncerts = ca.pem\ndefault_policy = 1.2.3.4\ndigests = sha256\naccuracy = secs:1\n"
        "[ext]\nextendedKeyUsage = critical,timeStamping\n"
    )
    (place / "serial").write_text("01\n")
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _openssl(place, *new, "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=CA", "-days", "30")
    _openssl(place, *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "tsa.cnf", "-extensions", "ext")
    _openssl(place, "x509", "-req", "-in", "tsa.csr", *signed, "-out", "tsa.pem", "-days", "30")


def _openssl(place: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=place, check=True, capture_output=True)
