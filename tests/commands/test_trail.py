"""`lks trail`: told as text, CSV, JSON and an HTML page that stands on its own; what an entry rests on, and what rests on it."""

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from commands import trail_files
from commands.trail_page import Part, page
from ledger.log.entry import Cause
from ledger.server.embedded import EmbeddedServer
from projections.trail.reading import Wanted, trail
from projections.trail.way import Placed
from tests import databases
from tests.commands.people import CASE, FIRM, SECRETS, WORKER, answered, done, paid, refused
from tests.databases import Database
from tests.ledger.house import House

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(scope="module")
def world(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A case that was applied for, measured, granted and paid; the same for every test of this file."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as environment:
        settings = {
            "LKS_DSN": database.dsn, "LKS_ADMIN_DSN": database.admin_dsn, "LKS_ACTOR": "a.consulent",
            "LKS_HOME": str(tmp_path_factory.mktemp("trail") / "home"),
        }  # fmt: skip
        for name, value in settings.items():
            environment.setenv(name, value)
        done("db init --demonstration --shared-login --today 2026-09-01")
        paid()
        yield database


def told(words: str) -> list[dict[str, Any]]:
    """The entries of a trail."""
    found: list[dict[str, Any]] = answered(f"trail {words}")["entries"]
    return found


def test_a_case_in_plain_sentences() -> None:
    said = done(f"trail --case {CASE}")
    for part in (
        "On 1 September 2026 a.consulent decided in case",
        "Decided by intent Grant of a.consulent; R20, art. 10d lid 1 a Pw; seal ",
        "by login lks_local, counts from 2026-10-23",
        "5 entries.",
    ):
        assert part in said
    assert max(map(len, said.splitlines())) <= 120


def test_every_choice_narrows() -> None:
    everything = told("")
    assert [one["entry"] for one in everything] == list(range(1, len(everything) + 1))
    case = [one["entry"] for one in told(f"--case {CASE}")]
    assert set(case) < {one["entry"] for one in told(f"--person {WORKER}")}
    assert set(case) < {one["entry"] for one in told(f"--employer {FIRM}")}
    assert {one["fact"] for one in told("--topic decided --topic Paid")} == {"Decided", "Paid"}
    assert {one["actor"] for one in told("--actor g.control")} == {"g.control"}
    assert {one["municipality"] for one in told("--municipality gm0363")} == {"GM0363"}
    assert [one["fact"] for one in told("--run GM0363-2026-11-1")] == ["RunPrepared", "RunApproved", "Paid"]
    assert [one["entry"] for one in told(f"--from {case[1]} --to {case[3]}")] == list(range(case[1], case[3] + 1))
    assert told("--from 2026-01-01") == everything
    assert told("--to 2099-01-01") == everything
    assert [one["fact"] for one in told(f"--case {CASE} --actor g.control")] == ["Paid"]


def test_nothing_that_fits_says_so() -> None:
    assert done("trail --actor nobody").startswith("Nothing was recorded that fits.")
    assert told("--actor nobody") == []


def test_one_entry_with_what_it_rests_on_and_what_rests_on_it() -> None:
    (payment,) = told(f"--case {CASE} --topic Paid")
    said = done(f"trail --entry {payment['entry']}")
    for part in (
        "What it rests on", "the approval of the run:", "the decision that ruled October 2026:", "the wage value established:",
        "the report of the measurement:", "the minimum wage on 23 October 2026:", "What rests on it\n  nothing",
    ):  # fmt: skip
        assert part in said
    way = told(f"--entry {payment['entry']}")
    assert way[0]["entry"] == payment["entry"]
    assert {one["direction"] for one in way[1:]} == {"rests_on"}
    (wage,) = {one["entry"] for one in way[1:] if one["role"] == "the minimum wage on 23 October 2026"}
    back = told(f"--entry {wage}")
    assert payment["entry"] in {one["entry"] for one in back if one.get("direction") == "rested_on_by"}


def test_csv_has_headings_and_no_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(done(f"trail --case {CASE} --csv").removeprefix("\ufeff")), delimiter=";"))
    assert [row["fact"] for row in rows] == ["Applied", "Measured", "WageValueEstablished", "Decided", "Paid"]
    assert rows[3]["sentence"].startswith("On 1 September 2026 a.consulent decided")
    assert {len(row["seal"]) for row in rows} == {64}
    assert (rows[3]["direction"], rows[3]["distance"]) == ("asked", "0")


