"""Who a person and an employer are: the personal data that is sealed, and the door through which it comes in.

The checks run when data comes in, not when it is opened again (`STORED`): a rule or a country list that changes must
not lock away what was recorded. No message and no `repr` ever shows a value, since both end up in logs and terminals.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from ledger.model import Model
from ledger.refusal import Misuse
from ledger.vault import checks

STORED = "stored"
"""Validation context of data that was checked when it was recorded: only its shape is checked again."""

_EARLIEST_BIRTH = date(1900, 1, 1)
# Adult age of the minimum wage by the first day on which it holds, the latest first (R6).
_ADULT_AGES = ((date(2019, 7, 1), 21), (date(2017, 7, 1), 22), (date.min, 23))
# What pydantic may tell about an error without telling the value.
_LIMITS = frozenset({"ge", "gt", "le", "lt", "min_length", "max_length", "pattern", "expected", "decimal_places"})

Check = Callable[[str], str]
Checked = TypeVar("Checked", bound="PrivateModel")


class PrivateModel(Model):
    """A record of personal data: to be sealed, never to be shown by accident."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        yield None, "hidden"


def _at_the_door(check: Check) -> AfterValidator:
    def validate(value: str, info: ValidationInfo) -> str:
        return value if info.context == STORED else check(value)

    return AfterValidator(validate)


def _born(value: date, info: ValidationInfo) -> date:
    if value < _EARLIEST_BIRTH and info.context != STORED:
        raise ValueError("lies before 1900; compare it with the identity document.")
    return value


Bsn = Annotated[str, _at_the_door(checks.bsn)]
PayrollTaxNumber = Annotated[str, _at_the_door(checks.payroll_tax_number)]
KvkNumber = Annotated[str, _at_the_door(checks.kvk)]
Iban = Annotated[str, _at_the_door(checks.iban)]


class PersonData(PrivateModel):
    """A person (burger): BSN, initials (empty for who has one name only), surname with its prefix, and birth date."""

    bsn: Bsn
    initials: Annotated[str, _at_the_door(checks.line)]
    surname: Annotated[str, _at_the_door(checks.name)]
    birth_date: Annotated[date, BeforeValidator(checks.day), AfterValidator(_born)]


class EmployerData(PrivateModel):
    """An employer (werkgever) by one payroll tax number, and the account that it is paid on (R26)."""

    name: Annotated[str, _at_the_door(checks.organisation)]
    kvk: KvkNumber
    payroll_tax_number: PayrollTaxNumber
    iban: Iban
    account_name: Annotated[str, _at_the_door(checks.organisation)]


class AccountData(PrivateModel):
    """The account that an employer is paid on: its IBAN, and in whose name it stands (R26)."""

    iban: Iban
    account_name: Annotated[str, _at_the_door(checks.organisation)]


class ProviderData(PrivateModel):
    """A provider of wage value assessments (aanbieder): the name of an organisation."""

    name: Annotated[str, _at_the_door(checks.organisation)]


class ExpertData(PrivateModel):
    """A wage value expert (loonwaardedeskundige): the name of a person."""

    name: Annotated[str, _at_the_door(checks.name)]


# --- the door -------------------------------------------------------------------------------------------------------


def person_data(fields: Mapping[str, object], today: date) -> PersonData:
    """A person from what someone typed or sent; whoever is not born by `today` is refused."""
    person = _checked(PersonData, fields)
    if person.birth_date > today:
        remedy = "Compare it with the identity document, or check the business day."
        raise Misuse(f"lies after {today}, the business day.", field="birth_date", remedy=remedy)
    return person


def employer_data(fields: Mapping[str, object]) -> EmployerData:
    """An employer from what someone typed or sent."""
    return _checked(EmployerData, fields)


def account_data(fields: Mapping[str, object]) -> AccountData:
    """An account from what someone typed or sent."""
    return _checked(AccountData, fields)


def provider_data(fields: Mapping[str, object]) -> ProviderData:
    """A provider from what someone typed or sent."""
    return _checked(ProviderData, fields)


def expert_data(fields: Mapping[str, object]) -> ExpertData:
    """An expert from what someone typed or sent."""
    return _checked(ExpertData, fields)


def parse_bsn(text: str, field: str = "bsn") -> str:
    """A BSN to search by, in its one spelling."""
    return _parsed(checks.bsn, text, field)


def parse_payroll_tax_number(text: str, field: str = "payroll_tax_number") -> str:
    """A payroll tax number (loonheffingennummer) to search by, in its one spelling."""
    return _parsed(checks.payroll_tax_number, text, field)


def parse_kvk(text: str, field: str = "kvk") -> str:
    """A KvK number to search by, in its one spelling."""
    return _parsed(checks.kvk, text, field)


def _parsed(check: Check, text: str, field: str) -> str:
    try:
        return check(text)
    except ValueError as error:
        raise Misuse(str(error), field=field) from None


def _checked(model: type[Checked], fields: Mapping[str, object]) -> Checked:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise misuse(error) from None


def misuse(error: ValidationError) -> Misuse:
    """One clear message of what pydantic found: fields and complaints, no values. Raise it `from None`."""
    found = complaints(error)
    if len(found) == 1:
        return Misuse(found[0][1], field=found[0][0])
    return Misuse(" ".join(f"{field}: {complaint}" for field, complaint in found))


def complaints(error: ValidationError) -> list[tuple[str, str]]:
    """By field what pydantic found, without values."""
    return [(_field(detail), _complaint(detail)) for detail in error.errors(include_input=False, include_url=False)]


def _field(detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        # The name of an unknown field may be a value: a table without its heading makes fields of its first row.
        return ".".join(map(str, (*detail["loc"][:-1], "unknown field")))
    return ".".join(map(str, detail["loc"])) or "input"


def _complaint(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            return str(context["error"])
        case "missing":
            return "is missing; fill it in."
        case "extra_forbidden":
            return "a field that does not exist here; leave it out or mend its name."
        case _ if context.keys() <= _LIMITS:
            return f"{detail['msg'].replace('Input should', 'should')}."
        case kind:
            return f"does not fit ({kind.replace('_', ' ')}); check how it is written."


# --- the youth wage ---------------------------------------------------------------------------------------------------


def age_steps(birth_date: date, start: date) -> tuple[tuple[int, date], ...]:
    """Ages and the days since which they count, for the youth wage of an employment from `start`, and nothing more.

    Empty for adults. Otherwise the age at the start, then each birthday until the person is adult by the adult age of
    that day (R6: 23, 22 from 1 July 2017, 21 from 1 July 2019). Who is adult because the age came down gets no more.
    """
    age = _age(birth_date, start)
    if age < 0:
        raise Misuse("lies after the start of the employment; compare both.", field="birth_date")
    if age >= adult_age(start):
        return ()
    steps = [(age, start)]
    while age < adult_age(birthday := _birthday(birth_date, age + 1)):
        age += 1
        steps.append((age, birthday))
    return tuple(steps)


def adult_age(day: date) -> int:
    """From which age the adult minimum wage holds on a day (R6)."""
    return next(age for since, age in _ADULT_AGES if since <= day)


def _age(birth_date: date, day: date) -> int:
    age = day.year - birth_date.year
    return age if _birthday(birth_date, age) <= day else age - 1


def _birthday(birth_date: date, age: int) -> date:
    """The day someone reaches an age; born on 29 February: 1 March in other years (R6)."""
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
