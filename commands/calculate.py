"""`lks calculate`: the amount of a subsidy that starts on a day, with its derivation; needs no ledger and no database.

It counts with the values of the law that this version brings along and the default of every policy switch, and says so
where the source of a value is not certain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import click

from commands.derivation import derivation
from commands.options import BIRTH_DATE, DAY, HOURS, PERCENTAGE
from commands.output import Output
from ledger.calculation.amount import AgeStep, Amount, FixedSegment, Route, Segment, amount
from ledger.calculation.derivation import Step, steps
from ledger.calculation.entitlement import Contract, Grant, Terms, monthly
from ledger.calculation.month import Month
from ledger.calculation.timeline import Share
from ledger.intents import Employment
from ledger.law import packaged_law
from ledger.law.policy import Policy
from ledger.model import plain
from ledger.refusal import Misuse
from ledger.subsidy.employment import check_employment
from ledger.vault.identity import age_steps

NO_AGREEMENT_HOURS = Decimal(40)
"""R4: the full-time week where no collective agreement (CAO) sets one."""

OLDEST = 120


@dataclass(frozen=True, slots=True)
class Question:
    """A subsidy that starts on the day `on`, and the part of its month that counts (R5)."""

    on: date
    route: Route
    wage_value: Decimal | None
    employment: Employment
    part: Share


@dataclass(frozen=True, slots=True)
class Answer:
    """What is due, how it came about, and what to know before relying on it."""

    due: Amount
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]


@click.command()
@click.option("--on", type=DAY, required=True, help="Day on which the subsidy starts.")
@click.option(
    "--route", type=click.Choice(["regular", "flat-rate"]), required=True, help="Art. 10d lid 4, or lid 5 (forfaitair)."
)
@click.option("--wage-value", type=PERCENTAGE, help="Loonwaarde in percent; regular route only.")
@click.option("--hours", type=HOURS, required=True, help="Agreed hours a week.")
@click.option(
    "--full-time-hours",
    type=HOURS,
    default=NO_AGREEMENT_HOURS,
    show_default="40: no CAO",
    help="The sector's full-time week, 36 to 40.",
)
@click.option("--age", type=click.IntRange(0, OLDEST), help="Age on that day; or give --birth-date.")
@click.option("--birth-date", type=BIRTH_DATE, help="Birth date; or give --age.")
@click.option("--days", type=click.IntRange(1, 31), help="Days of the month that count (default: all).")
@click.option("--days-in-month", type=click.IntRange(1, 31), help="Of how many days (default: those of the month).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def calculate(as_json: bool, **given: Any) -> None:
    """Calculate the subsidy of one month, step by step, without a ledger.

    The subsidy starts on the day of --on: minimum wage and percentages are those of that day.
    """
    question = _question(**given)
    answer = _answer(question)
    Output(as_json).answer(
        list(_lines(question, answer)),
        on=str(question.on),
        minimum_wage=_minimum_wage(answer),
        subsidy_cents=answer.due.subsidy_cents,
        charges_cents=answer.due.charges_cents,
        total_cents=answer.due.total_cents,
        steps=[step.model_dump(mode="json", exclude={"start"}) for step in answer.steps],
        warnings=list(answer.warnings),
    )


# --- the question -----------------------------------------------------------------------------------------------------


def _question(
    on: date,
    route: str,
    wage_value: Decimal | None,
    hours: Decimal,
    full_time_hours: Decimal,
    age: int | None,
    birth_date: date | None,
    days: int | None,
    days_in_month: int | None,
) -> Question:
    employment = Employment(
        start=on,
        end=None,
        form="fixed",
        hours=hours,
        maximum_hours=None,
        sector_full_time_hours=full_time_hours,
        bbl=False,
        sheltered=False,
        age_steps=_ages(on, age, birth_date),
    )
    check_employment(employment)
    return Question(on, *_route(route, wage_value), employment, _part(on, days, days_in_month))


def _route(route: str, wage_value: Decimal | None) -> tuple[Route, Decimal | None]:
    if route == "regular":
        if wage_value is None:
            raise Misuse("is missing.", field="--wage-value", remedy="The regular route counts with it.")
        return "regular", wage_value
    if wage_value is not None:
        raise Misuse("does not count on the flat rate.", field="--wage-value", remedy="Leave it out.")
    return "flat_rate", None


def _ages(on: date, age: int | None, birth_date: date | None) -> tuple[AgeStep, ...]:
    """R6: the age on the day, and from a birth date the birthdays that the youth minimum wage still needs."""
    if (age is None) == (birth_date is None):
        raise Misuse("give one of the two.", field="--age or --birth-date")
    if birth_date is None:
        return (AgeStep(age=age or 0, since=on),)
    if not on.year - OLDEST <= birth_date.year or birth_date > on:
        what = f"is no birth date of somebody who works on {on}."
        raise Misuse(what, field="--birth-date", remedy="Write it like 1999-12-31.")
    return tuple(AgeStep(age=reached, since=since) for reached, since in age_steps(birth_date, on))


def _part(on: date, days: int | None, days_in_month: int | None) -> Share:
    """R5: the share of the month, counted as the municipality does."""
    whole = days_in_month or Month.of(on).days
    if days is None and days_in_month is not None:
        raise Misuse("says nothing without --days.", field="--days-in-month", remedy="Give --days too, or neither.")
    if days is not None and days > whole:
        raise Misuse(f"{days} is more than the {whole} days of the month.", field="--days", remedy="Give fewer.")
    return Share(days or whole, whole)


# --- the answer -------------------------------------------------------------------------------------------------------


def _answer(question: Question) -> Answer:
    (segment,) = monthly(_terms(question), question.on, packaged_law(), Policy.defaults(), question.part)
    assert isinstance(segment, FixedSegment)
    warnings = (*_capped(segment), *_birthdays(question), *_uncertain(segment), *_outdated(segment))
    return Answer(amount((segment,)), steps((segment,)), warnings)


def _terms(question: Question) -> Terms:
    agreed = question.employment
    return Terms(
        employment_start=question.on,
        contracts=(Contract(question.on, "fixed", agreed.hours, None, agreed.sector_full_time_hours),),
        grants=(Grant(question.on, None, question.route, question.wage_value, reference=question.on),),
        age_steps=agreed.age_steps,
    )


def _minimum_wage(answer: Answer) -> str:
    """The month amount at this age in euro: cents times a percentage, so its six decimals are exact."""
    return next(step.result for step in answer.steps if step.name == "minimum wage")


def _capped(segment: FixedSegment) -> Iterator[str]:
    if segment.hours > segment.full_time_hours:
        agreed, counted = plain(segment.hours), plain(segment.full_time_hours)
        yield f"{agreed} hours are agreed, {counted} count: the sector's full-time week (R4)."


def _birthdays(question: Question) -> Iterator[str]:
    for step in question.employment.age_steps[1:]:
        if Month.of(step.since) == Month.of(question.on):
            yield f"On {step.since} the age becomes {step.age}; from that day the amount is another (R6)."


def _uncertain(segment: Segment) -> Iterator[str]:
    """R41: the values that were counted with and whose source is not certain."""
    for parameter, day in _rests_on(segment):
        value = packaged_law().on(parameter, day)
        if value.confidence == "low":
            said = f"{value.value} {value.unit}" if isinstance(value.value, str) else "scale"
            yield f"{parameter}, {said} since {value.since}, is not certain: {value.source}."


def _outdated(segment: Segment) -> Iterator[str]:
    """R41: the last value counts where a new one is expected."""
    for value in packaged_law().carried_over(segment.reference_date):
        if value.parameter == "minimum_wage":
            yield f"No minimum wage of {segment.reference_date.year} is known; that of {value.since} counts."


def _rests_on(segment: Segment) -> Iterator[tuple[str, date]]:
    for parameter in ("minimum_wage", "holiday_percentage", "charges_percentage"):
        yield parameter, segment.reference_date
    yield ("cap_percentage" if segment.route == "regular" else "flat_rate_percentage"), segment.start
    yield "hours_base", segment.start
    if segment.age_percentage < 100:
        yield "youth_percentages", segment.start


def _lines(question: Question, answer: Answer) -> Iterator[str]:
    agreed = question.employment
    value = question.wage_value
    route = "flat rate" if value is None else f"regular route, wage value {plain(value)} percent"
    age = f"age {agreed.age_steps[0].age}" if agreed.age_steps else "adult"
    hours = f"{plain(agreed.hours)} hours of a full-time week of {plain(agreed.sector_full_time_hours)}"
    yield f"A subsidy that starts on {question.on}: {route}, {hours}, {age}."
    yield from derivation(answer.steps)
    yield from (f"Note: {warning}" for warning in answer.warnings)
