"""`lks letter` and `lks letters`: one office, in which a case was granted, and what it can send."""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import files
from ledger.server.embedded import EmbeddedServer
from projections.letters import templates
from projections.letters.samples import IDENTITY
from tests import databases
from tests.commands.given import lks
from tests.commands.people import CASE, DAY, SECRETS, answered, done, entries, granted, refused

DECISION = f"letter {CASE} decision {DAY}"


@pytest.fixture(scope="module")
def office(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A granted case in a municipality that writes letters; the database."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as patched:
        for name in ("LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE", "LKS_PG_BIN"):
            patched.delenv(name, raising=False)
        patched.setenv("LKS_DSN", database.dsn)
        patched.setenv("LKS_ADMIN_DSN", database.admin_dsn)
        patched.setenv("LKS_HOME", str(tmp_path_factory.mktemp("office") / "home"))
        patched.setenv("LKS_ACTOR", "a.beheer")
        done("db init --demonstration --shared-login")
        granted()
        done(f"policy adopt letter_identity '{IDENTITY}' --municipality GM0363 --since 2026-09-01 {DAY}")
        yield database.dsn


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write letters in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_letter_is_made_under_a_name_without_personal_data_and_nothing_is_recorded(office: str, here: Path) -> None:
    before = entries(office)
    told = answered(DECISION)
    (file,) = here.iterdir()
    assert file.name == told["file"] == f"{CASE}_decision_employer_{told['entry']}.pdf"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert told["digest"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert entries(office) == before
    assert not [secret for secret in SECRETS if secret in str(told)]


def test_without_the_name_of_the_municipality_it_is_refused_and_nothing_is_written(office: str, here: Path) -> None:
    assert "has no name, address and signature for letters on 2026-08-01" in refused(
        f"letter {CASE} decision --today 2026-08-01"
    )
    assert not list(here.iterdir())


def test_what_cannot_be_made_is_refused(office: str, here: Path) -> None:
    assert "nothing that a letter of kind rejection tells about" in refused(f"letter {CASE} rejection {DAY}")
    assert "no entry 99" in refused(f"{DECISION} --entry 99")
    assert "goes to the employer only" in refused(f"{DECISION} --recipient employee")
    assert "takes no note" in refused(f"{DECISION} --sent-on 2026-09-01 --note-file -", "tekst", exit_code=2)
    assert not list(here.iterdir())


def test_sending_is_recorded_once_and_what_was_sent_is_made_again_the_same(office: str, here: Path) -> None:
    confirmation = f"letter {CASE} confirmation {DAY}"
    made = answered(f"{confirmation} --out made.pdf")
    sent = answered(f"{confirmation} --sent-on 2026-09-01 --out sent.pdf")
    assert [entry["fact"] for entry in sent["entries"]] == ["LetterSent", "EmployeeNotified"]
    assert sent["digest"] == made["digest"]
    after = entries(office)
    assert "Already recorded" in done(f"{confirmation} --sent-on 2026-09-01 --out again.pdf")
    assert "Sent on 2026-09-01; made again, the same." in done(f"{confirmation} --today 2026-09-20 --out again.pdf")
    assert (here / "again.pdf").read_bytes() == (here / "sent.pdf").read_bytes()
    assert "was sent on 2026-09-01" in refused(f"{confirmation} --sent-on 2026-08-31 --out other.pdf")
    assert not (here / "other.pdf").exists()
    assert entries(office) == after
    listed = answered(f"letters list {CASE} {DAY}")["letters"]
    assert {"kind": "confirmation", "sent_on": "2026-09-01", "digest": sent["digest"]}.items() <= listed[0].items()


def test_letters_that_are_due_are_made_sent_and_then_not_due_any_more(office: str, here: Path) -> None:
    """An amendment of its own, so that the other tests of this office may run before or after it."""
    done(f"amend --case {CASE} --effective 2026-11-10 --hours 24 --today 2026-09-03")
    done(f"decide amend --case {CASE} --ground change_reported --effective 2026-11-10 --today 2026-09-03")
    due = "letters due --municipality GM0363 --since 2026-09-02 --today 2026-09-03 --out post"
    before = entries(office)
    made = answered(due)
    assert [name.split("_")[1:3] for name in made["files"]] == [["amendment", "employer"], ["amendment", "employee"]]
    first = {path.name: path.read_bytes() for path in (here / "post").iterdir()}
    assert entries(office) == before
    assert "nobody is named" in refused(f"{due} --sent-on 2026-09-03 --by ''", exit_code=2)
    stopped(f"{due} --sent-on 2026-09-03 --by p.post")
    assert entries(office) == before + 1
    assert "1 letter in post, 1 recorded as sent." in done(f"{due} --sent-on 2026-09-03 --by p.post")
    assert {path.name: path.read_bytes() for path in (here / "post").iterdir()} == first
    assert "0 letters in post, 0 recorded as sent." in done(due)


def stopped(words: str) -> None:
    """A command that is stopped with Ctrl-C when the second file is to be written."""
    write, names = files.write, []

    def until_the_second(path: Path, make: files.Make, private: bool) -> str:
        names.append(path.name)
        if len(names) == 2:
            raise KeyboardInterrupt
        return write(path, make, private=private)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "write", until_the_second)
        assert lks(words).exit_code == 130


def test_what_cannot_be_made_is_told_once_and_the_exit_code_says_so(office: str, here: Path) -> None:
    told = refused("letters due --today 2026-08-01 --out post")
    assert told.count("has no name, address and signature") == 1
    assert "could not be made" in told


def test_an_own_template_is_tried_adopted_and_shown(office: str, here: Path) -> None:
    adopt = f"letters adopt --municipality GM0363 --template acknowledgement --since 2026-10-01 {DAY} own.typ"
    own = "#show: letter\n\nWij hebben uw aanvraag.\n"
    (here / "own.typ").write_text("#show: letter\n\n#unknown\n", encoding="utf-8")
    before = entries(office)
    assert "line 3: unknown variable: unknown" in refused(adopt, exit_code=2)
    assert entries(office) == before
    (here / "own.typ").write_text(own, encoding="utf-8")
    assert "is used for letters from 2026-10-01" in done(adopt)
    assert "Already recorded" in done(adopt)
    packaged = templates.body(templates.EDITION, "acknowledgement")
    show = "letters show acknowledgement --municipality GM0363"
    assert lks(f"{show} --today 2026-10-01").printed == own.rstrip()
    assert lks(f"{show} --today 2026-09-30").printed == packaged.rstrip()
    assert lks("letters show acknowledgement").printed == packaged.rstrip()
    assert answered(f"{show} --today 2026-10-01")["content"] == own
    assert "no logo" in refused("letters show logo --municipality GM0363 --today 2026-09-01")
