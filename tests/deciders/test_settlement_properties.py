"""R11, R21, R28: whatever happened before, after a settlement booked is due, and a second one finds nothing."""

from datetime import date

from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st

from ledger import facts
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month
from ledger.closing.settlement import settle, settled
from ledger.facts import Fact
from ledger.payment.lines import CaseLines, RunTerms, line_up
from ledger.subsidy.state import Subsidy
from tests.deciders.given import APPLIED, CASE, an_employer, given
from tests.deciders.test_lining_up import paid
from tests.deciders.test_settlement import FLAT, LAW, MIN_MAX, POLICY, ZERO_HOURS, amended, happened, regular, reported

FIRST, MONTHS = Month(2026, 10), 9
DAYS = st.dates(date(2026, 10, 23), date(2027, 6, 30))
HOURS = st.integers(1, 40).map(str)
STARTS = st.sampled_from(
    [happened(APPLIED), happened(MIN_MAX), happened(ZERO_HOURS), FLAT, regular(date(2027, 5, 6), *FLAT)]
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Fact, ...]:
    """A granted case, month by month: changes and hours, a run, and sometimes a settlement of an earlier month."""
    life: tuple[Fact, ...] = draw(STARTS)
    for n in range(1, MONTHS):
        month = FIRST + n
        for change in draw(st.lists(_changes(life, month), max_size=2)):
            life = (*life, change)
        life = _run(life, month)
        if draw(st.booleans()):
            through = FIRST + draw(st.integers(0, n))
            found = settle(given(*life), through, LAW, POLICY)
            life = (*life, settled(found, through, through.last)) if found.lines else life
    return life


def _changes(life: tuple[Fact, ...], month: Month) -> st.SearchStrategy[Fact]:
    options: list[st.SearchStrategy[Fact]] = [st.builds(amended, DAYS, HOURS)]
    applied = life[0]
    assert isinstance(applied, facts.Applied)
    if applied.form != "fixed":
        options = [st.builds(_report, st.integers(0, MONTHS), st.integers(0, 160).map(str))]
    last = facts.Ended(reason="contract_ended", last_day=month.last)
    return st.one_of(*options, st.just(last))


def _report(n: int, hours: str) -> facts.HoursReported:
    month = FIRST + n
    first = date(2026, 10, 23) if n == 0 else month.first
    return reported(first, month.last, hours)


def _run(life: tuple[Fact, ...], month: Month) -> tuple[Fact, ...]:
    terms = RunTerms(month, month.first.replace(day=12), LAW, POLICY, (CASE,))
    found = line_up(given(*life), an_employer(), terms, signed=True)
    return (*life, paid(life, terms, f"GM0363-{month}-1")) if isinstance(found, CaseLines) else life


def _known_and_due(subsidy: Subsidy, month: Month) -> dict[str, tuple[int, int] | None]:
    """By element what is due; None of what is not known."""
    assert subsidy.terms is not None
    found = entitlement(subsidy.terms, month, LAW, POLICY)
    due: dict[str, tuple[int, int] | None] = {"fixed": (0, 0), "variable": None if found.unknown else (0, 0)}
    return due | {line.element: (line.subsidy_cents, line.charges_cents) for line in found.lines}


@settings(max_examples=25, deadline=None)
@whatever(lives(), st.integers(0, MONTHS - 1))
def test_r28_after_a_settlement_booked_is_due_for_every_month_it_covers(life: tuple[Fact, ...], last: int) -> None:
    through = FIRST + last
    found = settle(given(*life), through, LAW, POLICY)
    after = given(*life, settled(found, through, through.last))
    for month in (FIRST + n for n in range(last + 1)):
        for element, cents in _known_and_due(after, month).items():
            assert cents is None or after.booked.get((month, element), (0, 0)) == cents
    assert settle(after, through, LAW, POLICY).lines == ()


@settings(max_examples=25, deadline=None)
@whatever(lives(), st.integers(0, MONTHS - 1))
def test_r21_a_settlement_moves_what_is_payable_by_what_it_books_and_touches_no_later_month(
    life: tuple[Fact, ...], last: int
) -> None:
    through = FIRST + last
    before = given(*life)
    found = settle(before, through, LAW, POLICY)
    after = given(*life, settled(found, through, through.last))
    assert after.payable_cents() == before.payable_cents() + found.total_cents == found.payable_cents
    assert after.sent == before.sent
    assert all(line.month <= through for line in found.lines)


@settings(max_examples=25, deadline=None)
@whatever(lives())
def test_r34_what_was_booked_by_route_sums_to_what_was_booked(life: tuple[Fact, ...]) -> None:
    subsidy = given(*life)
    for (month, element), cents in subsidy.booked.items():
        parts = [subsidy.booked_routes.get((month, element, route), (0, 0)) for route in ("regular", "flat_rate")]
        assert tuple(map(sum, zip(*parts, strict=True))) == cents
