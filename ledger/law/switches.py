"""Every choice that the law or practice leaves to a municipality, with its default: the closed list of policy switches.

A switch that nothing in this version acts on can be seen and not changed, so no ledger records a choice without effect.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, cast, get_args

from ledger.law import identity, retention
from ledger.law.values import exact
from ledger.model import plain
from ledger.vault import checks

AccountName = Literal[
    "subsidy_expense", "charges_expense", "payable", "in_transit", "bank", "receivable", "opening", "written_off"
]  # fmt: skip
"""Accounts of the journal (grootboekrekeningen): lasten subsidie, lasten werkgeverslasten, te betalen, kruisposten, bank,
te vorderen, beginbalans, oninbaar."""

ACCOUNTS: tuple[AccountName, ...] = get_args(AccountName)

INDICATORS = ("gross", "receipts", "net")
"""Amounts of the year statement that SiSa asks by an indicator of its own (besteding, baten, saldo)."""

SRG_COLUMNS = (
    "month", "municipality", "bsn", "case", "start", "end", "wage_value", "flat_rate", "hours", "form", "sheltered",
    "target_group", "subsidy", "charges", "amount",
)  # fmt: skip
"""Columns of the monthly record set for CBS (SRG): verslagmaand, gemeente, BSN, zaaknummer, begin, eind, loonwaarde, forfaitair,
uren, contractsoort, beschut, doelgroep, subsidie, werkgeverslasten, bedrag."""

_CODE = re.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,29}")
_ADDRESS = re.compile(r"(https://[A-Za-z0-9.-]+|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
_LONGEST_PLACE = 300


class Domain(NamedTuple):
    """The values of a switch: in words, and the one spelling of a text that is one of them (None: it is not)."""

    allowed: str
    spelling: Callable[[str], str | None]


def _choice(*values: str) -> Domain:
    return Domain(" | ".join(values), lambda text: text if text in values else None)


def _number(low: int, high: int, unit: str) -> Domain:
    def spelling(text: str) -> str | None:
        fits = text.isascii() and text.isdecimal() and len(text) < 10 and low <= int(text) <= high
        return str(int(text)) if fits else None

    return Domain(f"{low} to {high} {unit}", spelling)


def _percentage(low: int, high: int) -> Domain:
    def spelling(text: str) -> str | None:
        number = exact(text)
        return plain(number) if number is not None and Decimal(low) <= number <= high else None

    return Domain(f"{low} to {high} percent", spelling)


def _account(text: str) -> str | None:
    """An account and a name as they go to the bank: NL69INGB0123456789 Gemeente Voorbeeld."""
    if text == "none":
        return text
    iban, _, name = " ".join(text.split()).partition(" ")
    try:
        return f"{checks.iban(iban)} {checks.organisation(name)}"
    except ValueError:
        return None


def _codes_of(names: Sequence[str]) -> Callable[[str], str | None]:
    """Codes by name, each once, in the order of the names: payable=1850 bank=1010."""

    def spelled(text: str) -> str | None:
        if text == "none":
            return text
        pairs = [pair.partition("=")[::2] for pair in text.split()]
        found = dict(pairs)
        known = all(name in names and _CODE.fullmatch(code) for name, code in pairs)
        if not known or len(found) < len(pairs) or len(set(found.values())) < len(found):
            return None
        return " ".join(f"{name}={found[name]}" for name in names if name in found) or None

    return spelled


def _some_of(names: Sequence[str]) -> Callable[[str], str | None]:
    """Some of these names, each once, in the order given."""

    def spelled(text: str) -> str | None:
        found = text.split()
        fits = bool(found) and len(set(found)) == len(found) and set(found) <= set(names)
        return " ".join(found) if fits else None

    return spelled


def codes(text: str) -> dict[AccountName, str]:
    """The codes by account of an adopted value; none where none was adopted."""
    return cast(dict[AccountName, str], by_name(text))


def by_name(text: str) -> dict[str, str]:
    """The codes by name of an adopted value; none where none was adopted."""
    return {} if text == "none" else dict(pair.split("=", 1) for pair in text.split())


def _place(text: str) -> str | None:
    """A folder by its whole path, or the address under which an object store answers, without key or question."""
    if text == "none":
        return text
    if len(text) > _LONGEST_PLACE or not text.isprintable() or text != text.strip():
        return None
    if text.startswith("/"):
        return text.rstrip("/") or None
    return text.rstrip("/") if _ADDRESS.fullmatch(text) else None


class Reminders(NamedTuple):
    """How often is reminded, how many municipal working days apart, and of what."""

    number: int
    gap: int
    uses: tuple[str, ...]


REMINDER_USES = ("documents", "hours", "extension")
"""What a municipality can remind of by its own policy; of a claim it is the law's (Awb 4:112)."""

