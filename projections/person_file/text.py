"""The file of a person: as text in Dutch for the person, and as JSON for machines; in one zip.

Which employee looked or recorded is left out unless it is asked for: a person may know when and why they were looked at, and who
did that only where it is needed (HvJ EU 22 juni 2023, C-579/21).
"""

import json
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from ledger.vault.looks import Look
from projections.letters.dutch import day
from projections.person_file import dutch
from projections.person_file.gather import Held, PersonFile

_ZONE = ZoneInfo("Europe/Amsterdam")
_AT = (1980, 1, 1, 0, 0, 0)
_LONG = frozenset(
    {"derivation", "lines", "booked", "sent", "unknown", "template", "digest", "digests", "position", "edition"}
)
"""Fields that only the JSON has: steps of a calculation, lines of a payment, digests of files."""


def write(out: BinaryIO, file: PersonFile, *, employees: bool) -> None:
    """The zip with both; the same file makes the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in (
            ("inzage.txt", text_of(file, employees=employees)),
            ("inzage.json", json_of(file, employees=employees)),
        ):
            bundle.writestr(zipfile.ZipInfo(name, _AT), text.encode(), zipfile.ZIP_DEFLATED)


def json_of(file: PersonFile, *, employees: bool) -> str:
    """All of it, for machines."""
    document = {
        "person": file.number,
        "municipality": file.municipality,
        "made_on": file.made_on,
        "ledger": file.ledger_id,
        "position": file.position,
        "data": file.data.model_dump(mode="json"),
        "persons": file.retention.persons,
        "cases": file.retention.cases,
        "entries": [_entry(one, employees=employees) for one in file.held],
        "told": [one._asdict() for one in file.told],
        "looks": [_look(one, employees=employees) for one in file.looks],
        "retention": {
            "result": file.retention.result,
            "terms": [one._asdict() for one in file.retention.clocks],
            "in_the_way": [one._asdict() for one in file.retention.obstacles],
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def text_of(file: PersonFile, *, employees: bool) -> str:
    """What the person reads."""
    parts = (
        _who(file),
        _why(),
        _held(file, employees=employees),
        _told(file),
        _looks(file, employees=employees),
        _kept(file),
        _rights(),
    )
    return "\n".join(line for part in parts for line in part).replace("\u00a0", " ") + "\n"


# --- for machines -----------------------------------------------------------------------------------------------------


def _entry(one: Held, *, employees: bool) -> dict[str, Any]:
    by = {"actor": one.cause.actor, "on_behalf_of": one.cause.on_behalf_of, "login": one.entry.recorded_by}
    return {
        "position": one.entry.position,
        "about": one.about,
        "fact": one.entry.topic,
        "recorded_at": one.entry.recorded_at.isoformat(),
        "business_day": one.cause.today,
        "source": dutch.SOURCES.get(one.entry.topic, dutch.OURSELVES),
        "fields": one.fields,
        "opened": one.sealed,
        **(by if employees else {}),
    }


def _look(look: Look, *, employees: bool) -> dict[str, Any]:
    told = {
        "look": look.position,
        "looked_at": look.looked_at.isoformat(),
        "event": look.event,
        "found_by": look.found_by,
    }
    by = {"actor": look.actor, "login": look.login, "device": look.device} if employees else {}
    return told | {"purpose": look.purpose, "result": look.result} | by


# --- for the person ---------------------------------------------------------------------------------------------------


def _heading(text: str) -> list[str]:
    return ["", text, "=" * len(text), ""]


def _who(file: PersonFile) -> Iterator[str]:
    title = "Inzage in uw persoonsgegevens"
    yield from (title, "#" * len(title), "")
    yield f"Gemeente {file.municipality}, loonkostensubsidie. Gemaakt op {day(file.made_on)}."
    yield "Dit is alles wat in de administratie van de loonkostensubsidie over u staat (artikel 15 AVG)."
    yield from _heading("Wie u bent")
    yield from (
        f"- {dutch.field(name)}: {dutch.value(name, held)}" for name, held in file.data.model_dump(mode="json").items()
    )
    yield f"- uw nummer bij ons: {', '.join(file.retention.persons or (file.number,))}"
    yield f"- uw zaken: {', '.join(file.retention.cases) or 'geen'}"


def _why() -> Iterator[str]:
    yield from _heading("Waarom wij deze gegevens hebben")
    yield "De gemeente betaalt loonkostensubsidie aan een werkgever voor wie niet het hele minimumloon kan verdienen."
    yield "Dat is een taak van de gemeente (artikel 7, 10c en 10d van de Participatiewet; artikel 6 lid 1 onder c en e AVG)."
    yield "Het burgerservicenummer gebruiken wij op grond van artikel 10 van de Wet algemene bepalingen burgerservicenummer."
    yield "De loonwaarde zegt iets over uw gezondheid; die gebruiken wij op grond van artikel 30 van de Uitvoeringswet AVG."
    yield "Bedragen worden berekend met vaste regels uit de wet. Over elk besluit gaat een medewerker."


def _held(file: PersonFile, *, employees: bool) -> Iterator[str]:
    yield from _heading("Wat er over u staat")
    for one in file.held:
        what = dutch.FACTS.get(one.entry.topic, one.entry.topic)
        yield f"{day(one.cause.today)}: {what} ({one.about}, regel {one.entry.position})"
        yield f"    van: {dutch.SOURCES.get(one.entry.topic, dutch.OURSELVES)}"
        if employees:
            yield f"    vastgelegd door: {one.cause.actor}"
        for name, held in [*one.fields.items(), *(pair for opened in one.sealed for pair in opened.items())]:
            if name not in _LONG and held not in (None, "", [], {}):
                yield f"    {dutch.field(name)}: {dutch.value(name, held)}"
    yield ""
    yield "De berekeningen, regel voor regel, staan in inzage.json."


def _told(file: PersonFile) -> Iterator[str]:
    yield from _heading("Aan wie wij gegevens over u gaven")
    for one in file.told:
        yield f"{day(one.day)}: {dutch.recipient(one.recipient)}: {dutch.TOLD[one.what]} ({one.about}, regel {one.entry})"
    if not file.told:
        yield "Aan niemand."


def _looks(file: PersonFile, *, employees: bool) -> Iterator[str]:
    yield from _heading("Wanneer en waarom uw gegevens zijn ingezien")
    for look in file.looks:
        when = look.looked_at.astimezone(_ZONE)
        refused = ", geweigerd" if look.result == "refused" else ""
        by = f", door {look.actor or look.login}" if employees else ""
        yield f"{day(when.date())} {when:%H:%M}: {dutch.LOOKS.get(look.event, look.event)}{refused}, voor: {look.purpose}{by}"
    if not file.looks:
        yield "Niet, sinds dat wordt bijgehouden."


def _kept(file: PersonFile) -> Iterator[str]:
    yield from _heading("Hoe lang wij uw gegevens bewaren")
    last = file.retention.last
    if last is not None and not file.retention.obstacles:
        yield f"Tot en met {day(last.until)} ({last.article})."
    elif last is not None:
        yield f"In elk geval tot en met {day(last.until)}, en zolang uw zaak niet helemaal is afgehandeld."
    else:
        yield "Zolang uw zaak loopt, en daarna zo lang als de gemeente heeft vastgesteld (artikel 5 lid 1 onder e AVG)."


def _rights() -> Iterator[str]:
    yield from _heading("Wat u kunt doen")
    yield "Klopt er iets niet? Vraag de gemeente om het te verbeteren (artikel 16 AVG)."
    yield "U kunt ook vragen om gegevens te wissen of minder te gebruiken, en u kunt bezwaar maken (artikel 17, 18 en 21 AVG)."
    yield "Bent u het niet eens met de gemeente? U kunt een klacht indienen bij de Autoriteit Persoonsgegevens."
