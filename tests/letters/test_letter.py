"""R20: a letter is made from what is known at a position, is the same whenever it is made again, and lacks nothing."""

from datetime import date

import pytest

from ledger import facts, intents
from ledger.identifiers import stream_id
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.vault.identity import employer_data
from projections.letters.letter import Letter, again
from projections.letters.pdf import printer
from tests.chain.told import erased
from tests.ledger.house import DAY, EMPLOYER, MUNICIPALITY, House, apply, grant, measure
from tests.letters.golden import text
from tests.letters.office import letter_office, made, send, version_of

LATER = date(2026, 11, 2)
OWN = "#show: letter\n\nEen eigen brief voor #data.employee.\n"


def sent_again(house: House, case: str) -> Letter:
    """The last letter that was sent, made again from its stored position."""
    entries = house.store.read(stream_id("subsidy", case))
    (*_, sent) = (entry.fact for entry in entries if isinstance(entry.fact, facts.LetterSent))
    with printer() as press:
        return again(Reading(house.store, sent.position), house.vault, press, case, sent)


def test_making_a_letter_records_nothing_and_its_name_tells_nothing_of_a_person() -> None:
    house = letter_office()
    case = house.running()
    before = house.position()
    letter = made(house, case, "decision")
    assert house.position() == before
    assert letter.name == f"{case}_decision_employer_{letter.wanted.about}.pdf"
    assert made(house, case, "decision").file == letter.file


def test_a_sent_letter_is_the_same_after_whatever_changes() -> None:
    house = letter_office()
    case = house.running()
    letter = made(house, case, "decision")
    send(house, letter)
    employer = house.ledger().reading().subsidy(case).employer
    corrected = intents.CorrectEmployer(employer=employer, reason="name")
    house.ask(corrected, employer_data(EMPLOYER | {"name": "Bakkerij Anders"}))
    house.ask(intents.Approve(proposal=house.position()), by="g.control")
    house.ask(adopt("decision", OWN, DAY))
    house.ask(
        intents.AdoptPolicy(
            municipality=MUNICIPALITY,
            switch="letter_identity",
            value="name=Gemeente Anders; address=A 1; place=1 B; phone=1; signed_by=C; function=D",
            since=DAY,
        )
    )
    assert sent_again(house, case).file == letter.file
    said = text(made(house, case, "decision").file)
    assert "Bakkerij Anders" in said
    assert "Gemeente Anders" in said
    assert "Een eigen brief voor W. Vermeer." in said


def test_a_letter_that_would_be_another_is_said_loudly() -> None:
    house = letter_office()
    case = house.running()
    send(house, made(house, case, "decision"), digest="00" * 32)
    with pytest.raises(Refused, match="letter made again is not the one sent on 2026-09-01"):
        sent_again(house, case)
    other = house.applied(house.person({**_OTHER}), house.employer({**EMPLOYER, **_OTHER_FIRM}))
    letter = made(house, other, "acknowledgement", "Applied")
    send(house, letter, template="00" * 32, digest="11" * 32)
    with pytest.raises(Refused, match="template made again is not the one sent"):
        sent_again(house, other)


def test_an_own_template_counts_from_its_day_and_is_in_the_digest() -> None:
    house = letter_office()
    case = house.running()
    packaged = made(house, case, "decision", day=LATER)
    house.ask(adopt("decision", OWN, LATER))
    own = made(house, case, "decision", day=LATER)
    assert "Een eigen brief" in text(own.file)
    assert own.template != packaged.template
    assert made(house, case, "decision", day=DAY).template == packaged.template
    send(house, made(house, case, "decision", day=DAY))
    assert sent_again(house, case).template == packaged.template


def test_the_objection_clause_stays_under_an_own_template_and_tells_the_last_day_that_is_recorded() -> None:
    house = letter_office()
    case = house.running()
    house.ask(adopt("confirmation", OWN, DAY))
    letter = made(house, case, "confirmation", recipient="employee", day=LATER)
    assert "tot en met 14 december 2026" in text(letter.file).replace("\n", " ")
    sent, notified = send(house, letter)
    assert isinstance(sent, facts.LetterSent)
    assert isinstance(notified, facts.EmployeeNotified)
    assert sent.objects_until == notified.objects_until == date(2026, 12, 14)


