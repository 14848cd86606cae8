"""Everything that can happen: one closed union of immutable facts.

A fact may not be refused and never changes. Its bytes are sealed as they are written, so fields are only ever added in a
new topic, or left out of the bytes where nothing is in them. Dutch term and article stand in each docstring. `effective`
dates say from when a fact counts; the entry around it says when it was recorded. `sealed` holds what is personal, as a
token that only the vault can open.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ledger.calculation.month import Month, Quarter
from ledger.calculation.segment import AgeStep, Element, Line, Route, Segment
from ledger.identifiers import CaseNumber, EmployerNumber, PersonNumber, RunNumber
from ledger.model import Cents, Code, Hours, Model, Percentage

TargetGroup = Literal[
    "assistance",
    "wia_leaver",
    "former_subsidy",
    "anw",
    "ioaw",
    "ioaz",
    "unassisted",
    "article_7a",
    "practical_education",
    "special_education",
    "entry_training",
    "work_study",
    "sheltered",
    "uwv_benefit",
    "wajong",
    "wsw",
]
"""Doelgroep: art. 7 lid 1 a (1° bijstand, 2° WIA, 3° art. 10 lid 2, 4° Anw, 5° IOAW, 6° IOAZ, 7° nugger), art. 7a, art. 10d lid 2 a
(PrO, VSO, entree) and c (leer-werktraject), art. 10b (beschut); and the groups that others look after (UWV, Wajong, Wsw)."""

Applicant = Literal["employer", "person", "municipality"]
Basis = Literal["lid_1a", "lid_1b", "lid_2a", "lid_2b", "lid_2c", "takeover"]
ContractForm = Literal["fixed", "min_max", "zero_hours"]
Document = Literal[
    "application", "contract", "identification", "account_statement", "kvk_extract", "wage_value_report", "payslip"
]
Outcome = Literal["grant", "reject", "amend", "revise", "withdraw", "determine"]
"""Toekennen, afwijzen, wijzigen, herzien, intrekken, vaststellen (R20)."""
DecisionGround = Literal[
    "change_reported", "re_measured", "wrong_data", "obligations_not_met", "wrong_decision", "objection", "ended"
]
"""Why a decision changes, lowers or ends a right (Awb 4:46, 4:48, 4:49); a rejection has a list of its own."""
RejectionGround = Literal[
    "not_target_group",
    "applied_too_late",
    "no_employment",
    "wage_value_full",
    "wsw_employment",
    "other_wage_subsidy",
    "overlapping_subsidy",
    "other_authority",
    "not_resident",
    "before_regular_route",
]
"""R17: the closed list of refusal grounds; lack of budget and a person's means are none."""
HoldReason = Literal["seizure", "bankruptcy", "doubt"]
HoursSource = Literal["payslip", "suwi"]
"""Where worked hours come from: loonstrook, or the register of UWV (R10)."""
Objector = Literal["employer", "employee", "representative"]
ObjectionOutcome = Literal["founded", "unfounded", "inadmissible", "taken_back"]
"""Gegrond, ongegrond, niet-ontvankelijk, ingetrokken (Awb 7:11, 6:21)."""
BankReason = Annotated[str, StringConstraints(pattern="^[A-Z0-9]{4}$")]
"""A reason code of the bank (ISO 20022 external code), like AC04; what it means stands in `ledger.bank.reasons`."""
ReturnReason = Literal["run_withdrawn"] | BankReason
Bucket = Literal["unknown_receipt", "unknown_payment", "wrong_amount", "wrong_account", "duplicate", "ambiguous"]
"""Why a bank line was left: money that nobody sent here or that no run sent, another amount, another account, a second time,
or more than one meaning."""
MatchedAs = Literal["confirmed", "returned", "recovery", "elsewhere"]
"""What a bank line is: the debit of a payment, a payment that came back, an employer who pays back what was claimed, or
nothing of this ledger."""
ReminderAbout = Literal["documents", "hours", "extension", "payment"]
"""What a reminder is about: missing data (Awb 4:5), worked hours, an extension, or a claim that was not paid (Awb 4:112)."""
Ending = Literal["contract", "wage_value"]
Recipient = Literal["employer", "employee"]
LetterKind = Literal[
    "acknowledgement",
    "document_request",
    "reminder",
    "decision",
    "rejection",
    "confirmation",
    "amendment",
    "indexation",
    "extension_alert",
    "set_aside",
    "final_settlement",
    "recovery_announcement",
    "recovery_decision",
    "objection_acknowledgement",
]
"""Ontvangstbevestiging, opvragen gegevens, rappel (brief 2, 2a, 2b), beschikking, afwijzing, bevestiging werknemer, wijziging,
indexering, signalering verlenging, buiten behandeling, eindafrekening (brief 11), aankondiging and besluit terugvordering,
ontvangst bezwaar."""
ProviderKind = Literal["own", "hired", "private", "uwv"]
"""Eigen, ingehuurd, private aanbieder, UWV."""
Supervisor = Literal["blik_op_werk", "labour_inspectorate"]
EndReason = Literal["contract_ended", "not_target_group", "withdrawn"]
ErasureGround = Literal["term_over", "requested"]
"""Bewaartermijn verstreken (AVG art. 5 lid 1 e), or asked after it by whom it is about (AVG art. 17 lid 1 a)."""
RetentionResult = Literal["granted", "rejected", "unused"]
"""Resultaat of which the retention term is (Selectielijst gemeenten): verleend; afgewezen or buiten behandeling gesteld; nothing
was ever asked."""


