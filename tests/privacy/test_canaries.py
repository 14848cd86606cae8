"""Personal data that occur nowhere else go through everything there is, mistakes too: none may be seen where it is not meant.

Not in what commands print, not in the server's log with all statements and parameters in it, not in names of files or in files
that are not meant for it, not in any table in clear. And once everybody is erased: nowhere at all.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from pydantic import RootModel

from commands.call import Call
from commands.output import Output
from ledger.intents import INTENTS, Approve, EraseEmployer, ErasePerson, Intent, Note, Reject
from ledger.log.entry import Entry as Logged
from ledger.server.embedded import EmbeddedServer
from ledger.server.folder import ServerFolder
from ledger.vault.sealing import Tampered
from projections.letters.samples import IDENTITY
from tests import databases
from tests.bank.statements import ACCOUNT, Entry, camt053
from tests.commands.given import lks
from tests.databases import Database
from tests.ledger.measuring import CONTENTS
from tests.privacy.canaries import START, WORD, Canaries, typed

DAY = "--today 2026-09-01"
LATER = "--today 2040-01-02"
TOPICS = tuple({intent.seals for intent in INTENTS.values() if intent.seals})
CASE = "LKS-26-000001-H"
EXPORT = "person export P-000001-G --purpose 'verzoek inzage 2026-14' --out"


SHOWN = (
    f"show {CASE}", f"history {CASE}", "history P-000001-G", "history W-000001-D", f"explain {CASE} --month 2026-11",
    f"replay {CASE}", f"measurement show --case {CASE}", "expert list", "expert show LWD-1", f"documents list {CASE}",
    "worklist --municipality GM0363", "letters list", f"trail --case {CASE}", "retention", "proposals list",
)  # fmt: skip
"""What shows persons, employers, experts and their cases by number only."""

OTHERS = (
    f"schedule --case {CASE} --json", f"replay {CASE} --diff 10 60", "replay --municipality GM0363 --json",
    "measurement list --json", "provider list", "documents check", "pay list --json", "policy show", "looks list",
    f"reconcile --municipality GM0363 --quarter 2026Q4 --by entry --case {CASE} --month 2026-11",
    "quarter checklist --municipality GM0363 --quarter 2026Q4", "timeliness --municipality GM0363 --json",
    "year statement --municipality GM0363 --year 2026", "statistics list --municipality GM0363",
    "retention --employers --json", "retention --experts --csv", "wage-values list --municipality GM0363",
    "vault status", "opening list", "db status",
)  # fmt: skip


class Anything(RootModel[Any]):
    """Whatever was sealed."""


@dataclass
class World:
    """Everything that was printed and written while the canaries went through."""

    canaries: Canaries
    database: Database
    folder: Path
    log: Path
    begun: int
    printed: list[tuple[str, str]] = field(default_factory=list)
    meant: set[Path] = field(default_factory=set)

    def ask(self, words: str, typing: str = "", code: int | None = 0, *, opens: bool = False) -> str:
        """A command, and what it printed; `opens`: it was asked to show personal data."""
        outcome = lks(words, typing)
        assert code is None or outcome.exit_code == code, (words, outcome.printed)
        assert "A fault in lks itself" not in outcome.printed, words
        if not opens:
            self.printed.append((words, outcome.printed))
        return outcome.printed

    def json(self, words: str, typing: str = "") -> Any:
        """The answer as JSON."""
        return json.loads(self.ask(f"{words} --json", typing))

    def by_two(self, words: str, day: str = DAY) -> str:
        """Asked by one, agreed with by another."""
        self.ask(f"{words} {day} --by f.finance")
        waiting = self.json("proposals list")["proposals"]
        return self.ask(f"proposals approve {waiting[-1]['proposal']} {day} --by g.control")

    def out(self, name: str, *, meant: bool = False) -> Path:
        """A place for a file or a folder; `meant`: to hold personal data."""
        place = self.folder / name
        if meant:
            self.meant.add(place)
        return place

    def written(self, name: str, content: str | bytes) -> Path:
        """A file that somebody sends in; it is personal of course."""
        file = self.out(name, meant=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    # --- what is looked through -----------------------------------------------------------------------------------------

    def seen(self) -> Iterator[tuple[str, str]]:
        """All that is not meant to hold personal data: where, and the text."""
        yield from self.printed
        yield "the server's log", self.log.read_bytes()[self.begun :].decode("utf-8", "replace")
        for path in self.files():
            yield f"a name: {path.name}", str(path.relative_to(self.folder))
            if not any(path.is_relative_to(one) for one in self.meant):
                yield path.name, path.read_bytes().decode("latin-1")

    def files(self) -> list[Path]:
        """Every file that was written."""
        return [path for path in sorted(self.folder.rglob("*")) if path.is_file()]

    def tables(self, *, vault: bool) -> Iterator[tuple[str, str]]:
        """Every table and its rows as text; bytes also as the text that they are."""
        with psycopg.connect(self.database.admin_dsn) as connection:
            names = connection.execute(
                "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^(pg_|information_schema)'"
            ).fetchall()
            for schema, name in names:
                if vault or schema != "vault":
                    table = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(schema, name))
                    rows = connection.execute(table).fetchall()
                    yield f"{schema}.{name}", "\n".join(str(row[0]) for row in rows)
            entries = "SELECT convert_from(state, 'UTF8'), convert_from(coalesce(cause, ''), 'UTF8') FROM ledger.ledger_events"
            for state, cause in connection.execute(entries.encode()):
                yield "the log as JSON", f"{state} {cause}"

    def leaks(self, seen: Iterator[tuple[str, str]]) -> list[tuple[str, list[str]]]:
        """Where canaries are."""
        return [(where, found) for where, text in seen if (found := self.canaries.found(text))]


@contextmanager
def world(server: EmbeddedServer, folder: Path, count: int) -> Iterator[World]:
    """A ledger of which the server writes down every statement with its parameters."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as patched:
        with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
            for setting in (
                "log_statement = 'all'",
                "log_parameter_max_length_on_error = -1",
            ):
                admin.execute(f"ALTER DATABASE {database.name} SET {setting}".encode())
        for name in ("LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE", "LKS_PG_BIN", "LKS_DEBUG"):
            patched.delenv(name, raising=False)
        patched.setenv("LKS_DSN", database.dsn)
        patched.setenv("LKS_ADMIN_DSN", database.admin_dsn)
        patched.setenv("LKS_HOME", str(folder / "home"))
        patched.setenv("LKS_ACTOR", "a.consulent")
        place = folder / "work"
        place.mkdir()
        patched.chdir(place)
        log = ServerFolder(Path(os.environ[databases._HOME])).log
        yield World(Canaries(count), database, place, log, log.stat().st_size)


