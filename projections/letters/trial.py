"""An own template is tried with every variant of its kind before it is adopted, a logo with a letter."""

from typing import get_args

from typst import TypstError

from ledger.facts import LetterKind
from ledger.process.templates import LOGO, check
from ledger.refusal import Misuse
from projections.letters import templates
from projections.letters.content import content
from projections.letters.pdf import complaint, printer
from projections.letters.samples import samples, with_logo

KINDS: tuple[LetterKind, ...] = get_args(LetterKind)


def try_out(template: str, text: str) -> None:
    """Raises Misuse, with what the compiler says, for a template that does not make an accessible letter (PDF/UA-1)."""
    check(template, text)
    if template == LOGO:
        _try("acknowledgement", templates.body(templates.EDITION, "acknowledgement"), text, LOGO)
        return
    kind = next(one for one in KINDS if one == template)
    _try(kind, text, None, template)


def _try(kind: LetterKind, text: str, logo: str | None, field: str) -> None:
    source = templates.source(templates.EDITION, text)
    with printer() as press:
        for sample in samples(kind):
            subject = with_logo(sample.subject, logo)
            try:
                press.make(source, content(subject), subject.day)
            except TypstError as error:
                said = complaint(error, templates.frame(templates.EDITION))
                what = f"it makes no accessible letter ({sample.name}): {said}."
                raise Misuse(what, field=field, remedy="Mend it; lks letters show gives the one in use.") from None
