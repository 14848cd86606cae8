"""The files of a specification: what stands beside the CSV, what they are called, and what profile B does not tell."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from ledger.refusal import Misuse
from projections.specification import csv_file, sidecar, workbook
from projections.specification.check import check
from projections.specification.document import Specification, file_name, join
from projections.specification.row import Profile
from tests.payments.office import Office
from tests.specification.given import EMPLOYER, NOVEMBER, PERSON, a_started_case, of_run, sent_cents

SECRETS = (PERSON.bsn, PERSON.surname, "Öztürk", PERSON.birth_date.isoformat(), 'wage_value"')
TWELFTH = date(2026, 11, 12)


@pytest.fixture
def office() -> Office:
    """A municipality without cases."""
    return Office().open()


def files(specification: Specification) -> dict[str, str]:
    """Everything that stands in the files, as text; of the Excel file all its parts."""
    csv = csv_file.write(specification.rows)
    book = zipfile.ZipFile(io.BytesIO(workbook.write(specification.rows)))
    return {
        "csv": csv.decode(),
        "json": sidecar.write(specification, csv).decode(),
        "xlsx": "\n".join(book.read(name).decode() for name in book.namelist()),
    }


def test_profile_b_tells_nothing_personal_and_profile_a_does(office: Office) -> None:
    case, run = a_started_case(office)
    for name, text in files(of_run(office, run, case)).items():
        assert case in text, name
        assert not [secret for secret in SECRETS if secret in text], name
    assert {row.wage_value for row in of_run(office, run, case).rows} == {None}
    told = files(of_run(office, run, case, profile="A"))
    assert all(secret in told["csv"] for secret in SECRETS[:4])
    assert PERSON.surname in told["xlsx"]
    assert SECRETS[4] in told["json"]


@pytest.mark.parametrize("profile", ["A", "B"])
def test_the_files_are_the_same_bytes_each_time(office: Office, profile: Profile) -> None:
    case, run = a_started_case(office)
    one, other = (files(of_run(office, run, case, profile=profile)) for _ in range(2))
    assert one == other
    rows = of_run(office, run, case).rows
    assert workbook.write(rows) == workbook.write(rows)


def test_the_rows_come_back_from_the_csv(office: Office) -> None:
    case, run = a_started_case(office)
    rows = of_run(office, run, case, profile="A").rows
    assert csv_file.parse(csv_file.write(rows)) == rows
    assert "'-0042" in csv_file.write(rows).decode()


def test_the_sidecar_proves_the_csv_and_shows_how_amounts_were_calculated(office: Office) -> None:
    employer = office.employer()
    cases = [office.granted(date(2026, 11, 1), date(2026, 10, 1), employer=employer) for _ in range(2)]
    run = office.pay(NOVEMBER, TWELFTH)[0].run
    specification = of_run(office, run, *cases)
    csv = csv_file.write(specification.rows)
    told = json.loads(sidecar.write(specification, csv))
    assert told["sha256"] == hashlib.sha256(csv).hexdigest()
    assert told["bestand"] == f"{file_name(specification)}.csv"
    ((reference, cents),) = sent_cents(office, run).items()
    (payment,) = told["betaalkenmerken"]
    assert (payment["betaalkenmerk"], payment["bedrag_totaal_centen"]) == (reference, cents)
    assert (payment["zaken"], payment["regels"], told["regels"]) == (2, 2, 2)
    assert payment["subsidie_excl_centen"] + payment["werkgeverslasten_centen"] == cents == 2 * 112176
    (segment,) = told["berekeningen"][specification.rows[0].row_id]
    assert (segment["days"], segment["days_in_month"], segment["hours"]) == (30, 30, "32")


def test_the_file_name_holds_our_number_of_the_employer_only(office: Office) -> None:
    case, run = a_started_case(office)
    specification = of_run(office, run, case)
    employer = specification.employer
    assert file_name(specification) == f"LKS_betaalspecificatie_0363_{employer}_2026-11-19_{run}-{employer}"
    assert EMPLOYER.payroll_tax_number not in file_name(specification)
    assert EMPLOYER.kvk not in file_name(specification)


def test_specifications_of_two_municipalities_become_one(office: Office) -> None:
    employer = office.employer()
    here = office.granted(date(2026, 11, 1), date(2026, 10, 1), employer=employer)
    office.municipality = "GM0518"
    there = office.granted(date(2026, 11, 1), date(2026, 10, 1), employer=employer)
    run_there = office.pay(NOVEMBER, TWELFTH)[0].run
    office.municipality = "GM0363"
    run_here = office.pay(NOVEMBER, TWELFTH)[0].run
    parts = [of_run(office, run_here, here), of_run(office, run_there, there)]
    joined = join(parts, f"2026-11/{employer}")
    assert [row.number for row in joined.rows] == [1, 2]
    assert {row.specification for row in joined.rows} == {f"2026-11/{employer}"}
    assert {row.municipality for row in joined.rows} == {"0363", "0518"}
    assert [row.row_id for row in joined.rows] == [row.row_id for part in parts for row in part.rows]
    assert joined.traces.keys() == {row.row_id for row in joined.rows}
    assert file_name(joined) == f"LKS_betaalspecificatie_0000_{employer}_2026-11-19_2026-11-{employer}"
    check(joined.rows, sent_cents(office, run_here) | sent_cents(office, run_there))
    told = json.loads(sidecar.write(joined, csv_file.write(joined.rows)))
    assert [payment["gemeentecode"] for payment in told["betaalkenmerken"]] == ["0363", "0518"]


def test_what_does_not_belong_together_is_not_joined(office: Office) -> None:
    case, run = a_started_case(office)
    part = of_run(office, run, case)
    with pytest.raises(Misuse, match="twice"):
        join([part, part], "N1")
    with pytest.raises(Misuse, match="one employer"):
        join([part, replace(part, employer="W-000012-8")], "N1")
    with pytest.raises(Misuse, match="one employer"):
        join([part, of_run(office, run, case, profile="A")], "N1")
    with pytest.raises(Misuse, match="number"):
        join([part], "../etc")