def live(world: World) -> None:
    """Everything that can be done to persons and employers."""
    _begin(world)
    _mistaken(world)
    _granted(world)
    _paid(world)
    _told(world)
    _rejected(world)
    _closed(world)
    _looked_at(world)


def _begin(world: World) -> None:
    world.ask("db init --demonstration --shared-login")
    world.ask(f"law adopt --accept-low --yes {DAY}")
    adopt = "--municipality GM0363 --since 2026-01-01"
    world.ask(f"policy adopt letter_identity '{IDENTITY}' {adopt} {DAY}")
    world.by_two(f"policy adopt paying_account '{ACCOUNT} Gemeente Voorbeeld' {adopt} --yes")
    world.by_two(f"policy adopt retention 'granted=7 rejected=5 unused=1' {adopt} --yes")
    world.by_two("policy adopt retention 'granted=7 rejected=5 unused=1' --since 2026-01-01 --yes")
    world.ask(f"provider register PR-1 --kind private {DAY}", typed({"name": "Meetbureau Weeg"}))
    world.ask(f"expert register LWD-1 --provider PR-1 {DAY}", typed({"name": f"{WORD} de Wit"}))
    days = "--valid-from 2026-01-01 --valid-until 2027-12-31"
    world.ask(f"expert certify LWD-1 --certificate C-1 {days} {DAY}")


