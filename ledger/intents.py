"""Everything that can be asked: one closed union of intents, each of which may be refused.

An intent is recorded in the cause of what it led to, so it holds no personal data: what is personal goes to the ledger
beside it (`private`), is sealed there, and comes back as the token `sealed`.
"""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field, JsonValue

from ledger.calculation.month import Month, Quarter
from ledger.calculation.segment import AgeStep, Route
from ledger.facts import (
    Applicant,
    BankReason,
    Basis,
    ContractForm,
    DecisionGround,
    Document,
    Ending,
    EndReason,
    ErasureGround,
    HoldReason,
    HoursSource,
    Instalment,
    LetterKind,
    MatchedAs,
    MonthAmount,
    ObjectionOutcome,
    Objector,
    ProviderKind,
    Recipient,
    RejectionGround,
    ReminderAbout,
    TargetGroup,
    ValueAdopted,
)
from ledger.identifiers import CaseNumber, EmployerNumber, PersonNumber, RunNumber
from ledger.model import Cents, Code, Hours, Model, Municipality, Percentage, Text
from ledger.vault.identity import PrivateModel


class Note(PrivateModel):
    """Free text about a case (toelichting); always sealed."""

    text: Text


class ApplicationDetails(PrivateModel):
    """What an application holds that is personal: the employer's personnel number (personeelsnummer) and a note."""

    personnel_number: Text = ""
    text: Text = ""


class Intent(Model):
    """Something asked. `anyway` is the reason code with which a rule that allows it was set aside (R40)."""

    seals: ClassVar[str] = ""
    """Topic of the fact that carries the personal part of this intent."""

    sealed: str | None = Field(default=None, exclude=True)
    anyway: Code | None = None


# --- persons and employers -----------------------------------------------------------------------------------------


class RegisterPerson(Intent):
    """Register a person in a municipality; BSN, name and birth date are private."""

    seals = "PersonRegistered"
    municipality: Municipality


class RegisterEmployer(Intent):
    """Register an employer (one loonheffingennummer) with its account; all of it is private."""

    seals = "EmployerRegistered"


class ChangeAccount(Intent):
    """Rekening wijzigen of an employer; counts when a second person agrees (R26, R37). The account is private."""

    seals = "AccountApproved"
    employer: EmployerNumber


class EstablishTargetGroup(Intent):
    """Vaststellen doelgroep (art. 10c, R14); without `applied_on` it is ex officio (ambtshalve)."""

    seals = "TargetGroupEstablished"
    person: PersonNumber
    group: TargetGroup
    applied_on: date | None
    effective: date


class RejectTargetGroup(Intent):
    """Afwijzen doelgroep (art. 10c, R14)."""

    seals = "TargetGroupRejected"
    person: PersonNumber
    group: TargetGroup
    applied_on: date | None
    effective: date


class EndTargetGroup(Intent):
    """Einde doelgroep (art. 10d lid 8, R14): ends every subsidy of this person the day before."""

    seals = "TargetGroupEnded"
    person: PersonNumber
    effective: date


# --- the subsidy ---------------------------------------------------------------------------------------------------


class Employment(Model):
    """Dienstbetrekking as agreed: `hours` a week (min-max: the minimum; zero-hours: 0) against the sector's full-time week."""

    start: date
    end: date | None
    form: ContractForm
    hours: Hours
    maximum_hours: Hours | None
    sector_full_time_hours: Hours
    bbl: bool
    sheltered: bool
    age_steps: tuple[AgeStep, ...]


class Apply(Intent):
    """Aanvraag (R15). `qualified_until`: last day in the lid 2 group; `college_decision`: R16's decision outside the law."""

    seals = "Applied"
    municipality: Municipality
    person: PersonNumber
    employer: EmployerNumber
    applicant: Applicant
    basis: Basis
    group: TargetGroup
    received_on: date
    employment: Employment
    qualified_until: date | None = None
    taken_over_from: Code | None = None
    college_decision: Code | None = None


class TakeOver(Intent):
    """Overname van een lopende zaak (R27): route, wage value, minimum wage in use, and what was paid before."""

    seals = "Applied"
    municipality: Municipality
    person: PersonNumber
    employer: EmployerNumber
    group: TargetGroup
    employment: Employment
    taken_over_from: Code
    opening: Code
    route: Route
    wage_value: Percentage | None
    decision: Code
    decided_on: date
    granted_from: date
    granted_until: date | None
    reference: date
    minimum_wage_cents: int
    paid_through: Month
    lines: tuple[MonthAmount, ...]
    balance: tuple[MonthAmount, ...]


