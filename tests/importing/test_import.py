"""What an import records: all of a file or nothing, each person and employer once, and the same row never again."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.facts import Applied
from ledger.intents import ApplicationDetails, EstablishTargetGroup, RegisterEmployer, RegisterPerson
from ledger.log.interface import VersionConflict
from ledger.log.staging import Staging
from ledger.refusal import Conflict, Misuse, Refused
from ledger.vault.identity import EmployerData, PersonData, PrivateModel, employer_data, person_data
from tests.importing.given import (
    BY,
    TODAY,
    application,
    bsn,
    csv_file,
    employer,
    iban,
    imported,
    jsonl,
    ledger,
    running,
)

ROWS = [
    application(1, personnel_number="1001"),
    application(2, **employer(2), form="min_max", hours="20", maximum_hours="32.00"),
    application(3, birth_date="2007-11-16", bbl="yes", group="article_7a", end="2027-03-31"),
    running(4, lines="2026-08:fixed:897.41+224.35"),
]

SEALED: dict[str, type[PrivateModel]] = {
    "PersonRegistered": PersonData,
    "EmployerRegistered": EmployerData,
    "Applied": ApplicationDetails,
}


@pytest.fixture
def into() -> Ledger:
    """A ledger in memory."""
    return ledger()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of four rows."""
    return csv_file(tmp_path / "cases.csv", ROWS)


def topics(of: Ledger) -> Counter[str]:
    """How many facts of each kind there are."""
    return Counter(entry.topic for entry in of.store.read_all())


def test_records_persons_employers_target_groups_and_cases(into: Ledger, file: Path) -> None:
    outcome = imported(into, file)
    assert (outcome.rows, outcome.counts.cases, outcome.persons, outcome.employers) == (4, 4, 4, 2)
    assert outcome.entries == 4 + 2 + 4 + 4 + 4 + 2 + 1
    assert topics(into) >= Counter(
        PersonRegistered=4, EmployerRegistered=2, TargetGroupEstablished=4, Applied=4, SubsidyOpened=4,
        Decided=1, OpeningBooked=1, OpeningPrepared=1,
    )  # fmt: skip


def test_records_what_the_row_says(into: Ledger, file: Path) -> None:
    imported(into, file)
    applied = [entry.fact for entry in into.store.read_all(topics=("Applied",)) if isinstance(entry.fact, Applied)]
    assert [fact.case for fact in applied] == [f"LKS-26-00000{n}" for n in ("1-H", "2-D", "3-0", "4-U")]
    assert [str(fact.hours) for fact in applied] == ["32", "20", "32", "32"]
    youth = applied[2]
    assert (youth.bbl, youth.end, youth.group) == (True, date(2027, 3, 31), "article_7a")
    assert [(step.age, step.since) for step in youth.age_steps] == [
        (18, date(2026, 10, 23)), (19, date(2026, 11, 16)), (20, date(2027, 11, 16)), (21, date(2028, 11, 16)),
    ]  # fmt: skip


def test_what_is_personal_is_sealed_and_found_again(into: Ledger, file: Path) -> None:
    imported(into, file)
    (person,) = into.vault.look_up("bsn", "GM0363" + bsn(1))
    (case,) = into.vault.look_up("personnel", "1001")
    assert into.vault.look_up("name", "vermeer")
    entries = {entry.topic: entry for entry in reversed(list(into.store.read_all()))}
    sealed = {
        topic: into.vault.open(entries[topic].fact.sealed, entries[topic].stream, topic, model)  # type: ignore[attr-defined]
        for topic, model in SEALED.items()
    }
    assert sealed["Applied"] == ApplicationDetails(personnel_number="1001")
    assert sealed["PersonRegistered"] == person_data({name: ROWS[0][name] for name in PersonData.model_fields}, TODAY)
    assert sealed["EmployerRegistered"] == employer_data(employer(1))
    assert (person, case) == ("P-000001-G", "LKS-26-000001-H")