class Page(HTMLParser):
    """What a reader of a page needs to know of it."""

    VOID = frozenset({"meta", "br", "hr", "img", "input", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The one that began last ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_page_stands_on_its_own_and_can_be_read_by_anyone() -> None:
    text = done(f"trail --case {CASE} --html")
    found = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert found.open == []
    assert found.all("html") == [{"lang": "en"}]
    assert f"Audit trail of case {CASE}" in found.text
    assert len(found.all("title")) == len(found.all("h1")) == len(found.all("main")) == len(found.all("caption")) == 1
    assert {heading["scope"] for heading in found.all("th")} == {"col", "row"}
    assert not any(found.all(tag) for tag in ("script", "link", "img", "iframe"))
    assert all(str(link["href"]).startswith("#entry-") for link in found.all("a"))
    rows = [row["id"] for row in found.all("tr") if "id" in row]
    assert len(rows) == len(set(rows)) == 5
    assert "A demonstration ledger: nothing here is real." in found.text
    assert "@media print" in text


def test_the_page_of_an_entry_links_both_ways() -> None:
    (payment,) = told(f"--case {CASE} --topic Paid")
    found = Page(done(f"trail --entry {payment['entry']} --html"))
    assert found.open == []
    captions = [text for text in found.text if text in ("What it rests on", "What rests on it")]
    assert captions == ["What it rests on", "What rests on it"]
    ids = [row["id"] for row in found.all("tr") if "id" in row]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in found.all("a")} <= set(ids)


def test_everything_from_the_ledger_is_escaped() -> None:
    house = House().open()
    (first, *_) = trail(house.store, Wanted())
    evil = "<script>alert('x')</script>\"&"
    cause: Cause = first.cause.model_copy(update={"actor": evil})
    row = Placed(first._replace(cause=cause, subject=evil), role=evil)
    text = "".join(page(evil, [evil], [Part(evil, [row], way=True)], demonstration=False))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert Page(text).open == []


def test_no_cell_of_the_csv_is_taken_for_a_formula() -> None:
    house = House().open()
    (first, *_) = trail(house.store, Wanted())
    cause: Cause = first.cause.model_copy(update={"actor": "=HYPERLINK(1)", "on_behalf_of": "@cmd"})
    out = io.BytesIO()
    trail_files.csv([Placed(first._replace(cause=cause, subject="+1"))], out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")), delimiter=";")
    assert (row["actor"], row["on_behalf_of"], row["subject"]) == ("'=HYPERLINK(1)", "'@cmd", "'+1")


def test_nothing_personal_is_told_in_any_form() -> None:
    for form in ("", "--csv", "--html", "--json"):
        said = done(f"trail {form}")
        assert not any(secret in said for secret in SECRETS), form


def test_it_needs_no_key_and_opens_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, world: Database) -> None:
    monkeypatch.setenv("LKS_HOME", str(tmp_path / "no-home"))
    monkeypatch.setenv("LKS_DSN", f"{world.dsn} options='-c default_transaction_read_only=on'")
    assert "entries." in done("trail")
    assert not (tmp_path / "no-home").exists()


def test_files_are_written_whole_with_their_digest(tmp_path: Path) -> None:
    for form in ("csv", "html", "json"):
        file = tmp_path / f"trail.{form}"
        assert f"{file}: SHA-256 " in done(f"trail --case {CASE} --{form} --out {file}")
        assert file.read_bytes().decode("utf-8").rstrip("\r\n") == done(f"trail --case {CASE} --{form}").rstrip("\r")
    assert json.loads((tmp_path / "trail.json").read_text(encoding="utf-8"))["entries"]
    assert not list(tmp_path.glob(".*"))


def test_misused() -> None:
    assert "exclude each other" in refused("trail --csv --html", exit_code=2)
    assert "exclude each other" in refused("trail --csv --json", exit_code=2)
    assert "needs a form" in refused("trail --out trail.txt", exit_code=2)
    assert "goes alone" in refused(f"trail --entry 5 --case {CASE}", exit_code=2)
    assert "goes with --entry" in refused("trail --all", exit_code=2)
    assert "Do you mean Decided or " in refused("trail --topic Decide", exit_code=2)
    assert "no kind of fact" in refused("trail --topic 12345", exit_code=2)
    assert "the first moment comes after the last" in refused("trail --from 20 --to 10", exit_code=2)
    assert "the last entry is" in refused("trail --from 9999", exit_code=2)
    assert "There is no entry 9999" in refused("trail --entry 9999")
    assert "There is no case" in refused("trail --case LKS-26-000002-D")
    assert "the check character does not fit" in refused("trail --person P-000009-0", exit_code=2)
