"""The application form (aanvraagformulier): what is asked of the employee, the employer, the contract and the measurement, who
sends it in, and four declarations.
"""

from ledger.importing.columns import NAMES
from projections.forms.questions import Form, Question, Section, column
from projections.forms.submitting import SUBMITTER


def application(municipality: str = "") -> Form:
    """The form; with the CBS code of a municipality filled in."""
    return Form(
        "Aanvraag loonkostensubsidie",
        (
            "Met dit formulier vraagt u loonkostensubsidie aan voor een werknemer die niet het minimumloon kan verdienen.",
            (
                "Vul het formulier in op uw computer, of print het en schrijf met blokletters. Stuur ook een kopie mee van het "
                "contract dat u allebei ondertekend hebt. Is dit uw eerste aanvraag? Stuur dan ook een uittreksel van de Kamer van "
                "Koophandel mee, en een kopie van een bankafschrift waarop uw rekeningnummer en uw naam staan."
            ),
        ),
        (_EMPLOYEE, _EMPLOYER, _CONTRACT, _MEASUREMENT, SUBMITTER, _DECLARATIONS, _municipality(municipality)),
    )


_EMPLOYEE = Section(
    "Gegevens van de werknemer",
    (
        (
            column(NAMES, "initials", "Voorletters", 3),
            column(NAMES, "surname", "Achternaam, met tussenvoegsel", 9),
        ),
        (
            column(NAMES, "bsn", "Burgerservicenummer (BSN)", hint="Negen cijfers."),
            column(NAMES, "birth_date", "Geboortedatum (dd-mm-jjjj)"),
        ),
        (
            Question("employee_address", "Adres"),
            Question("employee_place", "Postcode en woonplaats"),
        ),
        (Question("employee_phone", "Telefoonnummer"), Question("employee_email", "E-mailadres")),
    ),
)

_EMPLOYER = Section(
    "Gegevens van de werkgever",
    (
        (
            column(NAMES, "name", "Naam van de organisatie"),
            column(NAMES, "kvk", "KvK-nummer", hint="Acht cijfers."),
        ),
        (
            column(
                NAMES, "payroll_tax_number", "Loonheffingennummer", hint="Negen cijfers, de letter L en twee cijfers."
            ),
            column(NAMES, "iban", "Rekeningnummer (IBAN)"),
        ),
        (
            column(NAMES, "account_name", "De rekening staat op naam van"),
            Question("employer_address", "Adres, postcode en plaats"),
        ),
    ),
    "Wordt de werknemer uitgeleend? Vul dan de gegevens in van het bedrijf waar de werknemer een contract mee heeft.",
)

_CONTRACT = Section(
    "Gegevens van het contract",
    (
        (
            column(NAMES, "start", "Eerste werkdag (dd-mm-jjjj)"),
            column(NAMES, "end", "Laatste dag (leeg: geen einddatum)"),
        ),
        (
            column(NAMES, "form", "Soort contract"),
            column(NAMES, "hours", "Uren per week (min-max: het minimum)", hint="Bij een nulurencontract is dit 0."),
        ),
        (
            column(NAMES, "maximum_hours", "Maximum uren per week (min-max)"),
            column(NAMES, "full_time_hours", "Uren van een volledige week (cao)", hint="36 tot en met 40; leeg is 40."),
        ),
        (
            column(NAMES, "bbl", "Hoort het werk bij een bbl-opleiding?"),
            column(NAMES, "personnel_number", "Personeelsnummer"),
        ),
        (Question("job", "Functie"), Question("other_subsidy", "Krijgt u andere subsidie voor dit loon? Welke?")),
    ),
)

_MEASUREMENT = Section(
    "Gegevens voor de loonwaardemeting",
    (
        (Question("workplace_contact", "Contactpersoon op de werkplek"), Question("workplace_phone", "Telefoonnummer")),
        (
            Question("workplace_address", "Adres van de werkplek"),
            Question("workplace_hours", "Werkdagen en werktijden"),
        ),
        (Question("main_tasks", "Wat zijn de belangrijkste taken?", "lines", 12),),
        (Question("trial", "Was er een proefplaatsing? Van wanneer tot wanneer?", width=12),),
    ),
    "Een deskundige komt op de werkplek kijken wat de werknemer kan. Daarvoor maken wij een afspraak.",
)

_DECLARATIONS = Section(
    "Verklaringen",
    (
        (Question("declares_residence", "De werknemer woont in deze gemeente.", "tick", 12),),
        (
            Question(
                "declares_below_minimum_wage",
                "De werknemer kan met voltijds werk niet het minimumloon verdienen.",
                "tick",
                12,
            ),
        ),
        (Question("declares_no_wajong", "De werknemer krijgt geen Wajong-uitkering.", "tick", 12),),
        (
            Question(
                "declares_school_or_benefit",
                "In de 6 maanden voor dit werk zat de werknemer op pro, vso of de entreeopleiding, of viel de werknemer onder de "
                "Participatiewet.",
                "tick",
                12,
            ),
        ),
    ),
    "Zet een kruisje bij wat klopt. De werknemer weet dat wij deze gegevens gebruiken om over de aanvraag te beslissen.",
)


def _municipality(code: str) -> Section:
    return Section(
        "In te vullen door de gemeente",
        (
            (
                column(NAMES, "municipality", "Gemeentecode", 4, "GM en vier cijfers, van het CBS.", code),
                column(NAMES, "received_on", "Ontvangen op (dd-mm-jjjj)", 4),
                column(NAMES, "applicant", "Wie vraagt aan?", 4),
            ),
            (
                column(NAMES, "group", "Doelgroep (art. 10c)", 4),
                column(NAMES, "group_since", "In de doelgroep sinds", 4),
                column(NAMES, "group_applied_on", "Daarvoor aangemeld op", 4),
            ),
            (
                column(NAMES, "basis", "Grondslag (art. 10d)", 4),
                column(NAMES, "qualified_until", "Lid 2: laatste dag school of art. 7", 4),
                column(NAMES, "sheltered", "Beschut werk?", 4),
            ),
        ),
    )
