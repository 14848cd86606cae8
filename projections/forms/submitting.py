"""Who sends a form in: the same on every form, and for people only."""

from projections.forms.questions import Question, Section

SUBMITTER = Section(
    "Wie stuurt dit formulier in?",
    (
        (Question("submitter_name", "Naam"), Question("submitter_role", "Functie")),
        (Question("submitter_phone", "Telefoonnummer"), Question("submitter_email", "E-mailadres")),
        (Question("signed_on", "Datum", "day"), Question("signature", "Handtekening (na het printen)")),
    ),
    "Wij bellen of mailen deze persoon als wij iets willen vragen.",
)