def _mistaken(world: World) -> None:
    """Whatever people type in the wrong place, and send in wrong."""
    person, employer, bsn = world.canaries.person(0), world.canaries.employer(0), world.canaries.bsns[0]
    wrong = str(int(bsn) + 1)
    for data in (
        {**person, "bsn": wrong},
        {**person, "birth_date": "31-12-1909"},
        {**person, "surname": f"{WORD}\u200b"},
        {**person, "burgerservicenummer": bsn},
        {"bsn": bsn},
    ):
        world.ask(f"person register --municipality GM0363 {DAY}", typed(data), code=2)
    for data in (
        {**employer, "iban": "NL00" + employer["iban"][4:]},
        {**employer, "kvk": "909"},
        {**employer, WORD: 1},
    ):
        world.ask(f"employer register {DAY}", typed(data), code=2)
    world.ask(f"person register --municipality GM0363 {DAY}", f"{bsn} {WORD}", code=2)
    for words in (
        f"show {bsn}", f"history {bsn}", f"explain {bsn} --month 2026-11", f"person correct {bsn} --reason x",
        f"employer correct {bsn}L01 --reason x", f"pay status {bsn}", f"measurement show --case {bsn}",
        f"apply --municipality GM0363 --person {bsn} --employer {bsn}", f"find person {bsn}", f"person erase {bsn}",
        f"decide grant --case {bsn}", f"specification {bsn} --out x", f"replay {bsn}", f"person register --bsn {bsn}",
        f"expert register {bsn} --provider PR-1", f"end --case {CASE} --last-day 2026-12-20 --reason {bsn}",
        f"end --case {CASE} --last-day 2026-12-20 --reason '{WORD} is ziek'",
    ):  # fmt: skip
        world.ask(f"{words} {DAY if '--' in words else ''}", typed({"name": WORD}), code=None)
    for kind in ("bsn", "name", "personnel", "payroll", "kvk", "employer"):
        world.ask(f"find {kind} --municipality GM0363", f"{wrong} {WORD} nergens\n", code=None)
    for name, text in (
        ("wrong-bsn.csv", world.canaries.csv(0, 3, bsn=wrong)),
        ("wrong-days.csv", world.canaries.csv(0, 3, birth_date="1909-13-41", group=WORD, hours=WORD)),
        ("wrong-iban.csv", world.canaries.csv(0, 3, iban="NL00" + START)),
        ("no-heading.csv", "\n".join(world.canaries.csv(0, 3).splitlines()[1:])),
        ("twice.csv", world.canaries.csv(0, 2, personnel_number="", surname=f"{WORD}\u200b")),
        ("broken.jsonl", typed(world.canaries.rows[0])[:-9]),
    ):
        world.ask(f"import applications {world.written(name, text)} {DAY}", code=None)
        world.ask(f"import applications {world.folder / name} --skip-bad --dry-run --json {DAY}", code=None)


def _granted(world: World) -> None:
    """All are imported; the first is measured and granted, with all that is personal about it."""
    note = world.written("note.txt", f"{WORD} belt liever na vijven; geboren 2 februari 1909")
    file = world.written("cases.csv", world.canaries.csv(0, world.canaries.count - 2))
    world.ask(f"import applications {file} --dry-run {DAY}")
    world.ask(f"import applications {file} {DAY}")
    world.ask(f"import applications {file} {DAY}")
    assert world.json("find bsn --municipality GM0363", world.canaries.bsns[0])["cases"][0]["case"] == CASE
    contents = {**CONTENTS, "comments_employee": f"{WORD} heeft het druk", "final_judgement": f"{WORD} kan 60 %"}
    report = world.written("report.json", json.dumps(contents, default=str))
    wrong = world.written("wrong-report.json", json.dumps({"tasks": WORD, WORD: 1}))
    measured = (
        f"measurement record --case {CASE} --measured-on 2026-08-20 --reported-on 2026-08-27 --wage-value 60 --expert LWD-1 "
        f"--draft-discussed-on 2026-08-24 --second-look-on 2026-08-26 {DAY} --contents"
    )
    world.ask(f"{measured} {wrong}", code=None)
    world.ask(f"{measured} {report}")
    world.ask(f"documents request --case {CASE} --document contract --respond-by 2026-09-20 --note-file {note} {DAY}")
    document = world.written(f"contract-{WORD}.pdf", f"%PDF {WORD}")
    document.rename(world.folder / "contract.pdf")
    world.meant.add(world.folder / "contract.pdf")
    received = f"documents receive --case {CASE} --received-on 2026-09-01 {DAY}"
    world.ask(f"{received} --document contract --digest-of {world.folder / 'contract.pdf'}")
    world.ask(f"measurement establish --case {CASE} {DAY}")
    world.ask(f"decide grant --case {CASE} --note-file {note} {DAY}")
    world.ask(f"decide grant --case {CASE} --note-file {note} --key {WORD} {DAY}", code=None)