class Fact(Model):
    """Something that happened."""

    @property
    def topic(self) -> str:
        """The stable name under which this fact is stored."""
        return type(self).__name__


class MonthAmount(Model):
    """Cents about one month and element, without derivation."""

    month: Month
    element: Element
    subsidy_cents: Cents
    charges_cents: Cents

    @property
    def total_cents(self) -> int:
        """Subsidy and charges together."""
        return self.subsidy_cents + self.charges_cents


class RouteAmount(Model):
    """The part of a line that was paid on one route, in cents; the year report splits by it (R34)."""

    route: Route
    subsidy_cents: Cents
    charges_cents: Cents


class SettledLine(Model):
    """Verrekende regel (R28): what is `due` of a month and element, what was booked of it before, and the difference, which
    is booked now. `routes` splits the difference and sums to it. Nothing due: a line of 0 without segments."""

    due: Line
    booked_subsidy_cents: Cents
    booked_charges_cents: Cents
    subsidy_cents: Cents
    charges_cents: Cents
    routes: tuple[RouteAmount, ...]

    @property
    def month(self) -> Month:
        """The month that it is about."""
        return self.due.month

    @property
    def element(self) -> Element:
        """Fixed or variable."""
        return self.due.element

    @property
    def total_cents(self) -> int:
        """Subsidy and charges of the difference together."""
        return self.subsidy_cents + self.charges_cents


class Instalment(Model):
    """Termijn of a recovery: cents to be received by a day."""

    due_on: date
    cents: Cents


class UnknownHours(Model):
    """Months of a case of which worked hours are not reported, so that nothing of them is settled (R11)."""

    case: CaseNumber
    months: tuple[Month, ...]


class LeftOut(Model):
    """A case that a run does not pay, and why, as a code of `lines.REASONS`."""

    case: CaseNumber
    reason: Code


# --- the ledger itself ---------------------------------------------------------------------------------------------


class LedgerOpened(Fact):
    """Administratie geopend, the first entry: which ledger this is, and whether it is a demonstration (R40)."""

    ledger: str
    demonstration: bool


class Proposed(Fact):
    """Voorstel: an intent that waits for a second person (vierogenprincipe, R37)."""

    intent: str
    fields: str
    sealed: str | None = None


class Approved(Fact):
    """Akkoord: the second person agrees with the proposal at version `of`; the real facts follow in the same append (R37)."""

    of: int


class Declined(Fact):
    """Afgewezen voorstel: the proposal at version `of` will not be carried out (R37)."""

    of: int
    sealed: str | None = None


# --- law and policy ------------------------------------------------------------------------------------------------