# --- again ------------------------------------------------------------------------------------------------------------


def test_the_same_file_again_records_nothing_also_on_another_day(into: Ledger, file: Path) -> None:
    imported(into, file)
    before = into.store.head()
    outcome = imported(into, file, asking=replace(BY, today=date(2026, 9, 30), by="somebody.else"))
    assert (outcome.counts.known, outcome.counts.cases, outcome.entries) == (4, 0, 0)
    assert into.store.head() == before


def test_the_same_rows_are_known_in_another_format_and_order(into: Ledger, file: Path, tmp_path: Path) -> None:
    imported(into, file)
    spelled = {"hours": "32.00", "form": "fixed", "bbl": False, "iban": "NL" + iban(1)[2:4] + " " + iban(1)[4:]}
    rows = [running(4, lines=[{"month": "2026-08", "element": "fixed", "subsidy": 897.41, "charges": 224.35}])]
    rows += [ROWS[0] | spelled | {"municipality": None}]
    outcome = imported(into, jsonl(tmp_path / "again.jsonl", rows), municipality="GM0363")
    assert (outcome.counts.known, outcome.entries) == (2, 0)


def test_a_longer_file_records_what_is_new(into: Ledger, file: Path, tmp_path: Path) -> None:
    imported(into, file)
    outcome = imported(into, csv_file(tmp_path / "more.csv", [*ROWS, application(5), running(6)]))
    assert (outcome.counts.known, outcome.counts.cases) == (4, 2)
    assert [one.opening for one in outcome.counts.openings] == ["GM0363-opening-2"]


def test_r16_a_row_that_was_changed_is_refused_with_the_case_there_is(into: Ledger, file: Path, tmp_path: Path) -> None:
    imported(into, file)
    outcome = imported(into, csv_file(tmp_path / "changed.csv", [ROWS[0] | {"hours": "24"}]))
    assert outcome.stopped
    assert "LKS-26-000001-H is already asked for" in outcome.findings[0].what


# --- who is registered already ----------------------------------------------------------------------------------------


def registered(into: Ledger) -> tuple[str, str]:
    """The person and the employer of the first row, registered by hand."""
    fields = {name: ROWS[0][name] for name in PersonData.model_fields}
    person = into.handle(RegisterPerson(municipality="GM0363"), BY, person_data(fields, TODAY)).name
    return person, into.handle(RegisterEmployer(), BY, employer_data(employer(1))).name


def test_who_is_registered_is_not_registered_again(into: Ledger, file: Path) -> None:
    person, paid = registered(into)
    outcome = imported(into, file)
    assert (outcome.persons, outcome.employers) == (3, 1)
    (applied, *_) = [entry.fact for entry in into.store.read_all(topics=("Applied",))]
    assert isinstance(applied, Applied)
    assert (applied.person, applied.employer) == (person, paid)


def test_two_rows_of_one_person_register_once(into: Ledger, tmp_path: Path) -> None:
    rows = [application(1), application(1, **employer(2)), application(1, **employer(2), municipality="GM0518")]
    outcome = imported(into, csv_file(tmp_path / "cases.csv", rows))
    assert (outcome.counts.cases, outcome.persons, outcome.employers) == (3, 2, 2)
    assert topics(into)["TargetGroupEstablished"] == 2


def test_r26_another_account_of_a_registered_employer_is_refused(into: Ledger, file: Path) -> None:
    into.handle(RegisterEmployer(), BY, employer_data(employer(1) | {"iban": iban(77)}))
    outcome = imported(into, file)
    assert outcome.stopped
    assert {(found.line, found.column) for found in outcome.findings} == {(2, "iban"), (4, "iban"), (5, "iban")}
    assert "(W-000001-D)" in outcome.findings[0].what