def _paid(world: World) -> None:
    note, when = world.folder / "note.txt", "--today 2026-11-13"
    run = world.json("pay prepare --municipality GM0363 --month 2026-11 --by f.finance --today 2026-11-12")["run"][
        "run"
    ]
    world.ask(f"pay approve {run} --by g.control {when}")
    world.ask(f"pay export {run} --out {world.out('bank', meant=True)} --by f.finance {when}")
    for profile in "AB":
        world.ask(
            f"specification {run} --profile {profile} --out {world.out(f'specification-{profile}', meant=True)} {when}"
        )
    cents = world.json(f"pay status {run}")["payments"][0]["sent_cents"]
    other = world.canaries.rows[1]["iban"]
    lines = [Entry(-cents, f"{run}/W-000001-D"), Entry(990, f"{WORD} geld terug", counterparty=other)]
    statement = world.written("bank.xml", camt053(lines))
    world.ask(f"bank import {statement} --by f.finance --today 2026-11-20")
    world.ask("bank unmatched")
    account = {"iban": world.canaries.rows[2]["iban"], "account_name": f"{WORD} nieuw"}
    world.ask(f"employer bank-account change W-000001-D {when} --by f.finance", typed(account))
    position = world.json("proposals list")["proposals"][0]["proposal"]
    world.ask(f"proposals decline {position} --note-file {note} --by g.control {when}")
    world.ask(f"pay hold --case {CASE} --reason doubt --note-file {note} --today 2026-11-21")
    world.ask(f"pay release --case {CASE} --today 2026-11-22")


def _told(world: World) -> None:
    """What others get: letters, the chain, CBS, and what holds nothing personal."""
    when = "--today 2026-11-23"
    for kind in ("decision", "confirmation"):
        world.ask(f"letter {CASE} {kind} --out {world.out(f'{kind}.pdf', meant=True)} --sent-on 2026-11-23 {when}")
    world.ask(f"wage-values export --municipality GM0363 --out {world.out('chain', meant=True)} {when}")
    world.ask(f"statistics srg --municipality GM0363 --month 2026-10 --out {world.out('srg', meant=True)} {when}")
    world.ask(f"{EXPORT} {world.out('inzage.zip', meant=True)} {when}")
    world.ask(f"checkpoint make --out {world.out('published')}", code=None)
    world.ask(f"inspect export --case {CASE} --out {world.out('bundle')}", code=None)
    world.ask(f"form change --case {CASE} --out {world.out('form.pdf')}")
    world.ask(f"journal export --municipality GM0363 --out {world.out('journal')} {when}", code=None)