class ValueAdopted(Fact):
    """Vastgestelde wetswaarde: this ledger counts with `value` for days from `since` (R41)."""

    parameter: str
    since: date
    value: str | dict[str, str] | tuple[str, ...]
    unit: str
    published: date | None
    article: str
    source: str
    confidence: Literal["high", "medium", "low"]


class ValueDeclined(Fact):
    """Niet overgenomen wetswaarde: a packaged value this ledger chose not to count with (R41)."""

    parameter: str
    since: date
    reason: Code


class PolicyAdopted(Fact):
    """Beleidskeuze: the value of a switch from a day on, for one municipality or the whole ledger."""

    switch: str
    value: str | dict[str, str]
    since: date


# --- persons and employers -----------------------------------------------------------------------------------------


class PersonRegistered(Fact):
    """Persoon geregistreerd: BSN, name and birth date are in `sealed`."""

    person: PersonNumber
    sealed: str


class TargetGroupEstablished(Fact):
    """Vaststelling doelgroep loonkostensubsidie, art. 10c (R14). `applied_on` is empty when ex officio (ambtshalve)."""

    group: TargetGroup
    applied_on: date | None
    effective: date
    sealed: str | None = None


class TargetGroupRejected(Fact):
    """Afwijzing doelgroep loonkostensubsidie, art. 10c (R14)."""

    group: TargetGroup
    applied_on: date | None
    effective: date
    sealed: str | None = None


class TargetGroupEnded(Fact):
    """Einde doelgroep, art. 10d lid 8: `effective` is the first day outside the target group (R14)."""

    effective: date
    sealed: str | None = None


class SubsidyOpened(Fact):
    """Zaak bij de persoon: a subsidy began to be asked; guards against two for the same employment (art. 10d lid 9, R16)."""

    case: CaseNumber
    employer: EmployerNumber
    start: date
    until: date | None


class SubsidyClosed(Fact):
    """Zaak bij de persoon gesloten: rejected or ended; `until` is its last day (None: it never ran)."""

    case: CaseNumber
    until: date | None


class EmployerRegistered(Fact):
    """Werkgever geregistreerd: name, KvK, loonheffingennummer and IBAN are in `sealed`; this entry is also its first account."""

    employer: EmployerNumber
    sealed: str


class AccountApproved(Fact):
    """Rekening goedgekeurd by a second person (R26, R37): the employer's account from now on; the IBAN is in `sealed`."""

    employer: EmployerNumber
    sealed: str


class AccountBlocked(Fact):
    """Rekening geblokkeerd (R26): the bank refused `account` (the version of its entry); nothing is paid until another is
    approved."""

    account: int
    reason: BankReason


# --- the subsidy ---------------------------------------------------------------------------------------------------


class Applied(Fact):
    """Aanvraag, art. 10d lid 1 and 2 (R15): who asked, on which basis, for which employment.

    `hours` are the agreed hours a week (min-max: the minimum; zero-hours: 0). `qualified_until` is the last day in the lid 2
    group. `sealed`: personnel number and note.
    """

    case: CaseNumber
    person: PersonNumber
    employer: EmployerNumber
    applicant: Applicant
    basis: Basis
    group: TargetGroup
    received_on: date
    start: date
    end: date | None
    form: ContractForm
    hours: Hours
    maximum_hours: Hours | None
    sector_full_time_hours: Hours
    bbl: bool
    sheltered: bool
    age_steps: tuple[AgeStep, ...]
    qualified_until: date | None
    taken_over_from: Code | None
    college_decision: Code | None
    sealed: str | None = None


class DocumentsRequested(Fact):
    """Opvragen gegevens, Awb 4:5: what is missing and the last day to send it. `requested_on`, from which the term to decide
    waits (Awb 4:15), is not stored where it was not recorded."""

    documents: tuple[Document, ...]
    respond_by: date
    sealed: str | None = None
    requested_on: date | None = Field(default=None, exclude_if=lambda day: day is None)


