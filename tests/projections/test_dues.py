"""The outlook of a case: the same as asking for every month apart, with a reason wherever nothing is due (R7, R11, R27)."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.calculation.entitlement import AgeStep, Contract, Grant, Terms, entitlement
from ledger.calculation.month import Month, months
from ledger.facts import PolicyAdopted
from ledger.law import packaged_law
from ledger.law.policy import Policy, evolve
from ledger.subsidy.state import Subsidy
from projections.dues import Note, difference, outlook
from tests.law.given import Entry

LAW = packaged_law()
LAST = Month(2027, 12)
POLICIES = {
    "follow_july_index": "yes",
    "birthday_effect": "next_month",
    "part_month": "working",
    "charges_on": "rounded",
    "law:cap_percentage": "60",
    "law:charges_percentage": "20",
}

days = st.dates(date(2023, 1, 1), date(2027, 6, 30))
hours = st.sampled_from([Decimal(24), Decimal(32), Decimal(38)])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A few choices, each from some day on."""
    policy = Policy.defaults()
    for version, switch in enumerate(draw(st.lists(st.sampled_from(sorted(POLICIES)), max_size=3)), start=1):
        adopted = PolicyAdopted(switch=switch, value=POLICIES[switch], since=draw(days))
        policy = evolve(policy, Entry(adopted, version))
    return policy


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """One employment with one or two contracts and grants, of an adult or a youth."""
    start = draw(days)
    later = st.integers(0, 500).map(lambda n: date.fromordinal(start.toordinal() + n))
    forms = st.sampled_from(["fixed", "fixed", "fixed", "min_max"])
    contracts = [_contract(start, draw(forms), draw(hours))]
    grants = [_grant(draw(later), draw(st.none() | later), draw(st.sampled_from(["regular", "flat_rate"])))]
    if draw(st.booleans()):
        contracts.append(_contract(draw(later), draw(forms), draw(hours)))
        grants.append(_grant(draw(later), None, "regular"))
    ages = (AgeStep(age=19, since=start), AgeStep(age=20, since=draw(later)))
    return Terms(
        start, tuple(contracts), tuple(grants), ages if draw(st.booleans()) else (), (), draw(st.none() | later)
    )


def _contract(start: date, form: str, agreed: Decimal) -> Contract:
    return Contract(start, form, agreed, agreed * 2 if form == "min_max" else None, Decimal(38))  # type: ignore[arg-type]


def _grant(start: date, until: date | None, route: str) -> Grant:
    return Grant(start, until, route, Decimal(50) if route == "regular" else None, start)  # type: ignore[arg-type]


@given(terms(), policies())
@settings(max_examples=300, deadline=None)
def test_the_outlook_is_what_is_due_for_every_month_apart(case: Terms, policy: Policy) -> None:
    first = Month.of(min(grant.start for grant in case.grants))
    apart = {
        (month, line.element): (line.subsidy_cents, line.charges_cents)
        for month in months(first, LAST)
        for line in entitlement(case, month, LAW, policy).lines
    }
    assert outlook(Subsidy(terms=case), LAW, policy, None, LAST).due == apart


@given(terms(), policies(), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_the_outlook_from_a_later_month_is_the_end_of_the_whole(case: Terms, policy: Policy, skipped: int) -> None:
    first = Month(2024, 1) + skipped
    whole = outlook(Subsidy(terms=case), LAW, policy, None, LAST).due
    later = outlook(Subsidy(terms=case), LAW, policy, first, LAST).due
    assert later == {slot: cents for slot, cents in whole.items() if slot[0] >= first}


def case_of(*grants: Grant, form: str = "fixed", ended: date | None = None, start: date = date(2026, 2, 10)) -> Subsidy:
    """A case of 32 hours a week, or the minimum of them."""
    agreed = Decimal(0) if form == "zero_hours" else Decimal(32)
    contract = Contract(start, form, agreed, None, Decimal(36))  # type: ignore[arg-type]
    return Subsidy(terms=Terms(start, (contract,), grants, ended=ended))


def notes(subsidy: Subsidy) -> list[tuple[str, str, str, str]]:
    """The notes of a case, short."""
    found = outlook(subsidy, LAW, Policy.defaults(), None, Month(2026, 12)).notes
    return [(note.element, str(note.first), str(note.last), note.reason) for note in found]


def test_r7_after_six_months_of_flat_rate_the_schedule_says_why_nothing_is_due() -> None:
    flat_rate = Grant(date(2026, 2, 10), date(2026, 8, 9), "flat_rate", None, date(2026, 2, 10))
    assert notes(case_of(flat_rate)) == [("fixed", "2026-08", "2026-12", "wage_value_missing")]


def test_r11_worked_hours_that_are_not_reported_are_listed_by_month() -> None:
    granted = Grant(date(2026, 2, 10), None, "regular", Decimal(50), date(2026, 2, 10))
    assert notes(case_of(granted, form="min_max")) == [("variable", "2026-02", "2026-12", "hours_unknown")]
    assert notes(case_of(granted, form="zero_hours")) == [("variable", "2026-02", "2026-12", "hours_unknown")]


def test_the_month_in_which_a_case_ends_and_those_after_it_say_so() -> None:
    granted = Grant(date(2026, 2, 10), None, "regular", Decimal(50), date(2026, 2, 10))
    assert notes(case_of(granted, ended=date(2026, 9, 15))) == [("fixed", "2026-09", "2026-12", "ended")]


def test_r41_a_month_without_law_is_not_due_and_stops_nobody() -> None:
    granted = Grant(date(2014, 11, 1), None, "regular", Decimal(50), date(2014, 11, 1))
    found = outlook(case_of(granted, start=date(2014, 11, 1)), LAW, Policy.defaults(), None, Month(2017, 2))
    assert found.notes == (Note("fixed", Month(2014, 11), Month(2016, 12), "law_missing"),)
    assert sorted(found.due) == [(Month(2017, 1), "fixed"), (Month(2017, 2), "fixed")]


def test_r27_months_settled_elsewhere_are_not_due_unless_a_line_came_along() -> None:
    granted = Grant(date(2026, 2, 10), None, "regular", Decimal(50), date(2026, 2, 10))
    lines = {(Month(2026, 4), "fixed"): (1, 1), (Month(2026, 6), "fixed"): (1, 1)}
    running = Subsidy(terms=case_of(granted).terms, paid_through=Month(2026, 6), booked=lines)
    found = outlook(running, LAW, Policy.defaults(), None, Month(2026, 8))
    assert [str(month) for month, _ in found.due] == ["2026-04", "2026-06", "2026-07", "2026-08"]
    assert [(str(note.first), str(note.last)) for note in found.notes] == [
        ("2026-02", "2026-03"),
        ("2026-05", "2026-05"),
    ]
    assert {note.reason for note in found.notes} == {"settled_elsewhere"}


def test_r29_a_difference_names_only_what_changed() -> None:
    march, april, may = ((Month(2026, number), "fixed") for number in (3, 4, 5))
    before, after = {march: (10, 2), april: (10, 2)}, {april: (10, 2), may: (7, 1)}
    assert difference(before, after) == {march: (-10, -2), may: (7, 1)}