_REMINDERS = re.compile(r"([1-9])x([1-9][0-9]?)((?: [a-z]+)*)")
_USUAL_GAP = 10


def reminders(text: str) -> Reminders:
    """The meaning of an adopted value: 3x10 (of everything), 2x5 documents hours, none."""
    found = _REMINDERS.fullmatch(text)
    if found is None:
        return Reminders(0, _USUAL_GAP, ())
    return Reminders(int(found[1]), int(found[2]), tuple(found[3].split()) or REMINDER_USES)


def _reminders(text: str) -> str | None:
    """Each use once and in one order; of all of them none is named."""
    if text == "none":
        return text
    found = _REMINDERS.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    uses = found[3].split()
    if not set(uses) <= set(REMINDER_USES) or len(set(uses)) < len(uses):
        return None
    named = [use for use in REMINDER_USES if use in uses] if set(uses) != set(REMINDER_USES) else []
    return " ".join((f"{found[1]}x{found[2]}", *named))


YES_NO = _choice("no", "yes")
_ACCOUNT = Domain("an IBAN and a name, like NL69INGB0123456789 Gemeente Voorbeeld", _account)
_CODES = Domain(f"codes by account, like payable=1850 bank=1010, of {', '.join(ACCOUNTS)}", _codes_of(ACCOUNTS))
_TIMES = Domain("none, or times and working days, like 3x10 or 2x5 documents hours", _reminders)
_INDICATORS = Domain(
    f"codes by amount, like gross=G2/09 receipts=G2/10, of {', '.join(INDICATORS)}", _codes_of(INDICATORS)
)
_COLUMNS = Domain(f"columns in order, each once, of {', '.join(SRG_COLUMNS)}", _some_of(SRG_COLUMNS))
_IDENTITY = Domain(
    f"key=value; key=value, with {', '.join(identity.REQUIRED)}, and also {', '.join(identity.OPTIONAL)} (#rrggbb, "
    "dark enough on white)",
    identity.spelling,
)
_TERMS = Domain(retention.ALLOWED, retention.spelling)
_PLACE = Domain("a whole folder path, or an https address (http on this machine only)", _place)


@dataclass(frozen=True, slots=True)
class Switch:
    """One policy choice. `changes_money`: it can change what is due or when (R37). `by_two`: a second person agrees whether
    an amount changes or not, but with the value `alone`, which is the safe one. `available`: something heeds it."""

    name: str
    default: str
    domain: Domain
    rule: str
    meaning: str
    changes_money: bool = False
    by_two: bool = False
    alone: str = ""
    available: bool = True


_AMOUNT = (
    Switch("charges_on", "unrounded", _choice("unrounded", "rounded"), "R2",
           "Employer charges are taken over the unrounded or the rounded subsidy.", changes_money=True),
    Switch("follow_july_index", "no", YES_NO, "R3",
           "A rise of the minimum wage on 1 July counts for running subsidies as that of 1 January does.",
           changes_money=True),
    Switch("part_month", "calendar", _choice("calendar", "working", "thirtieths"), "R5",
           "Part of a month is counted in calendar days, municipal working days or thirtieths.", changes_money=True),
    Switch("birthday_effect", "day", _choice("day", "first_of_month", "next_month"), "R6",
           "A higher age counts from the birthday, the first of its month, or the first of the next.",
           changes_money=True),
    Switch("bbl_scale_in_lks", "no", YES_NO, "R6",
           "The lower youth scale of vocational training (bbl) counts for the subsidy.", changes_money=True),
    Switch("holiday_percentage_wage_value", "8", _percentage(0, 25), "R1",
           "Holiday allowance on the wage value; more than 8 where a collective agreement gives more.",
           changes_money=True),
    Switch("flat_rate_used", "yes", YES_NO, "R7",
           "The municipality uses the flat rate (forfaitair, art. 10d lid 5 Pw).", changes_money=True),
    Switch("flat_rate_on_lid2", "no", YES_NO, "R7",
           "The flat rate is also given for an employment that began before it was asked (lid 2).", changes_money=True),
    Switch("worked_hours_cap", "quarter", _choice("month", "quarter", "none"), "R10",
           "Worked hours above the sector's week are left out, measured over the month or the quarter.",
           changes_money=True),
    Switch("unpaid_leave_stops", "no", YES_NO, "R13",
           "Unpaid leave stops the subsidy also where the agreed hours stay.", changes_money=True),
    Switch("wage_value_lapse", "continue", _choice("continue", "stop"), "R18",
           "After its validity a wage value goes on counting until the next decision, or the subsidy stops.",
           changes_money=True, available=False),
)  # fmt: skip