class DocumentsReceived(Fact):
    """Gegevens ontvangen; `digests` are SHA-256 in hexadecimal, by document."""

    documents: tuple[Document, ...]
    received_on: date
    digests: dict[Document, str]


class MeasurementOrdered(Fact):
    """Opdracht loonwaardebepaling to a wage value expert (loonwaardedeskundige)."""

    expert: Code
    ordered_on: date
    planned_on: date | None


class Measured(Fact):
    """Loonwaardebepaling: the expert's report (R18: changes nothing due). The contents of the report are sealed."""

    measured_on: date
    reported_on: date
    report_due: date
    wage_value: Percentage
    expert: Code
    method: Code
    draft_discussed_on: date | None
    sealed: str | None = None


class WageValueEstablished(Fact):
    """Vaststelling loonwaarde by the college on the final report; starts the five weeks (art. 10d lid 12, R18)."""

    wage_value: Percentage
    established_on: date
    valid_until: date | None
    decide_by: date


class MeasurementWaived(Fact):
    """Loonwaardebepaling blijft achterwege, art. 10d lid 1 b; starts the five weeks (R18)."""

    waived_on: date
    decide_by: date
    sealed: str | None = None


class Decided(Fact):
    """Beschikking (R20): outcome, period, route and percentage, the amount a full month at the start with its derivation.

    `reference` is the day that counts for R3. `decide_by` is the last day of the term; `decided_on` after it is late, and
    recorded so. Objection terms end on the days stored here (Awb 6:7, R38).
    """

    decision: Code
    outcome: Outcome
    ground: Code
    route: Route | None
    start: date | None
    until: date | None
    wage_value: Percentage | None
    reference: date | None
    subsidy_cents: Cents
    charges_cents: Cents
    derivation: tuple[Segment, ...]
    decided_on: date
    decide_by: date | None
    employer_notified_on: date
    employee_notified_on: date
    employer_objects_until: date
    employee_objects_until: date
    college_decision: Code | None
    sealed: str | None = None

    @property
    def late(self) -> bool:
        """Decided after the last day of the term."""
        return self.decide_by is not None and self.decided_on > self.decide_by


class OpeningBooked(Fact):
    """Overname van een lopende zaak (R27): booked and paid elsewhere.

    Months up to `paid_through` without lines are settled elsewhere; `balance` was booked there and not sent.
    `opening` is the number of the takeover that a second person signs.
    """

    opening: Code
    paid_through: Month
    lines: tuple[MonthAmount, ...]
    balance: tuple[MonthAmount, ...]
    booked_on: date


class Paid(Fact):
    """Betaling (R21, R22): the lines that this run books, and what it sends, for one subsidy.

    `account` is the version of the employer's entry that holds the account. Every line proves itself by its segments.
    """

    run: RunNumber
    reference: Code
    booked: tuple[Line, ...]
    sent: tuple[MonthAmount, ...]
    booked_on: date
    execution_day: date
    employer: EmployerNumber
    account: int


class PaymentReturned(Fact):
    """Storting terug: what a run sent is payable again (R21). Never changes what was booked.

    `reason`: the run was withdrawn, or the code with which the bank brought it back; `returned_on` is the bank's booking date.
    """

    run: RunNumber
    reason: ReturnReason
    lines: tuple[MonthAmount, ...]
    returned_on: date


class PaymentConfirmed(Fact):
    """Betaling bevestigd: the bank took what a run sent for this subsidy from the municipality's account on `booked_on`."""

    run: RunNumber
    cents: Cents
    booked_on: date


class PaymentRejected(Fact):
    """Betaling afgekeurd: the bank did not carry out what a run sent, so it is payable again (R21, R25)."""

    run: RunNumber
    reason: BankReason
    lines: tuple[MonthAmount, ...]
    rejected_on: date


class PaymentHeld(Fact):
    """Betaling aangehouden (R25): left out of runs and listed, of a case or of all cases of an employer."""

    reason: HoldReason
    effective: date
    sealed: str | None = None


class PaymentReleased(Fact):
    """Betaling vrijgegeven (R25)."""

    effective: date
    sealed: str | None = None