class CaseIntent(Intent):
    """Something asked of one subsidy."""

    case: CaseNumber


class RequestDocuments(CaseIntent):
    """Opvragen gegevens (Awb 4:5)."""

    seals = "DocumentsRequested"
    documents: tuple[Document, ...]
    respond_by: date


class ReceiveDocuments(CaseIntent):
    """Gegevens ontvangen."""

    documents: tuple[Document, ...]
    received_on: date
    digests: dict[Document, str] = Field(default_factory=dict)


class OrderMeasurement(CaseIntent):
    """Opdracht loonwaardebepaling."""

    expert: Code
    planned_on: date | None


class RecordMeasurement(CaseIntent):
    """Rapport loonwaardebepaling. `expert_roles` are other roles of the expert in this case: placed, coached, recruited (R19)."""

    seals = "Measured"
    measured_on: date
    reported_on: date
    wage_value: Percentage
    expert: Code
    expert_roles: tuple[Code, ...]
    method: Code
    draft_discussed_on: date | None
    commented: tuple[Recipient, ...] = ()
    second_look_on: date | None = None


class EstablishWageValue(CaseIntent):
    """Vaststellen loonwaarde on the last report (R18)."""

    established_on: date
    valid_until: date | None


class WaiveMeasurement(CaseIntent):
    """Afzien van loonwaardebepaling in consultation with the employer (art. 10d lid 1 b, R7, R18)."""

    seals = "MeasurementWaived"
    waived_on: date


class Grant(CaseIntent):
    """Toekennen (R20). Without `start` from the employment's start, or the day after the flat-rate period."""

    seals = "Decided"
    decided_on: date
    start: date | None
    until: date | None
    employer_notified_on: date
    employee_notified_on: date


class Reject(CaseIntent):
    """Afwijzen (R17, R20)."""

    seals = "Decided"
    ground: RejectionGround
    decided_on: date
    employer_notified_on: date
    employee_notified_on: date


class EndSubsidy(CaseIntent):
    """Einde van de subsidie after its last day."""

    reason: EndReason
    last_day: date


class Notified(CaseIntent):
    """A decision with the days on which it was taken and told to employer and employee (R20)."""

    seals = "Decided"
    decided_on: date
    employer_notified_on: date
    employee_notified_on: date


class Extend(Notified):
    """Verlengen (R18): the regular grant in force goes on from the day after it, on the same wage value."""

    until: date | None


class AmendDecision(Notified):
    """Wijzigingsbeschikking (R20): the amount as it is from `effective` on, after a change that was recorded."""

    ground: DecisionGround
    effective: date


class Revise(Notified):
    """Herzien (R20): another wage value from `start` on, until the next decision or `until`."""

    ground: DecisionGround
    start: date
    until: date | None
    wage_value: Percentage


class Withdraw(Notified):
    """Intrekken (R20): from `start` on nothing is due."""

    ground: DecisionGround
    start: date


class Determine(Notified):
    """Vaststellen (R20, R31): what is left is booked, and the balance is final. With `anyway` also where hours are unknown."""


class FileObjection(CaseIntent):
    """Bezwaar ontvangen against a decision of the case (Awb 6:4)."""

    seals = "ObjectionFiled"
    decision: Code
    by: Objector
    received_on: date


class DecideObjection(CaseIntent):
    """Beslissen op bezwaar at version `objection`. Where it is founded against a rejection and `grant` is set, the grant from
    `start` is decided in the same append; with `wage_value` the grant is revised from `start`."""

    seals = "ObjectionDecided"
    objection: int
    outcome: ObjectionOutcome
    decided_on: date
    employer_notified_on: date
    employee_notified_on: date
    grant: bool = False
    start: date | None = None
    until: date | None = None
    wage_value: Percentage | None = None


class Amend(CaseIntent):
    """Wijziging melden; what is None stays (R4, R10)."""

    seals = "Amended"
    effective: date
    form: ContractForm | None = None
    hours: Hours | None = None
    maximum_hours: Hours | None = None
    sector_full_time_hours: Hours | None = None
    end: date | Literal["open"] | None = None
    employer: EmployerNumber | None = None


class ReportHours(CaseIntent):
    """Opgave gewerkte uren (R10)."""

    start: date
    until: date
    hours: Hours
    source: HoursSource


class ReportLeave(CaseIntent):
    """Onbetaald verlof melden (R13)."""

    start: date
    until: date
    hours: Hours | None


class ReportSickness(CaseIntent):
    """Ziekmelding of before 1 January 2022 (R12)."""

    reported_on: date
    first_day: date
    last_day: date | None
    source: Code


