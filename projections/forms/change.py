"""The change form (wijzigingsformulier): which case, what changes and from when, and what shows it."""

from ledger.importing.changes import COLUMNS
from projections.forms.questions import Form, Question, Section, column
from projections.forms.submitting import SUBMITTER


def change(case: str = "") -> Form:
    """The form; with the number of a case filled in."""
    return Form(
        "Wijziging doorgeven",
        (
            (
                "Met dit formulier geeft u door dat er iets verandert in het werk van een werknemer voor wie u loonkostensubsidie "
                "krijgt. Doe dat meteen: door een wijziging kan de subsidie hoger of lager worden."
            ),
            "Vul alleen in wat verandert. Wat u leeg laat, blijft zoals het was.",
        ),
        (_case(case), _CHANGES, _EVIDENCE, SUBMITTER, _MUNICIPALITY),
    )


def _case(case: str) -> Section:
    return Section(
        "Om wie gaat het?",
        (
            (
                column(
                    COLUMNS,
                    "case",
                    "Zaaknummer",
                    hint="Het staat boven onze brieven, zoals LKS-26-000001-H.",
                    filled=case,
                ),
                column(COLUMNS, "effective", "Vanaf wanneer? (dd-mm-jjjj)"),
            ),
            (Question("employee_name", "Naam van de werknemer"), Question("employer_name", "Naam van de organisatie")),
        ),
    )


_CHANGES = Section(
    "Wat verandert er?",
    (
        (
            column(COLUMNS, "form", "Soort contract"),
            column(COLUMNS, "hours", "Uren per week (min-max: het minimum)"),
        ),
        (
            column(COLUMNS, "maximum_hours", "Maximum uren per week (min-max)"),
            column(COLUMNS, "full_time_hours", "Uren van een volledige week (cao)", hint="36 tot en met 40."),
        ),
        (
            column(
                COLUMNS,
                "end",
                "Laatste dag van het contract (geen: vul in open)",
                hint="Vul de datum in als dag-maand-jaar, of het woord open als er geen einddatum meer is.",
            ),
            Question("other_change", "Verandert er iets anders?"),
        ),
    ),
)

_EVIDENCE = Section(
    "Wat stuurt u mee?",
    (
        (Question("evidence_contract", "Een kopie van het nieuwe contract, door u allebei ondertekend.", "tick", 12),),
        (Question("evidence_payslip", "Loonstroken.", "tick", 12),),
        (Question("evidence_other", "Iets anders, namelijk", width=12),),
    ),
    "Zet een kruisje bij wat u meestuurt.",
)

_MUNICIPALITY = Section(
    "In te vullen door de gemeente",
    (
        (
            column(
                COLUMNS,
                "employer",
                "Nieuwe werkgever (nummer)",
                hint="Ons nummer van wie wij voortaan betalen, zoals W-000001-D.",
            ),
            Question("received_on", "Ontvangen op (dd-mm-jjjj)", "day"),
        ),
    ),
)
