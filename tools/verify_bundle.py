"""Verifies a bundle of `lks inspect export` on its own: Python 3.11 and the package `cryptography`, nothing of the ledger.

    python verify_bundle.py BUNDLE --key VERIFIER_KEY [--nl] [--list]

It says what was proven and what was not, and stops at the first thing that is wrong, with its entry: exit 1; exit 2 when
there is no bundle to read. Written from docs/bundle.md and docs/seal.md, with arithmetic of its own.
"""

import argparse
import base64
import json
import struct
import sys
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FILES = ["manifest.json", "checkpoint", "entries.jsonl", "proof"]
TOLD = ("format", "ledger", "size", "entries")
NAMESPACE = UUID("3f0c6a52-9d8e-5b17-8c43-1e7a64d20b95")
MOST_BYTES, HALF = 1 << 30, Fraction(1, 2)
TEXTS = ("stream", "topic", "municipality", "recorded_by", "state", "seal")
NUMBERS = ("position", "version", "recorded_at")
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, ZeroDivisionError, struct.error)
Entry = dict[str, Any]
Facts = Sequence[tuple[Entry, dict[str, Any]]]

SAID = """
signature: The checkpoint is signed with the key that you gave: {0} entries, of ledger {1}.
    Het ijkpunt is ondertekend met de opgegeven sleutel: {0} boekingen, van grootboek {1}.
seals: {0} entries are here, and every seal is that of the entry and of the seal before it.
    {0} boekingen zitten erin, en elk zegel is dat van de boeking en van het zegel ervoor.
root: All of them stand in the ledger of the checkpoint, at their positions ({0} hashes lead to its root).
    Ze staan alle in het grootboek van het ijkpunt, op hun plaats ({0} hashes leiden naar de wortel).
streams: {0} streams have every version from 1 to the last one here: nothing in between was left out.
    {0} stromen hebben elke versie van 1 tot de laatste hier: er is niets tussenuit gelaten.
amounts: {0} amounts were computed again from the inputs in their entries, all equal; booked on balance: {1} euro.
    {0} bedragen zijn opnieuw berekend uit de invoer in hun boekingen, alle gelijk; per saldo geboekt: {1} euro.
law: {0} values of law and policy in them are those that this ledger had adopted when they were recorded.
    {0} waarden van wet en beleid daarin zijn die het grootboek had vastgesteld toen ze werden geboekt.
persons: {0} runs and proposals were agreed with by somebody else than who asked ({1} of them with one database login).
    {0} betaalruns en voorstellen zijn goedgekeurd door een ander dan de aanvrager ({1} daarvan met één databaselogin).
not: Not proven:
    Niet bewezen:
after: - that a stream has no later version up to entry {0}: a whole audit shows that (lks audit verify);
    - dat een stroom geen latere versie heeft tot boeking {0}: dat toont een volledige audit (lks audit verify);
partly: - the rest of {0} streams (runs, quarters), of which only what concerns this is here;
    - de rest van {0} stromen (betaalruns, kwartalen), waarvan alleen hier is wat hierover gaat;
default: - {0} choices of policy that nobody adopted, for which the program's own value counts;
    - {0} beleidskeuzes die niemand heeft vastgesteld, waarvoor de waarde van het programma geldt;
sealed: - what is sealed in {0} entries (who it is about, free text); and that what was recorded is true.
    - wat verzegeld is in {0} boekingen (over wie het gaat, vrije tekst); en dat wat is geboekt waar is.
holds: ALL OF THIS HOLDS.
    DIT KLOPT ALLEMAAL.
wrong: WRONG at entry {1}: {0}.
    FOUT bij boeking {1}: {0}.
broken: WRONG: {0}.
    FOUT: {0}.
"""


class Wrong(Exception):
    """What does not hold, and at which entry; without one it is about the whole."""

    def __init__(self, what: str, entry: Entry | None = None) -> None:
        super().__init__(what)
        self.position = entry and entry.get("position")