def test_no_letter_without_the_name_of_the_municipality() -> None:
    house = House().open()
    case = house.running()
    with pytest.raises(Refused, match="GM0363 has no name, address and signature"):
        made(house, case, "decision")


def test_no_letter_without_the_names_of_employee_and_employer() -> None:
    house = letter_office()
    case = house.running()
    application = house.ledger().reading().subsidy(case).application
    assert application is not None
    keys = dict(house.rows._keys)
    for kind, number in (("person", application.person), ("employer", application.employer)):
        vault = erased(house, number)
        with pytest.raises(Refused, match=f"The name of {kind} {number} is missing"):
            made(house, case, "decision", vault=vault)
        house.rows._keys.update(keys)


def test_no_claim_without_an_account_to_pay_to() -> None:
    house = letter_office()
    case = house.running()
    day = date(2027, 3, 1)
    house.prepared()
    run = house.prepared()
    house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 11, 13))
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    house.ask(intents.Withdraw(case=case, ground="obligations_not_met", start=date(2026, 10, 23), **told), today=day)
    house.ask(
        intents.Settle.model_validate({"municipality": MUNICIPALITY, "through": "2026-11"}), by="f.finance", today=day
    )
    house.ask(intents.ClaimRecovery(case=case, decided_on=day, employer_notified_on=day, anyway="heard"), today=day)
    with pytest.raises(Refused, match="GM0363 has no account to pay back to"):
        made(house, case, "recovery_decision", "RecoveryClaimed", day=day)


def test_a_letter_about_another_entry_is_refused() -> None:
    house = letter_office()
    case = house.running()
    with pytest.raises(Refused, match=r"has no entry .* that a letter of kind rejection tells about"):
        made(house, case, "rejection")
    with pytest.raises(Refused, match="goes to the employee only"):
        made(house, case, "confirmation")


def test_a_template_that_fails_on_a_real_case_is_refused_without_what_the_case_holds() -> None:
    house = letter_office()
    house.ask(adopt("acknowledgement", '#show: letter\n#assert(data.employee == "X", message: data.employee)', DAY))
    case = house.applied(house.person(), house.employer())
    with pytest.raises(Refused, match="cannot be filled in at line 2") as refused:
        made(house, case, "acknowledgement", "Applied")
    assert "Vermeer" not in str(refused.value)


def test_every_letter_of_a_life_can_be_made() -> None:
    """From the application to the objection: each entry makes the letter that it calls for."""
    house = letter_office()
    person, employer = house.person(), house.employer()
    case = house.ask(apply(person, employer)).name
    house.ask(intents.RequestDocuments(case=case, documents=("contract",), respond_by=LATER))
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=DAY, valid_until=None))
    house.ask(grant(case))
    house.ask(intents.FileObjection(case=case, decision=f"{case}/1", by="employee", received_on=DAY))
    assert "contract" not in text(made(house, case, "acknowledgement", "Applied").file)
    assert "arbeidsovereenkomst" in text(made(house, case, "document_request", "DocumentsRequested").file)
    assert f"besluit {case}/1" in text(made(house, case, "objection_acknowledgement", "ObjectionFiled").file)
    assert version_of(house, case, "ObjectionFiled") > version_of(house, case, "Decided")


def adopt(template: str, words: str, since: date) -> intents.AdoptTemplate:
    """An own template from a day on."""
    fields = {"municipality": MUNICIPALITY, "template": template, "since": since, "text": words}
    return intents.AdoptTemplate.model_validate(fields)


_OTHER = {"bsn": "999900171", "initials": "S.", "surname": "de Boer", "birth_date": "1988-07-02"}
_OTHER_FIRM = {"payroll_tax_number": "999900596L01", "iban": "NL27INGB0223344556"}