class Ended(Fact):
    """Einde van de subsidie; `last_day` is the last day that is due (R14, R31)."""

    reason: EndReason
    last_day: date


class Amended(Fact):
    """Wijziging in the employment from `effective` on: what is None stays as it was (R4, R10, R35).

    `hours` agreed a week (min-max: the minimum). `end`: the last day of the contract, or "open" for one without an end.
    `employer`: the payroll number (loonheffingennummer) that is paid from then on.
    """

    effective: date
    form: ContractForm | None
    hours: Hours | None
    maximum_hours: Hours | None
    sector_full_time_hours: Hours | None
    end: date | Literal["open"] | None
    employer: EmployerNumber | None
    sealed: str | None = None


class HoursReported(Fact):
    """Opgave gewerkte uren over `start` through `until` (R10, R11): hours for which wage was due, leave and sickness included."""

    start: date
    until: date
    hours: Hours
    source: HoursSource


class LeaveReported(Fact):
    """Onbetaald verlof from `start` through `until` (R13). `hours`: agreed hours a week that remain; None: they stay."""

    start: date
    until: date
    hours: Hours | None


class SicknessReported(Fact):
    """Ziekmelding with a right to sick pay of art. 29b ZW, reported before 1 January 2022 (R12, art. 78dd Pw); `last_day`
    None while it goes on."""

    reported_on: date
    first_day: date
    last_day: date | None
    source: Code


class Transferred(Fact):
    """Verhuizing (R32): registered in `destination` (a municipality, or a country as two letters) from `registered_on` on.

    Inside the Netherlands the subsidy ends the day before; abroad the college `stays` competent (art. 10d lid 10).
    """

    destination: Code
    registered_on: date
    stays: bool


class Corrected(Fact):
    """Correctie of the input at version `slot` of this stream (R35, R36): `replacement` is the fact as it should have been,
    of the same `kind` (topic), as the JSON it would be stored as; None: it is withdrawn. The last one on a slot counts."""

    slot: int
    reason: Code
    kind: str
    replacement: str | None
    sealed: str | None = None


class ObjectionFiled(Fact):
    """Bezwaar against `decision` (Awb 6:4); `last_day` of its term. Later is recorded as late and can be inadmissible."""

    decision: Code
    by: Objector
    received_on: date
    last_day: date
    decide_by: date
    sealed: str | None = None


class ObjectionDecided(Fact):
    """Beslissing op bezwaar (Awb 7:11) at version `of`; a decision that takes the place of the old one is in the same append."""

    of: int
    outcome: ObjectionOutcome
    decided_on: date
    sealed: str | None = None


class Settled(Fact):
    """Verrekening (R28): books by month and element what is due less what was booked; sends nothing.

    `unknown`: months whose worked hours are not reported, left out (R11). `value_date`: the natural date, where the books
    were closed on it (R22).
    """

    through: Month
    lines: tuple[SettledLine, ...]
    unknown: tuple[Month, ...]
    booked_on: date
    value_date: date


class FinallySettled(Fact):
    """Vaststelling (brief 11, Awb 4:42, 4:57): the final determination. `balance_cents` is payable, negative is owed to the
    municipality; it can be claimed until `claim_until`, five years later (R31)."""

    decision: Code
    subsidy_cents: Cents
    charges_cents: Cents
    balance_cents: Cents
    claim_until: date


class RecoveryAnnounced(Fact):
    """Aankondiging terugvordering (Awb 4:8): the employer can give views until `respond_by` (R20, R31)."""

    cents: Cents
    announced_on: date
    respond_by: date


class RecoveryClaimed(Fact):
    """Terugvorderingsbesluit (Awb 4:57, 4:86): cents to be paid by `pay_by` (R31)."""

    decision: Code
    cents: Cents
    decided_on: date
    employer_notified_on: date
    employer_objects_until: date
    pay_by: date


class InstalmentsAgreed(Fact):
    """Betalingsregeling (Awb 4:94): the parts in which a claim is paid (R31)."""

    agreed_on: date
    instalments: tuple[Instalment, ...]