def main() -> int:
    """Verify, and tell; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("bundle", help="the file that lks inspect export made")
    parser.add_argument("--key", required=True, help="the verifier key, as the municipality gave it")
    for name, help_ in (("--nl", "in Dutch"), ("--list", "list the entries as well")):
        parser.add_argument(name, action="store_true", help=help_)
    options = parser.parse_args()
    rows = SAID.strip("\n").split("\n")
    english = dict(row.split(": ", 1) for row in rows[::2])
    said = dict(zip(english, (row.strip() for row in rows[1::2]), strict=True)) if options.nl else english
    try:
        with zipfile.ZipFile(options.bundle) as archive:
            if archive.namelist() != FILES or sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise Wrong(f"a bundle holds {', '.join(FILES)}, and at most a gigabyte")
            files = {name: archive.read(name) for name in FILES}
        facts = verify(files, options.key, lambda name, *given: print(said[name].format(*given)))
    except Wrong as wrong:
        print(said["wrong" if wrong.position else "broken"].format(wrong, wrong.position), file=sys.stderr)
        return 1
    except (OSError, zipfile.BadZipFile) as error:
        print(f"{options.bundle}: {error}", file=sys.stderr)
        return 2
    for entry, _ in facts if options.list else ():
        when = datetime.fromtimestamp(entry["recorded_at"] // 1_000_000, UTC)
        print(f"{entry['position']:>9} {when:%Y-%m-%d %H:%M} {entry['topic']:<24} {_cause(entry).get('actor', '')}")
    print(said["holds"])
    return 0


def verify(files: dict[str, bytes], key: str, say: Callable[..., None]) -> Facts:
    """Every check in turn, and what each proved. Raises Wrong."""
    origin, size, root = checkpoint(files["checkpoint"], key)
    say("signature", size, origin)
    manifest, entries = _json(files["manifest.json"], "manifest.json"), list(_entries(files["entries.jsonl"]))
    if [manifest.get(name) for name in TOLD] != ["lks-bundle-1", origin, size, len(entries)]:
        raise Wrong("the manifest does not agree with the checkpoint and the entries")
    seals(entries, UUID(origin.removeprefix("lks/")), size)
    say("seals", len(entries))
    say("root", included(entries, files["proof"], size, root))
    whole, partly = streams(manifest, entries)
    say("streams", whole)
    facts = [(entry, _json(entry["state"], "the fact", entry)) for entry in entries]
    count, cents, law = amounts(facts)
    say("amounts", count, f"{'-' * (cents < 0)}{abs(cents) // 100}.{abs(cents) % 100:02d}")
    say("law", law.compared)
    say("persons", *second_persons(facts))
    say("not")
    sealed = sum(bool(fact.get("sealed")) for _, fact in facts)
    for name, number in {"after": size, "partly": partly, "default": law.defaults, "sealed": sealed}.items():
        if number:
            say(name, number)
    return facts


def checkpoint(note: bytes, key: str) -> tuple[str, int, bytes]:
    """The origin, the size and the root, if this key signed them."""
    try:
        name, key_hash, encoded = key.strip().split("+", 2)
        public = base64.b64decode(encoded, validate=True)
        text, _, lines = note.decode().rpartition("\n\n")
        origin, size, root = text.split("\n")[:3]
        signatures = [line.split(" ") for line in lines.split("\n")]
        found = [base64.b64decode(line[2], validate=True) for line in signatures if line[:2] == ["\u2014", name]]
        told = origin, int(size), base64.b64decode(root, validate=True)
    except MALFORMED:
        raise Wrong("the key or the checkpoint is not written as it must be") from None
    if public[:1] != b"\x01" or sha256(name.encode() + b"\n" + public).digest()[:4].hex() != key_hash:
        raise Wrong("the verifier key is damaged: copy it again, whole")
    own = [data[4:] for data in found if data[:4].hex() == key_hash]
    if not own or origin != name or not origin.startswith("lks/"):
        raise Wrong("the checkpoint is not signed with the key that you gave")
    try:
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(own[0], f"{text}\n".encode())
    except (InvalidSignature, ValueError):
        raise Wrong("the signature does not fit the checkpoint") from None
    return told


def seals(entries: Sequence[Entry], ledger: UUID, size: int) -> None:
    """Each seal follows from all columns and the seal before it; positions go up and none is after the checkpoint."""
    before, previous = 0, sha256(b"lks-ledger-1" + ledger.bytes).digest()
    for entry in entries:
        position = entry["position"]
        if not before < position <= size:
            raise Wrong("its position is out of order, or after the checkpoint", entry)
        if ("previous_seal" in entry) == (position == before + 1 and before > 0):
            raise Wrong("the seal before it must be here exactly when the entry before it is not", entry)
        try:
            computed = seal(given := bytes.fromhex(entry.get("previous_seal", previous.hex())), entry)
        except MALFORMED:
            raise Wrong("a column of it is not written as it must be", entry) from None
        if computed.hex() != entry["seal"] or (position == 1 and given != previous):
            raise Wrong("its seal is not that of its columns and of the seal before it", entry)
        before, previous = position, computed


def seal(previous: bytes, entry: Entry) -> bytes:
    """SHA-256 over the version, the seal before, and every column, each in a form that no other value has."""
    texts = [entry[name].encode() for name in ("topic", "municipality", "recorded_by")]
    key, cause = entry["intent_key"] and bytes.fromhex(entry["intent_key"]), entry["cause"] and entry["cause"].encode()
    numbers = entry["version"], entry["recorded_at"]
    fixed = struct.pack(">q16sqq", entry["position"], UUID(entry["stream"]).bytes, *numbers)
    framed = (
        b"\xff\xff\xff\xff" if field is None else struct.pack(">i", len(field)) + field
        for field in (*texts, key, cause, entry["state"].encode())
    )
    return sha256(b"\x01" + previous + fixed + b"".join(framed)).digest()


def included(entries: Sequence[Entry], proof: bytes, size: int, root: bytes) -> int:
    """The entries, and the hashes of all that is not here, give the root. How many hashes these were."""
    places = [entry["position"] - 1 for entry in entries]
    given = iter([proof[at : at + 32] for at in range(0, len(proof), 32)])

    def over(start: int, end: int) -> bytes:
        first = bisect_left(places, start)
        if first == bisect_left(places, end):
            return next(given)
        if end - start == 1:
            return sha256(b"\x00" + bytes.fromhex(entries[first]["seal"])).digest()
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        return sha256(b"\x01" + over(start, middle) + over(middle, end)).digest()

    try:
        computed = over(0, size) if places else b""
    except StopIteration:
        computed = b""
    if computed != root or len(proof) % 32 or next(given, None) is not None:
        raise Wrong("entries and proof do not give the signed root: the proof, or an entry with its seal, was replaced")
    return len(proof) // 32


def streams(manifest: dict[str, Any], entries: Sequence[Entry]) -> tuple[int, int]:
    """No whole stream lacks a version before its last one here, each has the id of its name, and what each intent was decided
    on stands before it. How many streams are whole, and how many not."""
    try:
        told, case = {one["stream"]: one for one in manifest["streams"]}, manifest["about"].get("case")
        whole = {stream for stream, one in told.items() if one["whole"]}
        strange = [one["name"] for stream, one in told.items() if "kind" in one and _stream(**one) != stream]
    except MALFORMED:
        raise Wrong("the manifest does not tell the streams as it must") from None
    places = {"", *(entry["municipality"] for entry in entries)}
    needed = whole | {_stream("law", "")} | {_stream("policy", place) for place in places}
    if strange or (case and _stream("subsidy", case) not in whole):
        raise Wrong(f"the stream of {strange[0] if strange else case} is not here as a whole, or is that of another")
    versions: dict[str, int] = {}
    for entry in entries:
        stream, version, last = entry["stream"], entry["version"], versions.get(entry["stream"], 0)
        if stream not in told or version <= last or (stream in needed and version != last + 1):
            raise Wrong(f"version {last + 1} of its stream is missing, or the stream is not told", entry)
        for read, until in _cause(entry).get("read", {}).items():
            if read in needed and versions.get(read, 0) != until:
                raise Wrong(f"it was decided on version {until} of a stream, of which another stands before it", entry)
        versions[stream] = version
    if versions.keys() != told.keys():
        raise Wrong("the manifest tells of a stream of which nothing is here")
    return len(whole), len(told) - len(whole)


def _stream(kind: str, name: str, **_: object) -> str:
    return str(uuid5(NAMESPACE, f"{kind}/{name}"))


def amounts(facts: Facts) -> tuple[int, int, "Law"]:
    """Every amount again from the inputs beside it, and those against what was adopted before: count, cents booked, the law."""
    law, count, cents = Law(), 0, 0
    for entry, fact in facts:
        try:
            law.take(entry, fact)
            for line, booked in _lines(entry, fact):
                count, cents = count + 1, cents + booked
                if amount(line["segments"]) != (line["subsidy_cents"], line["charges_cents"]):
                    raise Wrong(f"the amount of {line['month']} does not follow from its inputs", entry)
                for segment in line["segments"]:
                    law.compare(segment, entry)
        except MALFORMED:
            raise Wrong("its fact is not written as it must be", entry) from None
    return count, cents, law


def _lines(entry: Entry, fact: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    """The amounts of an entry that have their inputs beside them, and what each books."""
    if entry["topic"] == "Decided" and fact["derivation"]:
        yield {**fact, "month": fact["decision"], "segments": fact["derivation"]}, 0
    for line in fact["booked"] if entry["topic"] == "Paid" else ():
        yield line, line["subsidy_cents"] + line["charges_cents"]
    for line in fact["lines"] if entry["topic"] == "Settled" else ():
        for part in ("subsidy_cents", "charges_cents"):
            routes = sum(route[part] for route in line["routes"])
            if not line["due"][part] - line[f"booked_{part}"] == line[part] == routes:
                raise Wrong(f"what is settled of {line['due']['month']} is not what is due less what was booked", entry)
        yield line["due"], line["subsidy_cents"] + line["charges_cents"]


def amount(segments: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Subsidy and charges of a line in cents: summed exactly, each rounded once, half a cent up (art. 10d lid 4, 5 Pw)."""
    parts = [(_cents(one, segments), Fraction(one["charges_percentage"]) / 100) for one in segments]
    subsidy, charges = Fraction(sum(part for part, _ in parts)), Fraction(sum(part * share for part, share in parts))
    if subsidy and segments[0]["charges_on"] == "rounded":
        charges *= int(subsidy + HALF) / subsidy
    return int(subsidy + HALF), int(charges + HALF)