def _rejected(world: World) -> None:
    """All others, one of whom is corrected first, and one registered twice; they are nobody's own case."""
    note, last = world.folder / "note.txt", world.canaries.count - 1
    found = world.json("find name --municipality GM0363", f"{WORD}vogel")["cases"]
    cases = [one["case"] for one in found if one["case"] != CASE]
    for case in cases[:2]:
        world.ask(f"decide reject --case {case} --ground no_employment --note-file {note} {DAY}")
    call = Call(Output(as_json=False), date(2026, 9, 1), by="a.consulent")
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), call.today)
    for case in cases[2:]:
        reject = Reject.model_validate({"case": case, "ground": "no_employment", **told})
        call.ledger.handle(reject, call.asking(), Note(text=f"{WORD} werkt er niet"))
    wrong = world.json(f"person register --municipality GM0363 {DAY}", typed(world.canaries.person(last)))["person"]
    right = world.json(f"person register --municipality GM0363 {DAY}", typed(world.canaries.person(last - 1)))["person"]
    world.ask("person register --municipality GM0363 --today 2026-09-02", typed(world.canaries.person(last)), code=1)
    corrected = typed({"surname": f"{WORD} beter", "birth_date": "1909-12-31"})
    world.ask(f"person correct {wrong} --reason typing --yes {DAY} --by f.finance", corrected)
    _agree(world)
    world.by_two(f"person merge {wrong} --into {right} --reason twice --yes")
    filed = f"objection file --case LKS-26-000002-D --decision LKS-26-000002-D/1 --objector employee --note-file {note}"
    world.ask(f"{filed} {DAY}")
    decided = "objection decide --case LKS-26-000002-D --outcome unfounded --decided-on 2026-09-01"
    world.ask(f"{decided} --note-file {note} {DAY}")


def _agree(world: World, day: str = DAY) -> None:
    waiting = world.json("proposals list")["proposals"]
    world.ask(f"proposals approve {waiting[-1]['proposal']} {day} --by g.control")


def _closed(world: World) -> None:
    """The one case ends, is determined and paid, and the books are closed."""
    when = "--today 2026-12-21"
    world.ask(f"end --case {CASE} --last-day 2026-12-20 --reason contract_ended {when}")
    world.ask(f"decide determine --case {CASE} --note-file {world.folder / 'note.txt'} {when}")
    run = world.json(f"pay prepare --municipality GM0363 --month 2026-12 --by f.finance {when}")["run"]["run"]
    world.ask(f"pay approve {run} --by g.control {when}")
    world.ask(f"pay export {run} --out {world.out('bank-2', meant=True)} --by f.finance {when}")
    when = "--today 2027-01-05"
    cents = world.json(f"pay status {run}")["payments"][0]["sent_cents"]
    lines = [Entry(-cents, f"{run}/W-000001-D", day="2026-12-22")]
    statement = camt053(lines, opening=9_856_247, name="2026-12-22/2", sequence=2, day="2026-12-22")
    world.ask(f"bank import {world.written('bank-2.xml', statement)} --by f.finance {when}")
    line = world.json("bank unmatched")["lines"][0]
    matched = f"bank match {line['number']} --as elsewhere --reason interest"
    world.ask(f"{matched} --by f.finance {when}", code=None)
    _agree(world, when)
    world.ask(f"settle --municipality GM0363 --through 2026-12 --by f.finance {when}")
    world.by_two("quarter sign-off --municipality GM0363 --quarter 2026Q4", when)
    world.by_two("year sign-off --municipality GM0363 --year 2026", when)


def _looked_at(world: World, *, as_json: bool = True) -> None:
    """Everything that shows something, none of which is meant to show who somebody is."""
    for words in SHOWN:
        world.ask(words, code=None)
        if as_json:
            world.ask(f"{words} --json", code=None)
    for words in OTHERS:
        world.ask(words, code=None)


def erase_all(world: World) -> None:
    """Thirteen years later everybody is erased: the first of each kind as people do it, the others one after another."""
    note = world.folder / "note.txt"
    world.ask("person erase P-000001-G --today 2033-12-31 --yes", code=1)
    world.ask(f"person erase P-000001-G {LATER}")
    world.ask(f"person erase P-000001-G --yes --note-file {note} {LATER}", code=None)
    for words in ("person erase P-000001-G", "employer erase W-000001-D --natural-person", "expert erase LWD-1"):
        world.ask(f"{words} --yes {LATER} --by f.finance")
        _agree(world, LATER)
        world.ask(f"{words} --yes --today 2040-01-03")
    _erase_others(world)