class RecoveryReceived(Fact):
    """Ontvangst op een terugvordering (R21, R31), by month and element: payable goes up, what was booked stays.
    `received_on` is the bank's booking date; `bank_line` the version of the line in the account's stream, None: elsewhere."""

    lines: tuple[MonthAmount, ...]
    received_on: date
    bank_line: int | None


class WrittenOff(Fact):
    """Afboeking of what will not be received (R31), by month and element; two persons (R37)."""

    lines: tuple[MonthAmount, ...]
    written_off_on: date
    reason: Code


# --- payment runs and takeovers ------------------------------------------------------------------------------------


class RunPrepared(Fact):
    """Betaalrun klaargezet (R25): both days, the log position it rests on, totals, and a digest over all lines."""

    run: RunNumber
    month: Month
    payment_day: date
    execution_day: date
    position: int
    cases: int
    lines: int
    subsidy_cents: Cents
    charges_cents: Cents
    sent_cents: Cents
    digest: str
    left_out: tuple[LeftOut, ...]
    long_first_payments: dict[CaseNumber, Code]


class RunApproved(Fact):
    """Betaalrun goedgekeurd by a second person; every `Paid` is in the same append (R25). `of` is the version of `RunPrepared`."""

    run: RunNumber
    of: int
    digest: str


class RunWithdrawn(Fact):
    """Betaalrun ingetrokken (R25): its amounts are payable again."""

    run: RunNumber
    sealed: str | None = None


class RunExported(Fact):
    """Betaalbestand gemaakt (R25): `digest` is the SHA-256 of the payment file, which is the same every time it is made."""

    run: RunNumber
    digest: str
    transactions: int
    cents: Cents


class FileRejected(Fact):
    """Betaalbestand afgekeurd by the bank (R25): nothing of the run was carried out, all of it is payable again."""

    run: RunNumber
    reason: BankReason
    rejected_on: date


class RunConfirmed(Fact):
    """Betaalrun bevestigd: the bank has answered for every payment of the run, the last on `confirmed_on`."""

    run: RunNumber
    confirmed_on: date


class StatementImported(Fact):
    """Bankafschrift (camt.053) or bij- en afschrijvingen (camt.054) ingelezen. The digest is over its lines; a notification
    has no balances."""

    account: Code
    kind: Literal["statement", "notification"]
    statement: Code
    sequence: int | None
    from_day: date | None
    through_day: date | None
    opening_cents: Cents | None
    closing_cents: Cents | None
    lines: int
    total_cents: Cents
    digest: str


class BankLineLeft(Fact):
    """Bankregel zonder tegenhanger: a line that matches no payment with certainty, visible until someone assigns it.

    `reference` and `batch` are kept only where they have the form of our own. Nothing else of the bank's text is kept.
    """

    account: Code
    statement: Code
    line: int
    bucket: Bucket
    cents: Cents
    booked_on: date
    reference: Code | None
    batch: Code | None
    reason: BankReason | None


class BankLineMatched(Fact):
    """Bankregel met de hand toegewezen, by two persons (R37): the line at version `line` is what `matched_as` says."""

    line: int
    matched_as: MatchedAs
    reference: Code | None
    reason: Code


class JournalExported(Fact):
    """Journaalbatch: the entries after one position through another, each in one batch only. `digest` is over the postings."""

    number: int
    after: int
    through: int
    entries: int
    debit_cents: Cents
    digest: str


class OpeningPrepared(Fact):
    """Overname van lopende zaken, as imported: count and totals that a second person signs (R27)."""

    opening: Code
    cases: int
    subsidy_cents: Cents
    charges_cents: Cents
    digest: str


class OpeningSigned(Fact):
    """Overname ondertekend by a second person (R27). `of` is the version of `OpeningPrepared`."""

    opening: Code
    of: int
    digest: str


# --- quarters and years ---------------------------------------------------------------------------------------------


class QuarterSettled(Fact):
    """Verrekening of a municipality through a month (R28): every `Settled` is in the same append. `position` is the log's when
    it was computed; the digest is over all lines."""

    through: Month
    booked_on: date
    position: int
    cases: int
    lines: int
    subsidy_cents: Cents
    charges_cents: Cents
    digest: str