def _cents(one: dict[str, Any], segments: Sequence[dict[str, Any]]) -> Fraction:
    """The subsidy of one stretch of a month: agreed hours by days, or its share of the worked hours."""
    wage = Fraction(one["minimum_wage_cents"]) * Fraction(one["age_percentage"]) / 100
    with_holiday = wage * (1 + Fraction(one["holiday_percentage"]) / 100)
    if one["route"] == "flat_rate":
        month = with_holiday * Fraction(one["flat_rate_percentage"]) / 100
    else:
        earned = wage * Fraction(one["wage_value"]) / 100 * (1 + Fraction(one["wage_value_holiday_percentage"]) / 100)
        month = max(Fraction(0), min(with_holiday - earned, with_holiday * Fraction(one["cap_percentage"]) / 100))
    month /= Fraction(one["base_hours"])
    if "reported_hours" not in one:
        hours = min(Fraction(one["hours"]), Fraction(one["full_time_hours"]))
        return month * hours * Fraction(one["days"], one["days_in_month"])
    own = [each for each in segments if each["role"] != "context"]
    counted = reported = Fraction(sum(_hours(each, "reported_hours") for each in own))
    if any(each["role"] == "limited" for each in own):
        earlier = sum(_hours(each, "reported_hours") for each in segments if each["role"] == "context")
        limit = sum(_hours(each, "full_time_hours") for each in segments)
        counted = min(reported, max(Fraction(0), Fraction(limit - earlier)))
    payable = counted - sum(_hours(each, "hours") for each in own)
    if one["role"] == "context" or payable <= 0:
        return Fraction(0)
    return month * _hours(one, "reported_hours") * payable / reported / Fraction(52, 12)