_WHO = (
    Switch("uwv_agreement", "no", YES_NO, "R16",
           "Persons with a benefit of UWV are helped by agreement with UWV (art. 7 lid 7 Pw).", changes_money=True),
    Switch("decision_term_lid2_days", "35", _number(1, 90, "days"), "R19",
           "Term of a decision on an application under lid 2, to which art. 10d lid 12 Pw does not point."),
)  # fmt: skip

_PAYING = (
    Switch("first_payment", "when_started", _choice("when_started", "next_month"), "R23",
           "The month in which the employment starts is paid by its own run once started, or always by the next.",
           changes_money=True),
    Switch("execution_days_before", "1", _number(0, 5, "TARGET days"), "R24",
           "Days between the order to the bank and the payment day, since paid is credited (art. 4:89 Awb)."),
    Switch("settlement_frequency", "quarter", _choice("month", "quarter"), "R28",
           "How often earlier months are settled; the law allows no longer than a quarter."),
    Switch("evidence_precedence", "payslip", _choice("payslip", "suwi"), "R10",
           "Which source of worked hours holds when payslip and SUWI differ.", changes_money=True),
    Switch("paying_account", "none", _ACCOUNT, "R25",
           "The account that the municipality pays from, and the name that employers see on their statements.",
           by_two=True),
    Switch("account_codes", "none", _CODES, "R34",
           "Codes of the general ledger for the accounts of the journal.", by_two=True),
    Switch("statement_indicators", "none", _INDICATORS, "R34",
           "Indicators of SiSa for the amounts of the year statement; take them from the instruction of the year."),
    Switch("srg_columns", " ".join(name for name in SRG_COLUMNS if name != "case"), _COLUMNS, "R34",
           "Columns of the monthly record set for CBS (SRG), in their order; take them from the guideline of the year."),
)  # fmt: skip

_CONTROL = (
    Switch("correction_second_person_cents", "0", _number(0, 100_000_000, "cents"), "R37",
           "A correction of more than this changes nothing before a second person agrees."),
    Switch("shared_login", "no", YES_NO, "R37",
           "Two persons may share one database login; every report then says so.", by_two=True),
    Switch("reminders", "3x10", _TIMES, "R15",
           "How often is reminded, how many working days apart, and of what: documents, hours, extension, or all."),
    Switch("retention", "none", _TERMS, "R35",
           "How many years personal data is kept after a case, by its result; without it nobody is erased. Not certain: low.",
           by_two=True, alone="none"),
    Switch("letter_identity", "none", _IDENTITY, "R20",
           "Name, address, signature and colour of the municipality on letters; without it no letter is made."),
    Switch("document_store", "none", _PLACE, "R35",
           "Where the files of documents stay, by their digest: a folder, or the address of an object store."),
    Switch("process_edition", "2023", _choice("2023"), "R15",
           "Edition of the Procesplaten (preferent proces) that is followed.", available=False),
)  # fmt: skip

_SETTLED = (
    Switch("minimum_wage_basis", "reference_month_wage", _choice("reference_month_wage"), "R1",
           "The month amount of art. 8 lid 1 b Wml is counted with, not an hourly wage.", available=False),
    Switch("youth_month_basis", "percentage_of_month_wage", _choice("percentage_of_month_wage"), "R6",
           "A youth amount is the percentage of the month amount, not a rounded hourly wage times 156.",
           available=False),
    Switch("rounding", "each_element_half_up", _choice("each_element_half_up"), "R2",
           "Subsidy and charges of a line are each rounded half-up once.", available=False),
    Switch("sickness_stop", "reported_before_2022", _choice("reported_before_2022"), "R12",
           "Only sickness reported before 1 January 2022 stops the subsidy (art. 78dd Pw).", available=False),
    Switch("netting_scope", "same_subsidy", _choice("same_subsidy"), "R30",
           "What was paid too much is set off within the same subsidy only.", available=False),
    Switch("application_window_lid2_months", "6", _choice("6"), "R15",
           "An application under lid 2 is made within this many months of the start.", available=False),
    Switch("decision_term_days", "35", _choice("35"), "R18",
           "A decision is taken within five weeks (art. 10d lid 12 Pw).", available=False),
)  # fmt: skip

SWITCHES: Mapping[str, Switch] = {switch.name: switch for switch in (*_AMOUNT, *_WHO, *_PAYING, *_CONTROL, *_SETTLED)}
"""Every switch by name."""