class Transfer(CaseIntent):
    """Verhuizing melden (R32)."""

    destination: Code
    registered_on: date


class Correct(CaseIntent):
    """Corrigeren of an input of this case, by the version of its entry or of a correction of it (R36): `changes` holds the
    fields that were wrong, as they should be."""

    seals = "Corrected"
    entry: int
    reason: Code
    changes: dict[str, JsonValue]


class WithdrawEntry(CaseIntent):
    """Terugnemen: an input counts no more; of a correction, what stood before it counts again (R36)."""

    seals = "Corrected"
    entry: int
    reason: Code


class AnnounceRecovery(CaseIntent):
    """Terugvordering aankondigen (Awb 4:8, R31)."""

    announced_on: date
    respond_by: date


class ClaimRecovery(CaseIntent):
    """Terugvorderen (Awb 4:57, R31): all that is owed, by a decision."""

    decided_on: date
    employer_notified_on: date


class AgreeInstalments(CaseIntent):
    """Betalingsregeling afspreken (R31)."""

    agreed_on: date
    instalments: tuple[Instalment, ...]


class ReceiveRecovery(CaseIntent):
    """Ontvangst op een terugvordering that no bank line here explains (R31)."""

    cents: Cents
    received_on: date


class WriteOff(CaseIntent):
    """Afboeken of cents that will not be received (R31); two persons (R37)."""

    cents: Cents
    written_off_on: date
    reason: Code


class HoldPayment(CaseIntent):
    """Betaling aanhouden (R25)."""

    seals = "PaymentHeld"
    reason: HoldReason
    effective: date


class ReleasePayment(CaseIntent):
    """Betaling vrijgeven (R25)."""

    seals = "PaymentReleased"
    effective: date


class HoldEmployer(Intent):
    """Betaling aanhouden of all cases of an employer (R25)."""

    seals = "PaymentHeld"
    employer: EmployerNumber
    reason: HoldReason
    effective: date


class ReleaseEmployer(Intent):
    """Betaling vrijgeven of an employer (R25)."""

    seals = "PaymentReleased"
    employer: EmployerNumber
    effective: date


# --- runs and takeovers --------------------------------------------------------------------------------------------


class PrepareRun(Intent):
    """Betaalrun klaarzetten (R23, R25). `long_first_payments`: a reason code per case that is first paid over six months."""

    municipality: Municipality
    month: Month
    long_first_payments: dict[CaseNumber, Code] = Field(default_factory=dict)


class ApproveRun(Intent):
    """Betaalrun goedkeuren, by another person (R25)."""

    run: RunNumber


class WithdrawRun(Intent):
    """Betaalrun intrekken (R25); after approval two persons."""

    seals = "RunWithdrawn"
    run: RunNumber


class ExportRun(Intent):
    """Betaalbestand maken: the file is made first, and recorded with its digest (R25, R26)."""

    run: RunNumber
    digest: str
    transactions: int
    cents: int


class RunExport(Model):
    """What a payment file of several runs holds of one of them."""

    run: RunNumber
    transactions: int
    cents: int


class ExportRuns(Intent):
    """Betaalbestand maken of several runs that one account pays (art. 8c Pw, R25): one file, recorded with every run."""

    digest: str
    runs: tuple[RunExport, ...]


# --- the bank ------------------------------------------------------------------------------------------------------


class BankLine(Model):
    """One line of a statement, in cents from the account's side. `reference` and `batch` only where they have the form of our
    own. `same_account`: whether the other side is the account that was paid; None where the bank does not say."""

    number: int
    cents: Cents
    booked_on: date
    reference: Code | None = None
    batch: Code | None = None
    transactions: int = 1
    reason: BankReason | None = None
    same_account: bool | None = None


class ImportStatement(Intent):
    """Bankafschrift inlezen: what the bank says of one account, line by line. `account` is the municipality's own IBAN."""

    account: Code
    kind: Literal["statement", "notification"]
    statement: Code
    sequence: int | None
    from_day: date | None
    through_day: date | None
    opening_cents: Cents | None
    closing_cents: Cents | None
    lines: tuple[BankLine, ...]


class Rejection(Model):
    """A payment that the bank did not carry out, and why."""

    reference: Code
    reason: BankReason


class ImportRejections(Intent):
    """Statusbericht inlezen (pain.002): the whole file rejected (`reason`), or some of its payments."""

    run: RunNumber
    reported_on: date
    reason: BankReason | None
    rejections: tuple[Rejection, ...]


class MatchLine(Intent):
    """Bankregel toewijzen by hand, two persons (R37): the line at version `line` of the account's stream."""

    account: Code
    line: int
    matched_as: MatchedAs
    reference: Code | None
    reason: Code