def _hours(one: dict[str, Any], name: str) -> Fraction:
    """Hours of this stretch: reported ones by days of the report, those of a week by days of a month of 52/12 weeks."""
    if name == "reported_hours":
        return Fraction(one[name]) * Fraction(one["worked_days"], one["report_days"])
    return Fraction(one[name]) * Fraction(one["days"], one["days_in_month"]) * Fraction(52, 12)


class Law:
    """What was adopted of law and policy so far; per first day the last word counts."""

    def __init__(self) -> None:
        self.adopted: dict[tuple[str, str], dict[str, Any]] = {}
        self.compared = self.defaults = 0

    def take(self, entry: Entry, fact: dict[str, Any]) -> None:
        """An entry, whatever it is about."""
        if entry["topic"] in ("ValueAdopted", "ValueDeclined"):
            self.adopted.setdefault(("", f"law:{fact['parameter']}"), {})[fact["since"]] = fact.get("value")
        elif entry["topic"] == "PolicyAdopted":
            self.adopted.setdefault((entry["municipality"], fact["switch"]), {})[fact["since"]] = fact["value"]

    def on(self, name: str, day: str, municipality: str) -> Any:
        """What counted on a day: the municipality's own choice, else that of the whole ledger or the law; or nothing."""
        for place in dict.fromkeys((municipality, "")):
            choices = {s: value for s, value in self.adopted.get((place, name), {}).items() if s <= day and value}
            if choices and (value := choices[max(choices)]) != "law":
                return value
        return None

    def compare(self, one: dict[str, Any], entry: Entry) -> None:
        """The values in a stretch of a month with what counted then. Raises Wrong."""
        start, reference, place = one["start"], one["reference_date"], entry["municipality"]
        dated = [("holiday_percentage", reference), ("charges_percentage", reference)]
        dated.append(("cap_percentage" if one["route"] == "regular" else "flat_rate_percentage", start))
        wanted = [(name, one[name], self.on(f"law:{name}", day, place)) for name, day in dated]
        wage = self.on("law:minimum_wage", reference, place)
        wanted.append(("minimum_wage", one["minimum_wage_cents"], wage and Fraction(wage) * 100))
        base = self.on("law:hours_base", start, place)
        wanted.append(("hours_base", one["base_hours"], one["full_time_hours"] if base == "sector" else base))
        if (age := Fraction(one["age_percentage"])) != 100:
            scales = [self.on(f"law:{name}_percentages", start, place) or {} for name in ("youth", "bbl")]
            fits = age in [Fraction(share) for scale in scales for share in scale.values()]
            wanted.append(("youth_percentages", one["age_percentage"], one["age_percentage"] if fits else None))
        choices = [("charges_on", one["charges_on"], f"{start[:8]}01")]
        if one["route"] == "regular":
            choices.append(("holiday_percentage_wage_value", one["wage_value_holiday_percentage"], reference))
        for name, used, day in choices:
            adopted = self.on(name, day, place)
            self.defaults += adopted is None
            wanted += [(name, used, adopted)] if adopted is not None else []
        for name, used, adopted in wanted:
            if adopted is None or (used != adopted and (name == "charges_on" or Fraction(used) != Fraction(adopted))):
                raise Wrong(f"{name} {used} is not what this ledger had adopted ({adopted or 'nothing'})", entry)
        self.compared += len(wanted)


