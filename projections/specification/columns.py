"""The columns as employers and payroll software know them: Dutch headings, in the order of the fields of `Row`."""

from typing import Any, NamedTuple, get_args

from projections import sheet
from projections.specification import row


class Column(NamedTuple):
    """A column: its heading, what it holds, whether it may be empty, and the codes that are all it can hold."""

    heading: str
    kind: sheet.Kind
    optional: bool = False
    codes: frozenset[str] = frozenset()


def _text(heading: str) -> Column:
    return Column(heading, "text")


def _codes(heading: str, codes: Any, optional: bool = False) -> Column:
    return Column(heading, "text", optional, frozenset(get_args(codes)))


COLUMNS: tuple[Column, ...] = (
    _text("versie"),
    _text("specificatienummer"),
    Column("regelnummer", "count"),
    _text("regel_id"),
    _text("gemeentecode"),
    _text("gemeente"),
    _text("uitvoerder"),
    _text("werkgever"),
    _text("kvk_nummer"),
    _text("rsin"),
    _text("loonheffingennummer"),
    Column("betaaldatum", "day"),
    _text("betaalkenmerk"),
    _text("iban_werkgever"),
    _text("zaaknummer"),
    _text("beschikkingnummer"),
    _text("personeelsnummer"),
    _text("bsn"),
    _text("achternaam"),
    _text("voorletters"),
    Column("geboortedatum", "day", optional=True),
    Column("periode_van", "day"),
    Column("periode_tot", "day"),
    _codes("soort", row.Kind),
    _codes("reden", row.Reason),
    _codes("route", row.RouteCode),
    _codes("contractsoort", row.ContractCode),
    Column("uren_per_week", "decimal2", optional=True),
    Column("uren_periode", "decimal2", optional=True),
    _codes("bron_uren", row.HoursSource, optional=True),
    Column("wml_maandbedrag", "amount", optional=True),
    Column("vakantiebijslag_pct", "decimal2", optional=True),
    Column("loonwaarde_pct", "decimal2", optional=True),
    Column("dagdeel_factor", "decimal6", optional=True),
    Column("uren_factor", "decimal6", optional=True),
    Column("subsidie_excl", "amount"),
    Column("werkgeverslasten_pct", "decimal2"),
    Column("werkgeverslasten_bedrag", "amount"),
    Column("bedrag_recht", "amount"),
    Column("bedrag_eerder_betaald", "amount"),
    Column("bedrag_totaal", "amount"),
    _text("corrigeert_regel_id"),
    _text("berekening_id"),
    _text("grootboek_hint"),
)
HEADINGS = tuple(column.heading for column in COLUMNS)
assert len(COLUMNS) == len(row.Row._fields), "one column per field"
