"""What a row asks of the ledger: an application, or a running case that is taken over (R15, R27)."""

from ledger.calculation.segment import AgeStep
from ledger.importing.row import Row
from ledger.intents import ApplicationDetails, Apply, Employment, EstablishTargetGroup, TakeOver
from ledger.vault.identity import age_steps


def target_group(row: Row, person: str, anyway: str | None) -> EstablishTargetGroup:
    """That the person belongs to the target group (R14)."""
    return EstablishTargetGroup(
        person=person,
        group=row.values["group"],
        applied_on=row.values["group_applied_on"],
        effective=row.values["group_since"],
        anyway=anyway,
    )


def application(row: Row, person: str, employer: str, anyway: str | None) -> Apply:
    """An application."""
    return Apply(
        person=person,
        employer=employer,
        employment=_employment(row),
        anyway=anyway,
        **_of(row, "municipality", "applicant", "basis", "group", "received_on", "qualified_until"),
    )


def take_over(row: Row, person: str, employer: str, opening: str, anyway: str | None) -> TakeOver:
    """A running case."""
    return TakeOver(
        person=person,
        employer=employer,
        employment=_employment(row),
        opening=opening,
        minimum_wage_cents=row.values["minimum_wage"],
        anyway=anyway,
        **_of(row, "municipality", "group", "taken_over_from", "route", "wage_value", "decision", "decided_on"),
        **_of(row, "granted_from", "granted_until", "reference", "paid_through", "lines", "balance"),
    )


def details(row: Row) -> ApplicationDetails | None:
    """What is personal about the employment."""
    number = row.values["personnel_number"]
    return ApplicationDetails(personnel_number=number) if number else None


def _employment(row: Row) -> Employment:
    start = row.values["start"]
    return Employment(
        sector_full_time_hours=row.values["full_time_hours"],
        age_steps=tuple(AgeStep(age=age, since=since) for age, since in age_steps(row.person.birth_date, start)),
        **_of(row, "start", "end", "form", "hours", "maximum_hours", "bbl", "sheltered"),
    )


def _of(row: Row, *columns: str) -> dict[str, object]:
    return {column: row.values[column] for column in columns}
