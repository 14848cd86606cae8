"""Codes of facts in the words of a letter (u-vorm, B1)."""

from collections.abc import Mapping

from ledger.facts import DecisionGround, Document, RejectionGround

DOCUMENTS: Mapping[Document, str] = {
    "application": "het aanvraagformulier, helemaal ingevuld en ondertekend",
    "contract": "een kopie van de arbeidsovereenkomst, door beide partijen ondertekend",
    "identification": "de gegevens van een geldig identiteitsbewijs van de werknemer",
    "account_statement": "een kopie van een bankafschrift, waarop het rekeningnummer en de naam van de werkgever staan",
    "kvk_extract": "een uittreksel van de Kamer van Koophandel",
    "wage_value_report": "het rapport van de loonwaardebepaling",
    "payslip": "de loonstroken",
}

REJECTIONS: Mapping[RejectionGround, tuple[str, str]] = {
    "not_target_group": (
        "De werknemer hoort niet bij de doelgroep van de loonkostensubsidie.",
        "artikel 6 lid 1 onder e en artikel 10c van de Participatiewet",
    ),
    "applied_too_late": (
        "De aanvraag is te laat gedaan. De wet geeft een termijn en die was voorbij.",
        "artikel 10d lid 1 en 2 van de Participatiewet",
    ),
    "no_employment": (
        "Er is geen dienstbetrekking waarvoor wij subsidie kunnen geven.",
        "artikel 10d lid 1 en 2 van de Participatiewet",
    ),
    "wage_value_full": (
        "De loonwaarde is even hoog als het minimumloon. Er is dus geen verschil dat wij kunnen vergoeden.",
        "artikel 10d lid 4 van de Participatiewet",
    ),
    "wsw_employment": (
        "Voor dit werk geldt al de Wet sociale werkvoorziening.",
        "artikel 6 lid 1 onder e van de Participatiewet",
    ),
    "other_wage_subsidy": (
        "Voor dit werk krijgt de werkgever al een andere loonkostensubsidie van de gemeente.",
        "artikel 10d lid 9 van de Participatiewet",
    ),
    "overlapping_subsidy": (
        "Voor deze werknemer en deze werkgever loopt al een loonkostensubsidie over dezelfde periode.",
        "artikel 10d lid 9 van de Participatiewet",
    ),
    "other_authority": (
        "Niet de gemeente, maar een andere organisatie gaat over de ondersteuning van de werknemer.",
        "artikel 7 lid 3 van de Participatiewet",
    ),
    "not_resident": (
        "De werknemer woont niet in onze gemeente.",
        "artikel 10d lid 1 van de Participatiewet",
    ),
    "before_regular_route": (
        "De subsidie is gevraagd voor een periode waarin deze vorm van subsidie nog niet bestond.",
        "artikel 10d van de Participatiewet",
    ),
}

GROUNDS: Mapping[DecisionGround, tuple[str, str]] = {
    "change_reported": (
        "Er is een wijziging in de arbeidsovereenkomst of in het aantal uren.",
        "artikel 10d lid 4 van de Participatiewet",
    ),
    "re_measured": ("De loonwaarde is opnieuw bepaald.", "artikel 10d lid 6 van de Participatiewet"),
    "wrong_data": (
        "Wij hebben ons besluit genomen met gegevens die niet klopten.",
        "artikel 4:48 en 4:49 van de Algemene wet bestuursrecht",
    ),
    "obligations_not_met": (
        "Niet alle verplichtingen die bij de subsidie horen, zijn nagekomen.",
        "artikel 4:48 en 4:49 van de Algemene wet bestuursrecht",
    ),
    "wrong_decision": (
        "Ons eerdere besluit was niet juist.",
        "artikel 4:48 en 4:49 van de Algemene wet bestuursrecht",
    ),
    "objection": (
        "Er is bezwaar gemaakt tegen ons eerdere besluit en dat bezwaar is gegrond.",
        "artikel 7:11 van de Algemene wet bestuursrecht",
    ),
    "ended": ("De subsidie is geëindigd.", "artikel 4:42 en 4:46 van de Algemene wet bestuursrecht"),
}

FORMS = {"fixed": "een vast aantal uren", "min_max": "een minimum en een maximum aantal uren", "zero_hours": "nul uren"}
"""Contractvormen."""

ELEMENTS = {"fixed": "afgesproken uren", "variable": "gewerkte uren"}
"""Vast en variabel element."""