class QuarterSignedOff(Fact):
    """Kwartaal afgesloten by two persons (R34): the report is what was known at `position`; `digest` is its SHA-256.

    `explained`: runs that the bank has not answered, each with a reason; `unknown`: cases and months without hours.
    """

    quarter: Quarter
    position: int
    digest: str
    explained: dict[RunNumber, Code]
    unknown: tuple[UnknownHours, ...]


class QuarterReopened(Fact):
    """Kwartaal heropend by two persons (R34): the last one that was signed off is open again."""

    quarter: Quarter
    reason: Code


class YearSignedOff(Fact):
    """Jaar afgesloten by two persons (R34, SiSa): gross, receipts and net of the year statement as known at `position`."""

    year: int
    position: int
    digest: str
    gross_cents: Cents
    receipts_cents: Cents
    net_cents: Cents


class PersonMerged(Fact):
    """Dubbel geregistreerde persoon: this one is the same as `into`, who keeps all cases (R36)."""

    into: PersonNumber
    reason: Code


# --- the process around the money -------------------------------------------------------------------------------------


class Reminded(Fact):
    """Rappel (brief 2, 2a, 2b): what is missing was asked again, for the `level`th time; `respond_by` is the last day to
    answer. `documents` or `months` (of hours) are what is missing. `anyway`: why it was sent before its day."""

    about: ReminderAbout
    level: int
    reminded_on: date
    respond_by: date
    documents: tuple[Document, ...]
    months: tuple[Month, ...]
    anyway: Code | None


class SetAside(Fact):
    """Buiten behandeling gesteld (Awb 4:5): the application stays incomplete after the last reminder, whose term ended on
    `asked_until`. It is a decision; it can be taken through `decide_by`, four weeks later."""

    decision: Code
    documents: tuple[Document, ...]
    asked_until: date
    decided_on: date
    decide_by: date
    employer_notified_on: date
    employee_notified_on: date
    employer_objects_until: date
    employee_objects_until: date
    anyway: Code | None
    sealed: str | None = None


class OutcomeDiscussed(Fact):
    """Uitkomst besproken: the wage value, with employer and employee, before the decision (step C1)."""

    discussed_on: date
    with_employer: bool
    with_employee: bool
    sealed: str | None = None


class EmployeeNotified(Fact):
    """Bevestiging aan de werknemer: told in writing of `decision` on `notified_on`, and can object through `objects_until`
    (step C3, Awb 6:7)."""

    decision: Code
    notified_on: date
    objects_until: date


class DefaultNoticed(Fact):
    """Ingebrekestelling (Awb 4:17): without a decision by `decide_by`, two weeks later, a penalty runs through
    `penalty_until`, forty-two days at most."""

    received_on: date
    decide_by: date
    penalty_until: date


class ExtensionAsked(Fact):
    """Signalering verlenging (step H1): the employer was asked what happens after `last_day` of the contract or of the wage
    value. `anyway`: why it was asked before its day."""

    ends: Ending
    last_day: date
    asked_on: date
    respond_by: date
    anyway: Code | None


class ExtensionConfirmed(Fact):
    """Verlenging bevestigd: the employment goes on after `last_day`, to `until`. Where the contract ends, the `Amended` with
    its new end is in the same append."""

    last_day: date
    confirmed_on: date
    until: date | Literal["open"]


class ExtensionDeclined(Fact):
    """Geen verlenging after `last_day`: the employer said so, or did not answer the last reminder (`answered` false), which
    counts as not asked. Re-placement (herplaatsing) starts at once."""

    last_day: date
    declined_on: date
    answered: bool


class RemeasurementAgreed(Fact):
    """Hermeting afgesproken with employer and employee (art. 10d lid 6): the wage value is measured again on `measure_on`."""

    agreed_on: date
    measure_on: date