class ExportJournal(Intent):
    """Journaalbatch vastleggen: the postings after one position through another were made, with their digest."""

    municipality: Municipality
    after: int
    through: int
    entries: int
    debit_cents: Cents
    digest: str


class PrepareOpening(Intent):
    """Count and totals of imported running cases, to be signed (R27)."""

    municipality: Municipality
    opening: Code
    cases: int
    subsidy_cents: int
    charges_cents: int
    digest: str


class SignOpening(Intent):
    """Overname ondertekenen, by another person (R27)."""

    municipality: Municipality
    opening: Code


# --- quarters and years ---------------------------------------------------------------------------------------------


class Settle(Intent):
    """Verrekenen of all months of a municipality up to `through` (R28)."""

    municipality: Municipality
    through: Month


class SignOffQuarter(Intent):
    """Kwartaal afsluiten (R34): the report was made on what is known at `position`, with this digest. Two persons."""

    municipality: Municipality
    quarter: Quarter
    position: int
    digest: str
    explained: dict[RunNumber, Code] = Field(default_factory=dict)


class ReopenQuarter(Intent):
    """Kwartaal heropenen (R34); two persons."""

    municipality: Municipality
    quarter: Quarter
    reason: Code


class SignOffYear(Intent):
    """Jaar afsluiten (R34): the year statement was made on what is known at `position`. Two persons."""

    municipality: Municipality
    year: int
    position: int
    digest: str
    gross_cents: Cents
    receipts_cents: Cents
    net_cents: Cents


# --- wrong parties --------------------------------------------------------------------------------------------------


class CorrectPerson(Intent):
    """Persoonsgegevens corrigeren: BSN, name or birth date as they should be are private (R35, R36). `registered`: version of
    what was corrected, 0 whatever it is. `age_steps`: those of every case of this person, as the birth date gives them (R6)."""

    seals = "Corrected"
    person: PersonNumber
    reason: Code
    registered: int = 0
    age_steps: dict[CaseNumber, tuple[AgeStep, ...]] = Field(default_factory=dict)


class CorrectEmployer(Intent):
    """Werkgevergegevens corrigeren: KvK, payroll number or name as they should be are private (R35, R36). `registered`:
    version of what was corrected, 0 whatever it is."""

    seals = "Corrected"
    employer: EmployerNumber
    reason: Code
    registered: int = 0


class CorrectTargetGroup(Intent):
    """Corrigeren of what was recorded of the target group of a person, by the version of its entry or of a correction of it
    (R14, R36): `changes` holds the fields that were wrong, as they should be."""

    seals = "Corrected"
    person: PersonNumber
    entry: int
    reason: Code
    changes: dict[str, JsonValue]


class WithdrawTargetGroup(Intent):
    """Terugnemen of what was recorded of the target group; of a correction, what stood before it counts again (R36)."""

    seals = "Corrected"
    person: PersonNumber
    entry: int
    reason: Code


class MergePersons(Intent):
    """One person registered twice: `person` is the same as `into`, who gets all cases (R36). `age_steps`: those of the cases,
    as the birth date of `into` gives them (R6); a case without stays as it is. `registered`: version of what counted of
    `into` then, 0 whatever it is."""

    person: PersonNumber
    into: PersonNumber
    reason: Code
    registered: int = 0
    age_steps: dict[CaseNumber, tuple[AgeStep, ...]] = Field(default_factory=dict)


class MoveCases(Intent):
    """Employers merged, or payroll numbers moved: from `effective` on these cases are paid to `employer` (R26, R36). One
    question, one second person."""

    municipality: Municipality
    cases: tuple[CaseNumber, ...]
    employer: EmployerNumber
    effective: date


# --- the process around the money -------------------------------------------------------------------------------------


class Remind(CaseIntent):
    """Rappelleren: ask again for what is missing (step A3, H2); `months` only of hours."""

    about: ReminderAbout
    reminded_on: date
    months: tuple[Month, ...] = ()


class SetAsideApplication(Notified):
    """Buiten behandeling stellen (Awb 4:5), after the last reminder."""

    seals = "SetAside"


class DiscussOutcome(CaseIntent):
    """Uitkomst bespreken with employer and employee (step C1)."""

    seals = "OutcomeDiscussed"
    discussed_on: date
    with_employer: bool
    with_employee: bool


class NotifyEmployee(CaseIntent):
    """Beslissing aan de werknemer bevestigen (step C3)."""

    decision: Code
    notified_on: date