def _erase_others(world: World) -> None:
    first, second = (Call(Output(as_json=False), date(2040, 1, 2), by=by) for by in ("f.finance", "g.control"))
    persons = [one["number"] for one in world.json(f"retention --erasable {LATER}")["retention"]]
    employers = [one["number"] for one in world.json(f"retention --employers --erasable {LATER}")["retention"]]
    erased: list[Intent] = [ErasePerson(person=number, ground="requested") for number in persons]
    erased += [EraseEmployer(employer=one, natural_person=True, ground="term_over") for one in employers]
    for intent in erased:
        proposal = first.ledger.handle(intent, first.asking()).entries[0].position
        second.ledger.handle(Approve(proposal=proposal), second.asking())
    world.ask(f"show {CASE}")


# --- the tests ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Some dozens of canaries."""
    with world(server, tmp_path_factory.mktemp("canaries"), 12) as made:
        live(made)
        yield made


@pytest.fixture(scope="module")
def erased(lived: World) -> World:
    """The same, after everybody was erased."""
    erase_all(lived)
    return lived


def test_no_canary_is_seen_where_it_is_not_meant(lived: World) -> None:
    assert lived.leaks(lived.seen()) == []


def test_no_canary_is_in_any_table_in_clear(lived: World) -> None:
    assert lived.leaks(lived.tables(vault=True)) == []


def test_what_is_meant_for_it_does_hold_canaries(lived: World) -> None:
    """Otherwise this test would prove nothing."""
    for name in ("bank", "specification-A", "chain", "srg"):
        texts = [path.read_bytes().decode("latin-1") for path in (lived.folder / name).iterdir()]
        assert any(lived.canaries.found(text) for text in texts), name
    assert lived.canaries.found(lived.ask("expert list --names", opens=True))
    assert lived.canaries.found(lived.ask(f"measurement show --case {CASE} --contents", opens=True))


def test_a_leak_is_found(lived: World) -> None:
    """A BSN in an error of the database, in a column, and in a name of a file."""
    bsn = lived.canaries.bsns[3]
    lived.begun = lived.log.stat().st_size
    with psycopg.connect(lived.database.dsn) as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT %s::uuid", [f"{bsn}"])
    assert [where for where, _ in lived.leaks(lived.seen())] == ["the server's log"]
    lived.begun = lived.log.stat().st_size
    place = lived.folder / f"brief-{bsn}.txt"
    place.touch()
    assert [where for where, _ in lived.leaks(lived.seen())] == [f"a name: {place.name}"]
    place.unlink()
    with psycopg.connect(lived.database.admin_dsn) as connection:
        connection.execute("UPDATE projection.subsidies SET municipality = %s", [bsn])
        connection.rollback()
        connection.execute("CREATE TABLE projection.leak (what bytea)")
        connection.execute("INSERT INTO projection.leak VALUES (%s)", [bsn.encode()])
        connection.commit()
        assert [where for where, _ in lived.leaks(lived.tables(vault=False))] == ["projection.leak"]
        connection.execute("DROP TABLE projection.leak")
    lived.begun = lived.log.stat().st_size


# --- after everybody was erased -----------------------------------------------------------------------------------------


def test_avg_17_nobody_is_left_anywhere_even_with_the_master_key(erased: World) -> None:
    assert erased.leaks(erased.tables(vault=True)) == []
    call = Call(Output(as_json=False), date(2040, 1, 2))
    opened = [text for entry in call.store.read_all() for text in _opened(call, entry)]
    assert any("Meetbureau Weeg" in text for text in opened), "what was not erased can be read"
    assert erased.leaks((f"entry {n}", text) for n, text in enumerate(opened)) == []
    for kind in ("name", "personnel", "payroll", "kvk", "employer"):
        texts = [str(value) for row in erased.canaries.rows for value in row.values() if value]
        assert not any(call.vault.look_up_many(kind, texts)), kind
    assert not any(call.vault.look_up_many("bsn", [f"GM0363{bsn}" for bsn in erased.canaries.bsns]))