class Reindexed(Fact):
    """Ambtshalve opnieuw vastgesteld on 1 January (art. 10d lid 7), a notice: a full month's cents before and from `effective`
    on. What is due follows from the law without it (R3)."""

    decision: Code
    effective: date
    subsidy_before_cents: Cents
    charges_before_cents: Cents
    subsidy_cents: Cents
    charges_cents: Cents
    employer_notified_on: date
    employee_notified_on: date
    employer_objects_until: date
    employee_objects_until: date


class LetterSent(Fact):
    """Brief verzonden: the letter about the entry at version `about`, made from what is known at `position` with the template
    of that `edition`; `template` and `digest` are the SHA-256 of the template and of the file, which is the same every time
    it is made. Of a `decision` it told that one can object through `objects_until` (Awb 3:45)."""

    kind: LetterKind
    recipient: Recipient
    about: int
    position: int
    edition: Code
    template: str
    digest: str
    sent_on: date
    decision: Code | None
    objects_until: date | None


class TemplateAdopted(Fact):
    """Eigen briefsjabloon of a municipality for a kind of letter, or its logo (SVG), from a day on."""

    template: LetterKind | Literal["logo"]
    since: date
    text: str


# --- who measures -------------------------------------------------------------------------------------------------------


class ProviderRegistered(Fact):
    """Aanbieder van loonwaardebepalingen; its kind gives who supervises it. Its name is in `sealed`."""

    provider: Code
    kind: ProviderKind
    supervisor: Supervisor
    sealed: str


class ExpertRegistered(Fact):
    """Loonwaardedeskundige, and the provider where the expert works. The name is in `sealed`."""

    expert: Code
    provider: Code
    sealed: str


class ExpertCertified(Fact):
    """Certificaat of a wage value expert; `in_register`: also in the voluntary register, as information."""

    certificate: Code
    valid_from: date
    valid_until: date
    in_register: bool


class MeasurementAccounted(Fact):
    """Verantwoording van de loonwaardebepaling at version `of`, in the same append: who measured under which supervision and
    certificate (`certified`: valid on the day), who commented on the draft, and when the expert looked again."""

    of: int
    expert: Code
    provider: Code
    supervisor: Supervisor
    certificate: Code | None
    certificate_until: date | None
    certified: bool
    commented: tuple[Recipient, ...]
    second_look_on: date | None


# --- what the chain is told -----------------------------------------------------------------------------------------------


class WageValuesExported(Fact):
    """Loonwaarden doorgegeven to the chain (DKD, UWV): what changed after one position through another, each change once;
    `digest` is the SHA-256 of the file."""

    number: int
    after: int
    through: int
    rows: int
    digest: str


class StatisticsExported(Fact):
    """Levering Statistiek Re-integratie door Gemeenten (SRG) over a month, as known at `position`; `digest` is the SHA-256 of
    the file. `totals`: control totals by name."""

    number: int
    month: Month
    position: int
    records: int
    totals: dict[Code, int]
    digest: str


# --- erasure -------------------------------------------------------------------------------------------------------


class PersonErased(Fact):
    """Persoonsgegevens vernietigd (AVG art. 5 lid 1 e, 17), in the person's stream: the keys of `persons`, which are this one
    and all who were merged into it, and by what they and `cases` were found. They were kept through `retained_until`."""

    persons: tuple[PersonNumber, ...]
    cases: tuple[CaseNumber, ...]
    ground: ErasureGround
    result: RetentionResult
    retained_until: date


class EmployerErased(Fact):
    """Gegevens vernietigd of an employer who is a natural person (eenmanszaak; AVG art. 4 onder 1, 5 lid 1 e, 17): its key, and by
    what it was found. They were kept through `retained_until`."""

    employer: EmployerNumber
    ground: ErasureGround
    result: RetentionResult
    retained_until: date


class ExpertErased(Fact):
    """Naam vernietigd of a wage value expert (loonwaardedeskundige; AVG art. 5 lid 1 e, 17): the key. The code stays under which
    the expert measured. The name was kept through `retained_until`."""

    expert: Code
    ground: ErasureGround
    retained_until: date


FACTS: dict[str, type[Fact]] = {fact.__name__: fact for fact in Fact.__subclasses__()}
"""Topic to model: every fact there is."""
