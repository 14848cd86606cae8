"""The Dutch words in which a person reads what is held of them: kinds of facts, fields, sources, recipients, looks."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.calculation.calendar import Month
from projections.letters import dutch

FACTS: Mapping[str, str] = {
    "PersonRegistered": "Uw gegevens vastgelegd",
    "TargetGroupEstablished": "Vastgesteld dat u bij de doelgroep loonkostensubsidie hoort",
    "TargetGroupRejected": "Vastgesteld dat u niet bij de doelgroep loonkostensubsidie hoort",
    "TargetGroupEnded": "U hoort niet meer bij de doelgroep loonkostensubsidie",
    "SubsidyOpened": "Zaak geopend",
    "SubsidyClosed": "Zaak gesloten",
    "PersonMerged": "Dubbele registratie samengevoegd",
    "PersonErased": "Persoonsgegevens vernietigd",
    "Applied": "Aanvraag om loonkostensubsidie",
    "DocumentsRequested": "Stukken gevraagd",
    "DocumentsReceived": "Stukken ontvangen",
    "MeasurementOrdered": "Opdracht gegeven om de loonwaarde te bepalen",
    "Measured": "Rapport over de loonwaarde",
    "MeasurementAccounted": "Verantwoording van de loonwaardebepaling",
    "WageValueEstablished": "Loonwaarde vastgesteld",
    "MeasurementWaived": "Geen loonwaardebepaling nodig",
    "Decided": "Besluit (beschikking)",
    "Amended": "Wijziging",
    "HoursReported": "Gewerkte uren doorgegeven",
    "LeaveReported": "Onbetaald verlof doorgegeven",
    "SicknessReported": "Ziekte doorgegeven (tot 2022)",
    "Transferred": "Verhuizing doorgegeven",
    "ObjectionFiled": "Bezwaar ingediend",
    "ObjectionDecided": "Beslissing op bezwaar",
    "Ended": "Einde van de subsidie",
    "Reminded": "Herinnering verzonden",
    "SetAside": "Aanvraag buiten behandeling gesteld",
    "OutcomeDiscussed": "Uitkomst van de loonwaardebepaling besproken",
    "EmployeeNotified": "U bent op de hoogte gebracht",
    "DefaultNoticed": "Ingebrekestelling ontvangen",
    "ExtensionAsked": "Gevraagd of het werk doorgaat",
    "ExtensionConfirmed": "Het werk gaat door",
    "ExtensionDeclined": "Het werk gaat niet door",
    "RemeasurementAgreed": "Afgesproken dat de loonwaarde opnieuw wordt bepaald",
    "Reindexed": "Bedrag opnieuw berekend op 1 januari of 1 juli",
    "LetterSent": "Brief verzonden",
    "OpeningBooked": "Lopende zaak overgenomen",
    "Paid": "Subsidie betaald aan uw werkgever",
    "PaymentConfirmed": "Betaling door de bank bevestigd",
    "PaymentReturned": "Betaling teruggekomen",
    "PaymentRejected": "Betaling door de bank geweigerd",
    "PaymentHeld": "Betaling aangehouden",
    "PaymentReleased": "Betaling vrijgegeven",
    "Settled": "Afgerekend met uw werkgever",
    "FinallySettled": "Eindafrekening met uw werkgever",
    "RecoveryAnnounced": "Terugvordering bij uw werkgever aangekondigd",
    "RecoveryClaimed": "Teruggevorderd van uw werkgever",
    "InstalmentsAgreed": "Betaling in termijnen afgesproken met uw werkgever",
    "RecoveryReceived": "Terugbetaald door uw werkgever",
    "WrittenOff": "Vordering op uw werkgever afgeboekt",
    "Corrected": "Correctie",
    "Proposed": "Voorgesteld; een tweede medewerker moet akkoord gaan",
    "Approved": "Tweede medewerker akkoord",
    "Declined": "Tweede medewerker niet akkoord",
    "BankLineMatched": "Bankregel toegewezen",
}

FIELDS: Mapping[str, str] = {
    "bsn": "burgerservicenummer",
    "initials": "voorletters",
    "surname": "achternaam",
    "birth_date": "geboortedatum",
    "person": "uw nummer bij ons",
    "employer": "nummer van de werkgever",
    "case": "zaaknummer",
    "applicant": "aangevraagd door",
    "basis": "grondslag van de aanvraag",
    "group": "doelgroep",
    "applied_on": "aangevraagd op",
    "received_on": "ontvangen op",
    "effective": "geldt vanaf",
    "start": "begin",
    "end": "einde",
    "until": "tot en met",
    "first_day": "eerste dag",
    "last_day": "laatste dag",
    "hours": "uren per week",
    "maximum_hours": "hoogste aantal uren per week",
    "sector_full_time_hours": "uren van een volle werkweek",
    "form": "soort contract",
    "bbl": "leerwerkplek (bbl)",
    "sheltered": "beschut werk",
    "age_steps": "verjaardagen die voor het minimumjeugdloon tellen",
    "personnel_number": "personeelsnummer bij de werkgever",
    "text": "toelichting",
    "report": "rapport",
    "documents": "stukken",
    "expert": "code van de deskundige",
    "ordered_on": "opdracht gegeven op",
    "planned_on": "gepland op",
    "measured_on": "bepaald op",
    "reported_on": "gerapporteerd op",
    "report_due": "rapport verwacht op",
    "provider": "code van de aanbieder",
    "supervisor": "toezichthouder",
    "source": "bron",
    "by": "door",
    "wage_value": "loonwaarde (%)",
    "method": "methode",
    "draft_discussed_on": "concept besproken op",
    "established_on": "vastgesteld op",
    "valid_until": "geldig tot en met",
    "decide_by": "besluiten voor of op",
    "decision": "nummer van het besluit",
    "outcome": "uitkomst",
    "ground": "reden",
    "reason": "reden",
    "route": "soort subsidie",
    "reference": "peildatum of betaalkenmerk",
    "subsidy_cents": "subsidie",
    "charges_cents": "werkgeverslasten",
    "balance_cents": "saldo",
    "cents": "bedrag",
    "decided_on": "besloten op",
    "employer_notified_on": "werkgever bericht op",
    "employee_notified_on": "u bericht op",
    "employer_objects_until": "werkgever kan bezwaar maken tot en met",
    "employee_objects_until": "u kunt bezwaar maken tot en met",
    "objects_until": "bezwaar mogelijk tot en met",
    "run": "betaling",
    "booked_on": "geboekt op",
    "execution_day": "betaald op",
    "sent_on": "verzonden op",
    "kind": "soort",
    "recipient": "aan",
    "norm_function": "normfunctie",
    "performed_function": "functie zoals u die doet",
    "final_judgement": "eindoordeel",
    "comments_employee": "opmerkingen van u",
    "comments_employer": "opmerkingen van de werkgever",
    "replacement": "moet zijn",
    "fields": "inhoud van het voorstel",
}

VALUES: Mapping[str, str] = {
    "assistance": "bijstand",
    "wia_leaver": "uitstroom uit de WIA",
    "former_subsidy": "eerder loonkostensubsidie",
    "anw": "Anw-uitkering",
    "ioaw": "IOAW-uitkering",
    "ioaz": "IOAZ-uitkering",
    "unassisted": "zonder uitkering",
    "article_7a": "artikel 7a Participatiewet",
    "employer": "de werkgever",
    "employee": "u",
    "person": "u",
    "municipality": "de gemeente",
    "representative": "een vertegenwoordiger",
    "lid_1a": "artikel 10d lid 1 onder a Participatiewet",
    "lid_1b": "artikel 10d lid 1 onder b Participatiewet",
    "lid_2a": "artikel 10d lid 2 onder a Participatiewet",
    "lid_2b": "artikel 10d lid 2 onder b Participatiewet",
    "lid_2c": "artikel 10d lid 2 onder c Participatiewet",
    "takeover": "overname van een lopende zaak",
    "fixed": "vast aantal uren",
    "min_max": "min-maxcontract",
    "zero_hours": "nulurencontract",
    "application": "aanvraagformulier",
    "contract": "arbeidsovereenkomst",
    "identification": "identiteitsbewijs",
    "account_statement": "bankafschrift",
    "kvk_extract": "uittreksel KvK",
    "wage_value_report": "rapport loonwaarde",
    "payslip": "loonstrook",
    "suwi": "polisadministratie van UWV",
    "grant": "toegekend",
    "reject": "afgewezen",
    "amend": "gewijzigd",
    "revise": "herzien",
    "withdraw": "ingetrokken",
    "determine": "vastgesteld",
    "founded": "gegrond",
    "unfounded": "ongegrond",
    "inadmissible": "niet-ontvankelijk",
    "taken_back": "ingetrokken",
    "regular": "op loonwaarde",
    "flat_rate": "forfaitair (vast percentage)",
    "contract_ended": "contract afgelopen",
    "not_target_group": "niet bij de doelgroep",
    "withdrawn": "ingetrokken",
    "open": "zonder einddatum",
}
"""Codes that a person would not understand; others are given as they are."""

SOURCES: Mapping[str, str] = {
    "Applied": "de aanvrager",
    "Measured": "de loonwaardedeskundige",
    "MeasurementAccounted": "de loonwaardedeskundige",
    "DocumentsReceived": "wie de stukken stuurde",
    "HoursReported": "uw werkgever of het UWV",
    "LeaveReported": "uw werkgever",
    "SicknessReported": "uw werkgever",
    "Amended": "uw werkgever, u of de gemeente",
    "ObjectionFiled": "wie bezwaar maakte",
    "ExtensionConfirmed": "uw werkgever",
    "ExtensionDeclined": "uw werkgever",
    "DefaultNoticed": "wie ons in gebreke stelde",
    "PaymentConfirmed": "de bank",
    "PaymentReturned": "de bank",
    "PaymentRejected": "de bank",
    "RecoveryReceived": "de bank",
}
"""Where the data of an entry came from (AVG art. 15 lid 1 g); what is not here, the municipality itself made or decided."""

OURSELVES = "de gemeente zelf"

RECIPIENTS: Mapping[str, str] = {
    "employer": "uw werkgever",
    "employee": "uzelf",
    "uwv": "UWV en het Digitaal Klantdossier (DKD)",
    "cbs": "Centraal Bureau voor de Statistiek (CBS)",
}

TOLD: Mapping[str, str] = {
    "letter": "brief",
    "payment": "betaling met specificatie",
    "order": "opdracht om de loonwaarde te bepalen",
    "wage_value": "loonwaarde, met burgerservicenummer",
    "statistics": "statistiek, zonder burgerservicenummer",
    "statistics_with_bsn": "statistiek, met burgerservicenummer",
}

LOOKS: Mapping[str, str] = {
    "found": "gezocht",
    "opened": "ingezien",
    "sealed": "aangevuld",
    "exported": "alles uitgeleverd voor een verzoek om inzage",
    "erased": "vernietigd",
    "key_rotated": "opnieuw versleuteld (niemand zag de gegevens)",
    "backed_up": "in een back-up opgenomen (versleuteld)",
    "restored": "uit een back-up teruggezet (versleuteld)",
    "sampled": "in een steekproef voor de accountant",
}

_DAY = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile("([0-9]{4})-([0-9]{2})")


def recipient(code: str) -> str:
    """To whom something was told, in words."""
    if code.startswith("W-"):
        return f"uw werkgever ({code})"
    if code.startswith("expert "):
        return f"de loonwaardedeskundige met code {code.removeprefix('expert ')}"
    return RECIPIENTS[code]


def field(name: str) -> str:
    """The name of a field in words."""
    return FIELDS.get(name, name.replace("_", " "))


def value(name: str, held: Any) -> str:
    """What a field holds, as people read it; lists in one line."""
    if isinstance(held, bool):
        return "ja" if held else "nee"
    if name.endswith("cents") and isinstance(held, int):
        return dutch.amount(held)
    if isinstance(held, str) and _DAY.fullmatch(held):
        return dutch.day(date.fromisoformat(held))
    if isinstance(held, str) and _MONTH.fullmatch(held):
        return dutch.month(Month.parse(held))
    if isinstance(held, list):
        return "; ".join(value(name, one) for one in held)
    if isinstance(held, dict):
        return ", ".join(f"{field(key)} {value(key, one)}" for key, one in held.items() if one not in (None, "", []))
    return VALUES.get(held, held) if isinstance(held, str) else str(held)
