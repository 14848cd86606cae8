"""The specification of one run for one employer, from what the run paid and why."""

from collections.abc import Iterator, Sequence
from datetime import date

from ledger.calculation.segment import Route, Segment
from ledger.calculation.terms import ContractForm
from ledger.facts import HoursSource as HoursReported
from ledger.refusal import Misuse
from projections.specification.basis import basis
from projections.specification.document import Specification, specification_number
from projections.specification.inputs import CasePayment, Payee, calculation_id
from projections.specification.items import Item, items
from projections.specification.row import VERSION, ContractCode, HoursSource, Profile, RouteCode, Row

_ROUTES: dict[Route, RouteCode] = {"flat_rate": "FORFAITAIR", "regular": "REGULIER"}
_FORMS: dict[ContractForm, ContractCode] = {"fixed": "VAST", "min_max": "MINMAX", "zero_hours": "NULUREN"}

_SOURCES: dict[HoursReported | None, HoursSource] = {"payslip": "LOONSTROOK", "suwi": "SUWI"}


def build(payee: Payee, cases: Sequence[CasePayment], profile: Profile) -> Specification:
    """What an employer is told about one run, or one determination: its cases in the order given, months and elements in order.

    Raises Misuse where profile A misses a person.
    """
    rows: list[Row] = []
    traces: dict[str, tuple[Segment, ...]] = {}
    for case, item in _all(payee, cases):
        rows.append(_row(payee, case, item, len(rows) + 1, profile))
        if item.segments:
            traces[item.row_id] = item.segments
    number = specification_number(payee.number, payee.employer)
    return Specification(number, payee.employer, profile, tuple(rows), traces)


def _all(payee: Payee, cases: Sequence[CasePayment]) -> Iterator[tuple[CasePayment, Item]]:
    for case in cases:
        paid = case.paid
        assert (paid.run, paid.employer) == (payee.number, payee.employer), "of another run or employer"
        for item in items(case, payee.month):
            yield case, item


def _row(payee: Payee, case: CasePayment, item: Item, number: int, profile: Profile) -> Row:
    on = basis(case.subsidy, item.slot[0], item.segments, elsewhere=not item.settled)
    bsn, surname, initials, birth_date = _person(case, profile)
    total_cents = item.subsidy_cents + item.charges_cents
    return Row(
        version=VERSION,
        specification=specification_number(payee.number, payee.employer),
        number=number,
        row_id=item.row_id,
        municipality=payee.municipality.removeprefix("GM"),
        municipality_name=payee.municipality_name,
        executor=payee.executor or "",
        employer_name=payee.data.name,
        kvk=payee.data.kvk,
        rsin="",
        payroll_tax_number=payee.data.payroll_tax_number,
        execution_day=case.paid.execution_day,
        reference=case.paid.reference,
        iban=payee.data.iban,
        case=case.subsidy.case,
        decision=item.decision or on.decision.decision,
        personnel_number=case.personnel_number or "",
        bsn=bsn,
        surname=surname,
        initials=initials,
        birth_date=birth_date,
        period_from=on.first,
        period_until=on.last,
        kind=item.kind,
        reason=item.reason,
        route=_ROUTES[on.route],
        contract_form=_FORMS[on.contract.form],
        hours_per_week=on.hours,
        hours_worked=on.hours_worked,
        hours_source="CONTRACT" if item.slot[1] == "fixed" else _SOURCES.get(on.hours_source),
        minimum_wage_cents=on.minimum_wage_cents,
        holiday_percentage=on.holiday_percentage,
        wage_value=on.wage_value if profile == "A" else None,
        month_factor=on.month_factor,
        hours_factor=on.hours_factor,
        subsidy_cents=item.subsidy_cents,
        charges_percentage=on.charges_percentage,
        charges_cents=item.charges_cents,
        due_cents=item.paid_before_cents + total_cents,
        paid_before_cents=item.paid_before_cents,
        total_cents=total_cents,
        corrects=item.corrects,
        calculation=calculation_id(case.subsidy.case, item.slot, item.version),
        ledger_account="",
    )


def _person(case: CasePayment, profile: Profile) -> tuple[str, str, str, date | None]:
    """BSN, surname, initials and birth date for profile A; nothing for B."""
    if profile == "B":
        return "", "", "", None
    if case.person is None:
        remedy = "Open the data of the person, or make profile B."
        raise Misuse("profile A needs the person of every case.", field=case.subsidy.case, remedy=remedy)
    person = case.person
    return person.bsn, person.surname, person.initials, person.birth_date
