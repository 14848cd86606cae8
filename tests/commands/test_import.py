"""`lks import changes` and `lks import hours`, `lks form`: what they print, in words and as JSON, and how they end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from pypdf import PdfReader, PdfWriter

from ledger.log.interface import Append
from ledger.log.staged_store import StagedStore
from tests.commands.given import lks
from tests.commands.people import CASE, answered, done, entries, granted, refused
from tests.databases import Database

DAY = "--by a.consulent --today 2026-12-01"


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    """A workbook of these rows."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return path


@pytest.mark.usefixtures("opened")
def test_r20_a_file_of_changes_from_the_first_try_to_its_decision(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    granted()
    before = entries(database.dsn)
    file = workbook(tmp_path / "changes.xlsx", ("case", "effective", "hours"), (CASE, "2026-12-01", 24))
    assert "Would record 1 change of 1 case" in done(f"import changes {file} --dry-run {DAY}")
    assert entries(database.dsn) == before

    _stopped_halfway(monkeypatch, f"import changes {file} {DAY}")
    assert entries(database.dsn) == before

    said = done(f"import changes {file} {DAY}").splitlines()
    assert said[0].startswith("Recorded 1 change of 1 case in ")
    assert said[1].startswith("Due to the end of next year: ")
    assert said[1].endswith(" less in 1 change.")
    decide = f"lks decide amend --case {CASE} --effective 2026-12-01"
    assert said[2:4] == ["Less becomes due in 1 case, which takes a decision (R20). Next:", f"  {decide}"]
    assert entries(database.dsn) == before + 1
    assert "24 hours" in done(f"show {CASE} --today 2026-12-01")
    assert "amend" in done(f"{decide.removeprefix('lks ')} {DAY}")

    again = answered(f"import changes {file} {DAY}")
    assert (again["already_recorded"], again["changes"], again["decisions"], again["entries"]) == (1, [], [], 0)

    wrong = workbook(tmp_path / "wrong.xlsx", ("case", "effective", "hours"), (CASE, "2027-01-01", 61))
    assert "line 2, column hours: is above 60." in refused(f"import changes {wrong} {DAY}", exit_code=2)
    late = workbook(tmp_path / "late.xlsx", ("case", "effective", "hours"), (CASE, "2026-01-01", 24))
    said_no = refused(f"import changes {late} {DAY}", exit_code=1)
    assert "line 2, column effective: " in said_no
    assert "Nothing was recorded: 1 error on 1 line in 1 row. Mend them, or see --skip-bad." in said_no
    assert "takes neither" in refused(f"import changes {file} --key mine {DAY}", exit_code=2)

    hours = workbook(
        tmp_path / "hours.xlsx",
        ("case", "from", "until", "hours", "source"),
        (CASE, "2026-11-01", "2026-11-30", 80, "payslip"),
    )
    one, other = (refused(f"{verb} {hours} {DAY}", exit_code=1) for verb in ("import hours", "hours report --file"))
    assert one == other
    assert "line 2, column hours: On a fixed contract" in one


def _stopped_halfway(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Ctrl-C after something was written, and before all of it was."""
    appends = StagedStore.appends

    def stopped(store: StagedStore) -> Iterator[Append]:
        yield from appends(store)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(StagedStore, "appends", stopped)
        assert lks(words).exit_code == 130


def test_forms_are_made_without_a_ledger_and_say_what_they_are(tmp_path: Path) -> None:
    for words, name in (
        ("application --municipality gm0363", "aanvraag.pdf"),
        (f"change --case {CASE}", "wijziging.pdf"),
    ):
        first = answered(f"form {words} --out {tmp_path / name}")
        again = answered(f"form {words} --out {tmp_path / name}")
        assert first == again
        assert first["fields"] == len(PdfReader(tmp_path / name).get_fields() or {})
    assert "is not a municipality" in refused(
        f"form application --municipality X --out {tmp_path / 'x.pdf'}", exit_code=2
    )
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.usefixtures("opened")
def test_a_change_form_is_filled_in_and_imported(tmp_path: Path) -> None:
    granted()
    done(f"form change --case {CASE} --out {tmp_path / 'form.pdf'}")
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "form.pdf"))
    writer.update_page_form_field_values(None, {"effective": "01-12-2026", "hours": "36"}, auto_regenerate=False)
    writer.write(tmp_path / "filled.pdf")
    said = done(f"import changes {tmp_path / 'filled.pdf'} {DAY}")
    assert "Recorded 1 change of 1 case" in said
    assert " more in 1 change." in said
    assert "missing: case, effective" in refused(f"import changes {application_form(tmp_path)} {DAY}", exit_code=2)


def application_form(folder: Path) -> Path:
    """An empty application form."""
    done(f"form application --out {folder / 'application.pdf'}")
    return folder / "application.pdf"
