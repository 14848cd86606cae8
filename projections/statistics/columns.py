"""The columns of the monthly record set that a municipality can choose from: heading, kind, and what stands in it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ledger.calculation.terms import ContractForm
from ledger.facts import TargetGroup
from ledger.law.switches import SRG_COLUMNS
from projections.sheet import Kind
from projections.statistics.record import Record


class Column(NamedTuple):
    """A column: its heading in the file, what it holds, and its cell of a record (None: empty)."""

    heading: str
    kind: Kind
    cell: Callable[[Record], object]


FORMS: Mapping[ContractForm, str] = {"fixed": "VAST", "min_max": "MINMAX", "zero_hours": "NULUREN"}
GROUPS: Mapping[TargetGroup, str] = {
    "assistance": "BIJSTAND",
    "wia_leaver": "WIA",
    "former_subsidy": "ART_10_LID_2",
    "anw": "ANW",
    "ioaw": "IOAW",
    "ioaz": "IOAZ",
    "unassisted": "NUGGER",
    "article_7a": "ART_7A",
    "practical_education": "PRO",
    "special_education": "VSO",
    "entry_training": "ENTREE",
    "work_study": "LEERWERK",
    "sheltered": "BESCHUT",
    "uwv_benefit": "UWV",
    "wajong": "WAJONG",
    "wsw": "WSW",
}

COLUMNS: Mapping[str, Column] = {
    "month": Column("verslagmaand", "text", lambda one: str(one.month)),
    "municipality": Column("gemeentecode", "text", lambda one: one.municipality.removeprefix("GM")),
    "bsn": Column("bsn", "text", lambda one: one.bsn),
    "case": Column("zaaknummer", "text", lambda one: one.case),
    "start": Column("begindatum", "day", lambda one: one.start),
    "end": Column("einddatum", "day", lambda one: one.end),
    "wage_value": Column("loonwaarde_pct", "decimal2", lambda one: one.wage_value),
    "flat_rate": Column("forfaitair", "text", lambda one: _yes_no(one.route == "flat_rate")),
    "hours": Column("uren_per_week", "decimal2", lambda one: one.hours),
    "form": Column("contractsoort", "text", lambda one: FORMS[one.form]),
    "sheltered": Column("beschut_werk", "text", lambda one: _yes_no(one.sheltered)),
    "target_group": Column("doelgroep", "text", lambda one: GROUPS[one.target_group]),
    "subsidy": Column("subsidie_excl", "amount", lambda one: one.subsidy_cents),
    "charges": Column("werkgeverslasten_bedrag", "amount", lambda one: one.charges_cents),
    "amount": Column("bedrag_totaal", "amount", lambda one: one.amount_cents),
}
"""By the name that policy `srg_columns` gives it."""

assert tuple(COLUMNS) == SRG_COLUMNS, "one column for every name"


def _yes_no(value: bool) -> str:
    return "J" if value else "N"
