"""`lks documents receive --keep`, `list` and `check`: files by digest, in a folder or behind an address (R35)."""

import hashlib
import json
import os
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ledger.refusal import Unavailable
from projections.documents import places
from tests.commands.given import lks
from tests.commands.people import CASE, DAY, answered, applied, done, entries, refused
from tests.databases import Database

PDF, SCAN = b"%PDF-1.7 a contract", b"a scan"
PDF_DIGEST, SCAN_DIGEST = (hashlib.sha256(content).hexdigest() for content in (PDF, SCAN))
RECEIVE = f"documents receive --case {CASE} --document {{}} --digest-of '{{}}' --keep {DAY}"

pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of documents, as a policy names it."""
    folder = tmp_path / "documents"
    done(f"policy adopt document_store {folder} --since 2026-01-01 {DAY}")
    return folder


def file(folder: Path, name: str, content: bytes) -> Path:
    """A file as somebody has it."""
    path = folder / name
    path.write_bytes(content)
    return path


def kept(store: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A contract and a payslip in the folder."""
    applied()
    done(RECEIVE.format("contract", file(tmp_path, "contract van Vermeer.PDF", PDF)))
    done(RECEIVE.format("payslip", file(tmp_path, "loonstrook.vermeer", SCAN)))
    return store / PDF_DIGEST[:2] / f"{PDF_DIGEST}.pdf", store / SCAN_DIGEST[:2] / SCAN_DIGEST


def checked(*, wrong: bool) -> dict[str, str]:
    """What the check finds, by document."""
    outcome = lks("documents check --json")
    assert outcome.exit_code == int(wrong), outcome.printed
    return {one["document"]: one["status"] for one in json.loads(outcome.printed)["findings"]}


def test_a_file_is_kept_under_its_digest_readable_by_its_owner_only(store: Path, tmp_path: Path) -> None:
    contract, payslip = kept(store, tmp_path)
    assert sorted(path for path in store.rglob("*") if path.is_file()) == sorted((contract, payslip))
    assert (contract.read_bytes(), payslip.read_bytes()) == (PDF, SCAN)
    assert {path.stat().st_mode & 0o777 for path in (contract, payslip)} == {0o600}
    rows = answered(f"documents list {CASE}")["documents"]
    assert [(one["document"], one["digest"]) for one in rows] == [("contract", PDF_DIGEST), ("payslip", SCAN_DIGEST)]
    assert (rows[0]["received_on"], rows[0]["by"], rows[0]["status"]) == ("2026-09-01", "a.beheer", "counts")
    assert "2 documents: 2 present." in done("documents check")
    was = contract.stat().st_ino
    done(RECEIVE.format("contract", tmp_path / "contract van Vermeer.PDF") + " --received-on 2026-08-31")
    assert contract.stat().st_ino == was


def test_a_file_that_changed_went_or_cannot_be_read_is_found(store: Path, tmp_path: Path) -> None:
    contract, payslip = kept(store, tmp_path)
    contract.write_bytes(PDF + b"!")
    payslip.unlink()
    assert checked(wrong=True) == {"contract": "differs", "payslip": "missing"}
    said = lks(f"documents check --case {CASE} --municipality GM0363").printed
    assert "not the same" in said
    assert "2 documents: 1 missing, 1 not the same." in said
    again = RECEIVE.format("contract", tmp_path / "contract van Vermeer.PDF") + " --received-on 2026-08-30"
    assert "Another file stands under the digest of this one. (R35)" in refused(again)
    assert contract.read_bytes() == PDF + b"!"
    assert "0 documents." in done("documents check --municipality GM0518")


def test_r36_a_document_that_was_taken_back_is_listed_and_not_checked(store: Path, tmp_path: Path) -> None:
    _, payslip = kept(store, tmp_path)
    payslip.unlink()
    entry = answered(f"documents list {CASE}")["documents"][-1]["entry"]
    done(f"withdraw {entry} --reason mistake --yes {DAY}")
    assert answered(f"documents list {CASE}")["documents"][-1]["status"] == "withdrawn"
    assert checked(wrong=False) == {}


