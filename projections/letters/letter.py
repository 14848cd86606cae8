"""One letter, from what it is about to the file: gather, fill in, print. What was sent is made again the same way."""

import hashlib
from dataclasses import dataclass

from typst import TypstError

from ledger import intents
from ledger.facts import LetterSent
from ledger.process.templates import LOGO
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.vault.sealing import Vault
from projections.letters import templates
from projections.letters.content import Content, content
from projections.letters.gather import gather
from projections.letters.pdf import Printer, place
from projections.letters.subject import Wanted


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was made, and all that its sending records."""

    wanted: Wanted
    municipality: str
    position: int
    edition: str
    template: str
    file: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.file).hexdigest()

    @property
    def name(self) -> str:
        """The name of its file: nothing personal in it."""
        wanted = self.wanted
        return f"{wanted.case}_{wanted.kind}_{wanted.recipient}_{wanted.about}.pdf"

    def sending(self) -> intents.SendLetter:
        """The intent that records that it was sent on its day."""
        return intents.SendLetter(
            case=self.wanted.case,
            kind=self.wanted.kind,
            recipient=self.wanted.recipient,
            about=self.wanted.about,
            position=self.position,
            edition=self.edition,
            template=self.template,
            digest=self.digest,
            sent_on=self.wanted.day,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that is all there but printed: template and content, at a position."""

    wanted: Wanted
    municipality: str
    position: int
    edition: str
    text: str
    content: Content

    def printed(self, printer: Printer) -> Letter:
        """The letter; needs neither log nor vault. Raises Refused where the template cannot be filled in."""
        wanted, edition = self.wanted, self.edition
        try:
            file = printer.make(templates.source(edition, self.text), self.content, wanted.day)
        except TypstError as error:
            raise Refused(
                f"The template of {wanted.kind} cannot be filled in at {place(error, templates.frame(edition))}.",
                rule="R20",
                remedy="Adopt one that can: lks letters adopt.",
            ) from None
        digest = templates.digest(edition, self.text)
        return Letter(wanted, self.municipality, self.position, edition, digest, file)


def draft(reading: Reading, vault: Vault, wanted: Wanted, edition: str = templates.EDITION) -> Draft:
    """What the letter says, as of the position of the reading. Raises Refused where something that it needs is missing."""
    assert reading.until is not None, "a letter rests on what is known at a position"
    own = reading.templates(reading.subsidy(wanted.case).municipality)
    chosen, logo = own.on(wanted.kind, wanted.day), own.on(LOGO, wanted.day)
    subject = gather(reading, vault, wanted, logo.text if logo else None)
    text = chosen.text if chosen else templates.body(edition, wanted.kind)
    return Draft(wanted, subject.subsidy.municipality, reading.until, edition, text, content(subject))


def make(reading: Reading, vault: Vault, printer: Printer, wanted: Wanted, edition: str = templates.EDITION) -> Letter:
    """The letter as of the position of the reading. Raises Refused where something that it needs is missing."""
    return draft(reading, vault, wanted, edition).printed(printer)


def again(reading: Reading, vault: Vault, printer: Printer, case: str, sent: LetterSent) -> Letter:
    """A letter that was sent, from the position that it was made at. Raises Refused where it is not the same any more."""
    assert reading.until == sent.position, "it rests on what was known then"
    wanted = Wanted(case, sent.kind, sent.recipient, sent.about, sent.sent_on)
    letter = make(reading, vault, printer, wanted, sent.edition)
    if letter.digest != sent.digest:
        what = "template" if letter.template != sent.template else "letter"
        raise Refused(
            f"{case}: the {what} made again is not the one sent on {sent.sent_on} "
            f"(SHA-256 {letter.digest}, sent {sent.digest}).",
            rule="R20",
            remedy="Keep what was sent; see lks audit verify and the release that made it.",
        )
    return letter