def second_persons(facts: Facts) -> tuple[int, int]:
    """Where both steps of two persons are here, they are two. How many, and how many of them with one database login."""
    steps, pairs, shared = {(entry["stream"], entry["version"]): entry for entry, _ in facts}, 0, 0
    for entry, fact in facts:
        first = steps.get((entry["stream"], fact.get("of"))) if entry["topic"] in ("RunApproved", "Approved") else None
        if first and first["cause"] and entry["cause"]:
            if _cause(first).get("actor") == _cause(entry).get("actor"):
                raise Wrong("who agreed is who had asked", entry)
            pairs, shared = pairs + 1, shared + (first["recorded_by"] == entry["recorded_by"])
    return pairs, shared


def _cause(entry: Entry) -> dict[str, Any]:
    return _json(entry["cause"], "the cause", entry) if entry["cause"] else {}


def _entries(lines: bytes) -> Iterator[Entry]:
    for line in lines.removesuffix(b"\n").split(b"\n"):
        entry = _json(line, "a line of entries.jsonl")
        typed = [type(entry.get(name)) for name in (*TEXTS, *NUMBERS)] == [str] * len(TEXTS) + [int] * len(NUMBERS)
        if not typed or (entry.get("intent_key") is None) != (entry.get("cause") is None):
            raise Wrong("a column of it is missing, or of another kind", entry)
        yield {"intent_key": None, "cause": None, **entry}


def _json(text: str | bytes, what: str, entry: Entry | None = None) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Wrong(f"{what} is not written as it must be", entry)
    return found


if __name__ == "__main__":
    sys.exit(main())
