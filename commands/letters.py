"""`lks letters`: the letters that are due, those of a case, and the templates of a municipality."""

import hashlib
from datetime import date
from typing import get_args

import click

from commands import files
from commands.call import Call, reading, recording
from commands.letters_due import due_letters
from commands.options import CASE, DAY, MUNICIPALITY
from commands.output import table
from ledger.facts import LetterKind, LetterSent
from ledger.identifiers import stream_id
from ledger.intents import AdoptTemplate
from ledger.process.templates import LOGO
from ledger.reading import Reading
from ledger.refusal import Misuse, Refused
from ledger.subsidy.inputs import counting

HEADINGS = ("entry", "about", "letter", "to", "sent on", "SHA-256")
TEMPLATE = click.Choice([*get_args(LetterKind), LOGO])


@click.group()
def letters() -> None:
    """Letters: due, sent, and their templates."""


letters.add_command(due_letters)


@letters.command("list")
@click.argument("case", type=CASE)
@reading
def list_(call: Call, case: str) -> None:
    """The letters of a CASE: those that were sent, and those that are due."""
    from projections.letters.due import due

    subsidy = call.ledger.reading().subsidy(case)
    if subsidy.application is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    entries = call.ledger.store.read(stream_id("subsidy", case))
    topics = {entry.version: entry.topic for entry in entries}
    rows = [_row(letter, topics) for _, letter in counting(subsidy.inputs, LetterSent)]
    rows += [
        (one.about, topics[one.about], one.kind, one.recipient or "?", "due", "")
        for one in due(entries, subsidy, call.today)
    ]
    call.output.demonstration = call.ledger.demonstration
    say = table(HEADINGS, rows) if rows else [f"{case}: no letter was sent, and none is due."]
    names = ("entry", "about", "kind", "recipient", "sent_on", "digest")
    call.output.answer(say, case=case, letters=[dict(zip(names, row, strict=True)) for row in rows])


@letters.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code.")
@click.option("--template", type=TEMPLATE, required=True, help="Kind of letter, or logo.")
@click.option("--since", type=DAY, help="First day of letters that are made with it (default: the business day).")
@click.argument("file")
@recording
def adopt(call: Call, municipality: str, template: str, since: date | None, file: str) -> None:
    """Adopt an own template (Typst), or logo (SVG), from FILE; - reads it from standard input.

    It is tried with every variant of its kind; one that does not make an accessible letter is refused with what the
    compiler says. Begin with the one in use: lks letters show.
    """
    from projections.letters.trial import try_out

    text = _text(file)
    try_out(template, text)
    intent = AdoptTemplate.model_validate(
        {"municipality": municipality, "template": template, "since": since or call.today, "text": text}
    )
    receipt = call.record(intent)
    digest = hashlib.sha256(text.encode()).hexdigest()
    say = f"{municipality}: {template} is used for letters from {intent.since} (SHA-256 {digest})."
    call.answer(receipt, say, municipality=municipality, template=template, since=str(intent.since), digest=digest)


@letters.command()
@click.argument("template", type=TEMPLATE)
@click.option("--municipality", type=MUNICIPALITY, help="Whose template (default: the packaged one).")
@reading
def show(call: Call, template: str, municipality: str | None) -> None:
    """Print the template of a kind of letter that is in use, or the logo, to begin an own one with."""
    from projections.letters import templates

    own = Reading(call.ledger.store).templates(municipality).on(template, call.today) if municipality else None
    kind: LetterKind | None = next((one for one in get_args(LetterKind) if one == template), None)
    if own is None and kind is None:
        raise Refused("There is no logo: letters bear the name.", rule="R20", remedy="Adopt one: lks letters adopt.")
    text = own.text if own else templates.body(templates.EDITION, kind) if kind else ""
    if call.output.as_json:
        call.output.answer("", template=template, edition=templates.EDITION, own=own is not None, content=text)
    else:
        click.echo(text, nl=False)


def _row(letter: LetterSent, topics: dict[int, str]) -> tuple[object, ...]:
    about = topics[letter.about]
    return letter.about, about, letter.kind, letter.recipient, str(letter.sent_on), letter.digest


def _text(file: str) -> str:
    with files.opened(file) as opened:
        content = opened.read()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Misuse("it is not UTF-8.", field=file, remedy="Save it as UTF-8.") from None