def test_what_is_refused_leaves_no_file_and_no_entry(store: Path, tmp_path: Path, database: Database) -> None:
    applied()
    before = entries(database.dsn)
    contract = file(tmp_path, "contract.pdf", PDF)
    future = RECEIVE.format("contract", contract) + " --received-on 2026-09-02"
    assert "cannot come from the future" in refused(future)
    assert [path for path in store.rglob("*") if path.is_file()] == []
    assert "There is no case" in refused(RECEIVE.format("contract", contract).replace(CASE, "LKS-26-000002-D"))
    none = f"documents receive --case {CASE} --document contract --keep {DAY}"
    assert "--keep: there is no file to keep." in refused(none, exit_code=2)
    store.rmdir()
    store.write_bytes(b"no folder")
    assert "cannot be kept in the folder" in refused(RECEIVE.format("contract", contract))
    assert entries(database.dsn) == before


def test_without_a_store_nothing_is_kept_and_everything_is_a_finding(tmp_path: Path) -> None:
    applied()
    contract = file(tmp_path, "contract.pdf", PDF)
    assert "document_store is none" in refused(RECEIVE.format("contract", contract))
    done(RECEIVE.format("contract", contract).replace(" --keep", ""))
    assert checked(wrong=True) == {"contract": "no_store"}
    for value in ("relative/path", "http://example.nl/x", "https://a:b@example.nl/x", "https://example.nl/?key=1"):
        assert "is no value of this switch" in refused(f"policy adopt document_store {value} {DAY}", exit_code=2)


class Quiet(SimpleHTTPRequestHandler):
    """Gives files, moves some, and says nothing."""

    def do_GET(self) -> None:
        """A file, or an answer that is none."""
        if "moved" in self.directory:
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """A server of files on this machine: its address, and the folder that it serves."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=partial(server.serve_forever, 0.01), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", folder
        server.shutdown()
        thread.join()


def put(folder: Path, content: bytes, digest: str, ending: str = "") -> Path:
    """A file in its place."""
    (folder / digest[:2]).mkdir(exist_ok=True)
    return file(folder / digest[:2], f"{digest}{ending}", content)


def test_files_behind_an_address_are_checked_in_pieces_and_within_bounds(
    served: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, folder = served
    applied()
    done(f"policy adopt document_store {address} --since 2026-01-01 {DAY}")
    receive = f"documents receive --case {CASE} --document {{}} --digest-of {{}} {DAY}"
    done(receive.format("contract", file(tmp_path, "contract.pdf", PDF)))
    done(receive.format("payslip", file(tmp_path, "payslip", SCAN)))
    put(folder, PDF, PDF_DIGEST, ".pdf")
    assert checked(wrong=True) == {"payslip": "missing"}
    payslip = put(folder, SCAN, SCAN_DIGEST)
    assert checked(wrong=False) == {}
    payslip.write_bytes(b"other")
    assert checked(wrong=True) == {"payslip": "differs"}
    assert "an object store" in refused(RECEIVE.format("contract", tmp_path / "contract.pdf"))
    monkeypatch.setattr(places, "MOST_BYTES", len(SCAN))
    assert checked(wrong=True) == {"contract": "unreadable", "payslip": "differs"}


def test_a_store_that_leads_elsewhere_or_is_away_is_not_taken_for_one_without_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    folder = tmp_path / "moved"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=partial(server.serve_forever, 0.01), daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        assert places.Web(address).check(PDF_DIGEST) == "unreadable"
        server.shutdown()
        thread.join()
    with pytest.raises(Unavailable, match="does not answer"):
        places.Web(address).check(PDF_DIGEST)
    with pytest.raises(Unavailable, match="not there"):
        places.Folder(tmp_path / "none").check(PDF_DIGEST)
    assert places.Folder(tmp_path).check("../../etc/passwd") == "unreadable"
    assert os.listdir(folder) == []