def _opened(call: Call, entry: Logged) -> Iterator[str]:
    """Every sealed part of an entry that still opens."""
    tokens = [getattr(entry.fact, "sealed", None)]
    for token in filter(None, tokens):
        for topic in (entry.topic, *TOPICS):
            with contextlib.suppress(Tampered):
                private = call.vault.open(token, entry.stream, topic, Anything)
                yield str(private.root) if private else ""
                break


def test_afterwards_every_command_behaves_and_shows_nobody(erased: World) -> None:
    begun = len(erased.printed)
    _looked_at(erased, as_json=False)
    for words in (
        "find person P-000001-G",
        "person correct P-000001-G --reason x",
        "employer correct W-000001-D --reason x",
    ):
        erased.ask(f"{words} {LATER if 'find' not in words else ''}", typed(erased.canaries.person(0)), code=None)
    erased.ask("audit verify")
    out = erased.out("again")
    assert "The data of P-000001-G were erased" in erased.ask(f"{EXPORT} {out} {LATER}", code=1)
    assert "erased" in erased.ask(f"letter {CASE} decision {LATER}", code=1)
    assert "erased" in erased.ask(f"letter {CASE} confirmation {LATER}", code=1)
    run = "GM0363-2026-11-1"
    assert "The data of W-000001-D were erased" in erased.ask(
        f"pay export {run} --out {erased.out('again')} {LATER}", code=1
    )
    assert "erased" in erased.ask(f"specification {run} --profile A --out {erased.out('again')} {LATER}", code=1)
    assert "erased" in erased.ask(
        f"wage-values export --municipality GM0363 --again 1 --out {erased.out('again')}", code=1
    )
    erased.ask(f"statistics srg --municipality GM0363 --month 2026-10 --again 1 --out {erased.out('again')}", code=None)
    apply = "apply --municipality GM0363 --person P-000001-G --employer W-000001-D --applicant employer --basis lid_1a"
    terms = f"--group assistance --start 2040-02-01 --hours 32 --full-time-hours 36 {LATER}"
    assert "The data of P-000001-G were erased" in erased.ask(f"{apply} {terms}", code=1)
    assert len(erased.printed) > begun
    assert erased.leaks(erased.seen()) == []


def test_who_was_erased_can_come_back_under_another_number(erased: World) -> None:
    count = erased.canaries.count - 2
    assert f"{count} already recorded" in erased.ask(f"import applications {erased.folder / 'cases.csv'} {LATER}")
    later = {"received_on": "2040-01-02", "group_since": "2040-01-02", "start": "2040-02-01"}
    file = erased.written("again.csv", erased.canaries.csv(0, count, **later))
    assert f"{count} persons and {count} employers" in erased.ask(f"import applications {file} --dry-run {LATER}")
    new = erased.json(f"person register --municipality GM0363 {LATER}", typed(erased.canaries.person(0)))["person"]
    assert new > f"P-{erased.canaries.count:06}"


def test_what_people_destroy_themselves_is_listed_with_its_digest(erased: World) -> None:
    listed = " ".join(text for words, text in erased.printed if words.startswith("proposals approve"))
    for name in ("decision.pdf", "confirmation.pdf", "contract.pdf", "chain", "srg", "bank"):
        place = erased.folder / name
        (file,) = [place] if place.is_file() else [one for one in place.iterdir() if one.suffix in (".csv", ".xml")]
        assert sha256(file.read_bytes()).hexdigest() in listed, name


@pytest.mark.long
def test_a_thousand_bsns(server: EmbeddedServer, tmp_path: Path) -> None:
    """The same with 1,000 BSNs, of persons and of employers who are natural persons."""
    with world(server, tmp_path, 502) as made:
        live(made)
        assert made.leaks(made.seen()) == []
        assert made.leaks(made.tables(vault=True)) == []
        erase_all(made)
        test_avg_17_nobody_is_left_anywhere_even_with_the_master_key(made)
        assert made.leaks(made.seen()) == []