def test_r14_a_target_group_that_is_established_is_not_established_again(into: Ledger, file: Path) -> None:
    person, _ = registered(into)
    since = date.fromisoformat(ROWS[0]["group_since"])
    into.handle(EstablishTargetGroup(person=person, group="assistance", applied_on=None, effective=since), BY)
    imported(into, file)
    assert topics(into)["TargetGroupEstablished"] == 4


# --- bad rows ---------------------------------------------------------------------------------------------------------


def test_skip_bad_records_the_good_rows_and_lists_the_others(into: Ledger, tmp_path: Path) -> None:
    rows = [application(1, hours="99"), *ROWS[1:], application(5, form="zero_hours"), application(6)]
    outcome = imported(into, csv_file(tmp_path / "cases.csv", rows), skip_bad=True)
    assert [(found.line, found.column) for found in outcome.findings] == [(2, "hours"), (6, "form")]
    assert (outcome.counts.cases, outcome.persons) == (4, 4)
    assert topics(into)["PersonRegistered"] == 4


def test_skip_bad_leaves_nothing_of_a_row_that_a_rule_refuses(into: Ledger, tmp_path: Path) -> None:
    bad = application(1, form="zero_hours", **employer(9))
    outcome = imported(into, csv_file(tmp_path / "cases.csv", [bad, application(1), application(2)]), skip_bad=True)
    assert [found.line for found in outcome.findings] == [2]
    assert not into.vault.look_up("payroll", employer(9)["payroll_tax_number"])
    assert topics(into)["PersonRegistered"] == 2
    assert topics(into)["EmployerRegistered"] == 1


def test_skip_bad_of_running_cases_alone_makes_no_takeover(into: Ledger, tmp_path: Path) -> None:
    rows = [running(1, minimum_wage="1.00"), application(2)]
    outcome = imported(into, csv_file(tmp_path / "cases.csv", rows), skip_bad=True)
    assert (outcome.counts.openings, outcome.counts.cases) == ([], 1)


def test_a_file_that_breaks_off_is_not_recorded_even_with_skip_bad(into: Ledger, file: Path) -> None:
    before = into.store.head()
    file.write_text(file.read_text(encoding="utf-8") + '"GM0363', encoding="utf-8")
    outcome = imported(into, file, skip_bad=True)
    assert (outcome.stopped, outcome.entries, [found.line for found in outcome.findings]) == (True, 0, [6])
    assert into.store.head() == before


def test_a_dry_run_records_nothing_and_uses_no_number(into: Ledger, file: Path) -> None:
    before = into.store.head()
    outcome = imported(into, file, dry_run=True)
    assert (outcome.stopped, outcome.entries, outcome.counts.cases, outcome.findings) == (False, 0, 4, [])
    assert into.store.head() == before
    assert into.store.next_numbers("case", 1) == [1]
    assert not into.vault.look_up("bsn", "GM0363" + bsn(1))


def test_a_file_that_is_wrong_uses_no_number(into: Ledger, tmp_path: Path) -> None:
    imported(into, csv_file(tmp_path / "cases.csv", [*ROWS, application(5, hours="99")]))
    assert into.store.next_numbers("case", 1) == [1]


# --- at the same time, and in time ------------------------------------------------------------------------------------


def test_after_three_times_it_gives_up_and_nothing_is_recorded(
    into: Ledger, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(staging: Staging, *watch: object) -> int:
        raise VersionConflict

    monkeypatch.setattr(Staging, "commit", never)
    before = into.store.head()
    with pytest.raises(Conflict, match="three times"):
        imported(into, file)
    assert into.store.head() == before


def test_r40_a_real_ledger_takes_no_future_day(file: Path) -> None:
    into = ledger()
    into.demonstration  # noqa: B018 remembered, so that the next line counts
    into._opened = None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Ledger, "demonstration", property(lambda ledger: False))
        with pytest.raises(Misuse, match="is in the future"):
            imported(into, file, asking=replace(BY, today=date(2126, 1, 1)))
        with pytest.raises(Refused, match="The last entry is of"):
            imported(into, file, asking=replace(BY, today=date(2020, 1, 1)))
