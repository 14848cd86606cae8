"""Everything that can happen: one closed union of immutable facts.

A fact may not be refused and never changes. Its bytes are sealed as they are written, so fields are only ever added in a
new topic. Dutch term and article stand in each docstring. `effective` dates say from when a fact counts; the entry
around it says when it was recorded. `sealed` holds what is personal, as a token that only the vault can open.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from ledger.calculation.month import Month
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
Outcome = Literal["grant", "reject"]
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
BankReason = Annotated[str, StringConstraints(pattern="^[A-Z0-9]{4}$")]
"""A reason code of the bank (ISO 20022 external code), like AC04; what it means stands in `ledger.bank.reasons`."""
ReturnReason = Literal["run_withdrawn"] | BankReason
Bucket = Literal["unknown_receipt", "unknown_payment", "wrong_amount", "wrong_account", "duplicate", "ambiguous"]
"""Why a bank line was left: money that nobody sent here or that no run sent, another amount, another account, a second time,
or more than one meaning."""
MatchedAs = Literal["confirmed", "returned", "elsewhere"]
"""What a bank line is: the debit of a payment, a payment that came back, or nothing of this ledger."""
EndReason = Literal["contract_ended", "not_target_group", "withdrawn"]


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
    """Opvragen gegevens, Awb 4:5: what is missing and the last day to send it."""

    documents: tuple[Document, ...]
    respond_by: date
    sealed: str | None = None


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


FACTS: dict[str, type[Fact]] = {fact.__name__: fact for fact in Fact.__subclasses__()}
"""Topic to model: every fact there is."""