class NoticeDefault(CaseIntent):
    """Ingebrekestelling ontvangen (Awb 4:17)."""

    received_on: date


class AskExtension(CaseIntent):
    """Vragen naar verlenging (step H1); `ends`: of the contract or of the wage value."""

    ends: Ending
    asked_on: date


class ConfirmExtension(CaseIntent):
    """Verlenging bevestigen (step H3): the contract goes on to `until`, or `open`."""

    confirmed_on: date
    until: date | Literal["open"]


class DeclineExtension(CaseIntent):
    """Geen verlenging: the employer said so, or did not answer the last reminder."""

    declined_on: date
    answered: bool


class AgreeRemeasurement(CaseIntent):
    """Hermeting afspreken (art. 10d lid 6)."""

    agreed_on: date
    measure_on: date


class Reindex(CaseIntent):
    """Indexering meedelen (art. 10d lid 7): the amount from 1 January on."""

    effective: date
    employer_notified_on: date
    employee_notified_on: date


class SendLetter(CaseIntent):
    """Brief verzenden: the file was made first, and is recorded with its digest. `about`: version of the entry it tells about."""

    kind: LetterKind
    recipient: Recipient
    about: int
    position: int
    edition: Code
    template: str
    digest: str
    sent_on: date


class AdoptTemplate(Intent):
    """Eigen briefsjabloon, or logo, of a municipality."""

    municipality: Municipality
    template: LetterKind | Literal["logo"]
    since: date
    text: str


class RegisterProvider(Intent):
    """Aanbieder van loonwaardebepalingen registreren; its name is private. `again`: in the place of what stands there."""

    seals = "ProviderRegistered"
    provider: Code
    kind: ProviderKind
    again: bool = False


class RegisterExpert(Intent):
    """Loonwaardedeskundige registreren; the name is private. `again`: in the place of what stands there."""

    seals = "ExpertRegistered"
    expert: Code
    provider: Code
    again: bool = False


class CertifyExpert(Intent):
    """Certificaat of a wage value expert vastleggen."""

    expert: Code
    certificate: Code
    valid_from: date
    valid_until: date
    in_register: bool


class ExportWageValues(Intent):
    """Loonwaarden doorgeven: what changed after one position through another was put in a file, with its digest."""

    municipality: Municipality
    after: int
    through: int
    rows: int
    digest: str


class ExportStatistics(Intent):
    """Levering SRG over a month vastleggen, with control totals and digest of the file."""

    municipality: Municipality
    month: Month
    position: int
    records: int
    totals: dict[Code, int]
    digest: str


class ErasePerson(Intent):
    """Persoonsgegevens vernietigen of a person and of all who were merged into it, after the retention term; counts when a second
    person agrees (AVG art. 5 lid 1 e, 17; R37)."""

    person: PersonNumber
    ground: ErasureGround


class EraseEmployer(Intent):
    """Gegevens vernietigen of an employer who is a natural person (eenmanszaak), after the retention term; counts when a second
    person agrees. `natural_person`: that it is one, for the AVG says nothing of others."""

    employer: EmployerNumber
    natural_person: bool
    ground: ErasureGround


class EraseExpert(Intent):
    """Naam vernietigen of a wage value expert, once no case that they measured is kept; counts when a second person agrees."""

    expert: Code
    ground: ErasureGround


# --- law, policy, second persons -----------------------------------------------------------------------------------


class OpenLedger(Intent):
    """The first thing asked of a ledger."""

    ledger: str
    demonstration: bool
    shared_login: bool


class AdoptValues(Intent):
    """Vaststellen van wetswaarden (R41)."""

    values: tuple[ValueAdopted, ...]
    accept_low: bool = False


class DeclineValue(Intent):
    """A packaged value this ledger will not count with (R41)."""

    parameter: str
    since: date
    reason: Code


class AdoptPolicy(Intent):
    """Beleidskeuze: a switch from a day on, for a municipality or, when empty, the whole ledger."""

    municipality: Municipality
    switch: str
    value: str | dict[str, str]
    since: date


class Approve(Intent):
    """Akkoord with the proposal at that position of the log (R37)."""

    proposal: int


class Decline(Intent):
    """Not agreed with the proposal at that position of the log (R37)."""

    seals = "Declined"
    proposal: int


def _all(kind: type[Intent]) -> dict[str, type[Intent]]:
    found = {} if kind in (Intent, CaseIntent, Notified) else {kind.__name__: kind}
    for child in kind.__subclasses__():
        found |= _all(child)
    return found


INTENTS: dict[str, type[Intent]] = _all(Intent)
"""Name to model: every intent there is."""
