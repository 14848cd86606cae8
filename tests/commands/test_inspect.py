"""`lks inspect export` and `tools/verify_bundle.py`: evidence that is checked elsewhere; whatever is changed in it is found."""

import ast
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from commands.call import Call
from commands.output import Output
from ledger.calculation.month import Month
from ledger.intents import Amend, Settle
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.commands.people import CASE, SECRETS, answered, done, paid, refused

VERIFIER = Path(__file__).parent.parent.parent / "tools" / "verify_bundle.py"
Entry = dict[str, Any]


class Exported(NamedTuple):
    """A bundle, the key to check it with, how many entries the ledger had, and what was booked of the case by its own books."""

    bundle: bytes
    key: str
    size: int
    booked: str


@pytest.fixture(scope="module")
def exported(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    """Of a case that was paid, amended and settled."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as environment:
        home = tmp_path_factory.mktemp("inspect")
        settings = {
            "LKS_DSN": database.dsn, "LKS_ADMIN_DSN": database.admin_dsn, "LKS_HOME": str(home / "home"),
            "LKS_ACTOR": "a.consulent",
        }  # fmt: skip
        for name, value in settings.items():
            environment.setenv(name, value)
        done("db init --demonstration --shared-login --today 2026-09-01")
        paid()
        call = Call(Output(as_json=False), date(2026, 12, 1), by="a.consulent")
        call.record(Amend.model_validate({"case": CASE, "effective": date(2026, 11, 10), "hours": "24"}))
        call.record(Settle(municipality="GM0363", through=Month(2026, 11)))
        made = answered(f"inspect export --case {CASE} --out {home / 'bundle.zip'}")
        with psycopg.connect(database.dsn) as connection:
            query = "SELECT sum(subsidy_cents + charges_cents) / 100 FROM finance.movements WHERE kind = 'booked'"
            (booked,) = connection.execute(query).fetchone() or (0,)
        yield Exported((home / "bundle.zip").read_bytes(), made["verifier_key"], made["size"], f"{booked:.2f} euro")


@pytest.fixture(scope="module")
def checked(exported: Exported) -> Callable[[dict[str, bytes]], str]:
    """What the verifier says of files, run here; the first line of what is wrong, or nothing."""
    module: dict[str, Any] = {"__name__": "verify_bundle"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), module)

    def check(files: dict[str, bytes]) -> str:
        try:
            module["verify"](files, exported.key, lambda *said: None)
        except module["Wrong"] as wrong:
            return f"{wrong.position}: {wrong}"
        return ""

    return check


def unpacked(exported: Exported) -> tuple[dict[str, bytes], list[Entry]]:
    """The files of the bundle, and its entries."""
    with zipfile.ZipFile(io.BytesIO(exported.bundle)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return files, [json.loads(line) for line in files["entries.jsonl"].splitlines()]


def packed(files: dict[str, bytes], entries: list[Entry]) -> dict[str, bytes]:
    """The files with other entries."""
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    return {**files, "entries.jsonl": lines.encode()}


def run(folder: Path, bundle: bytes, key: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The verifier as an inspector runs it: a copy in a folder of its own, and nothing of ours in sight."""
    shutil.copy(VERIFIER, folder / "verify_bundle.py")
    (folder / "b.zip").write_bytes(bundle)
    command = [sys.executable, "-I", "verify_bundle.py", "b.zip", "--key", key, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_verifier_is_one_short_file_that_imports_nothing_of_ours() -> None:
    source = VERIFIER.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 400
    tree = list(ast.walk(ast.parse(source)))
    names = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in tree if isinstance(node, ast.ImportFrom)}
    imported = {name.split(".")[0] for name in names}
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_a_bundle_is_checked_in_a_folder_of_its_own(exported: Exported, tmp_path: Path) -> None:
    ran = run(tmp_path, exported.bundle, exported.key, "--list")
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0].startswith(
        f"The checkpoint is signed with the key that you gave: {exported.size} entries, of ledger lks/"
    )
    assert lines[-1] == "ALL OF THIS HOLDS."
    amounts = "4 amounts were computed again from the inputs in their entries, all equal"
    assert f"{amounts}; booked on balance: {exported.booked}." in lines
    assert any(
        line.split()[3:] == ["Paid"] or (" RunApproved " in line and line.endswith("g.control")) for line in lines
    )
    dutch = run(tmp_path, exported.bundle, exported.key, "--nl")
    assert dutch.stdout.splitlines()[-1] == "DIT KLOPT ALLEMAAL."
    assert not any(secret in ran.stdout + dutch.stdout for secret in SECRETS)


def test_the_same_bundle_is_the_same_bytes_for_its_owner_only(exported: Exported, tmp_path: Path) -> None:
    out = tmp_path / "again.zip"
    done(f"inspect export --case {CASE} --at {exported.size} --out {out}")
    assert out.read_bytes() == exported.bundle
    assert out.stat().st_mode & 0o077 == 0
    assert not any(secret.encode() in b"".join(unpacked(exported)[0].values()) for secret in SECRETS)


def test_a_bundle_holds_the_case_and_what_it_rests_on(exported: Exported) -> None:
    files, entries = unpacked(exported)
    manifest = json.loads(files["manifest.json"])
    told = {(one.get("kind"), one.get("name"), one["whole"]) for one in manifest["streams"]}
    assert {
        ("subsidy", CASE, True),
        ("person", "P-000001-G", True),
        ("employer", "W-000001-D", True),
        ("law", "", True),
    } <= told
    assert {
        "Applied",
        "Measured",
        "Decided",
        "RunPrepared",
        "RunApproved",
        "Paid",
        "Amended",
        "Settled",
        "QuarterSettled",
    } <= {entry["topic"] for entry in entries}


def test_an_earlier_bundle_and_one_of_a_municipality_hold_too(
    exported: Exported, tmp_path: Path, checked: Callable[[dict[str, bytes]], str]
) -> None:
    for words in (f"--case {CASE} --at {exported.size - 3}", "--municipality GM0363"):
        made = answered(f"inspect export {words} --out {tmp_path / 'other.zip'}")
        files, entries = unpacked(exported._replace(bundle=(tmp_path / "other.zip").read_bytes()))
        assert checked(files) == ""
        assert made["entries"] == len(entries) > 10


def test_a_bundle_is_of_the_checkpoint_that_was_kept(
    exported: Exported, tmp_path: Path, checked: Callable[[dict[str, bytes]], str]
) -> None:
    done(f"checkpoint make --at {exported.size - 4} --out {tmp_path / 'note'}")
    out = tmp_path / "kept.zip"
    done(f"inspect export --case {CASE} --in {tmp_path / 'note'} --key {exported.key} --out {out}")
    files, _ = unpacked(exported._replace(bundle=out.read_bytes()))
    assert files["checkpoint"] == (tmp_path / "note").read_bytes()
    assert checked(files) == ""


def test_what_cannot_be_exported_is_refused(exported: Exported, tmp_path: Path) -> None:
    out = f"--out {tmp_path / 'x.zip'}"
    assert "one of these is needed" in refused(f"inspect export {out}", "", 2)
    assert "exclude one another" in refused(f"inspect export --case {CASE} --at 5 --in x {out}", "", 2)
    assert "There is no case LKS-26-000002-D" in refused(f"inspect export --case LKS-26-000002-D {out}")
    assert "There is no case" in refused(f"inspect export --case {CASE} --at 2 {out}")
    assert "There is nothing of GM0518" in refused(f"inspect export --municipality GM0518 {out}")
    assert "the last entry is" in refused(f"inspect export --case {CASE} --at 900000 {out}", "", 2)
    assert not (tmp_path / "x.zip").exists()


COLUMNS: dict[str, Callable[[Any], Any]] = {
    "position": lambda value: value + 1_000_000,
    "stream": lambda value: value[:-1] + ("0" if value[-1] != "0" else "1"),
    "version": lambda value: value + 1,
    "recorded_at": lambda value: value + 1,
    "topic": lambda value: "PaymentReleased",
    "municipality": lambda value: "GM0518",
    "recorded_by": lambda value: "somebody",
    "intent_key": lambda value: "00" * 16 if value is None else None,
    "cause": lambda value: value.replace("a.consulent", "b.consulent") if value else "{}",
    "state": lambda value: value[:-1] + ',"more":1}',
    "seal": lambda value: "00" * 32,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_every_changed_column_is_found_with_its_entry(
    exported: Exported, checked: Callable[[dict[str, bytes]], str], column: str
) -> None:
    files, entries = unpacked(exported)
    for place in (0, len(entries) // 2, len(entries) - 1):
        changed = {**entries[place], column: COLUMNS[column](entries[place][column])}
        if changed == entries[place]:
            continue
        found = checked(packed(files, [*entries[:place], changed, *entries[place + 1 :]]))
        assert found.startswith(f"{changed['position']}: "), (column, place, found)


def test_a_missing_or_another_kind_of_column_is_found_with_its_entry(
    exported: Exported, checked: Callable[[dict[str, bytes]], str]
) -> None:
    files, entries = unpacked(exported)
    for column in COLUMNS:
        values: tuple[Any, ...] = (7.5, [], None)
        for value in values:
            changed = {**entries[5], column: value}
            found = checked(packed(files, [*entries[:5], changed, *entries[6:]]))
            assert found if changed != entries[5] else not found, (column, value)


def test_an_entry_that_was_left_out_moved_or_doubled_is_found(
    exported: Exported, checked: Callable[[dict[str, bytes]], str]
) -> None:
    files, entries = unpacked(exported)
    manifest = json.loads(files["manifest.json"])
    for place in range(0, len(entries), 9):
        rest = [*entries[:place], *entries[place + 1 :]]
        less = {**files, "manifest.json": json.dumps({**manifest, "entries": len(rest)}).encode()}
        assert checked(packed(files, rest)).startswith("None: the manifest does not agree")
        assert checked(packed(less, rest)) != ""
        assert checked(packed(files, [*rest, entries[place]])) != "" or place == len(entries) - 1
    assert checked(packed(files, [*entries, entries[-1]])) != ""


def test_an_entry_that_was_sealed_again_is_not_in_the_ledger(
    exported: Exported, checked: Callable[[dict[str, bytes]], str]
) -> None:
    """All after it sealed again, too: then the signed root is not theirs."""
    module: dict[str, Any] = {"__name__": "verify_bundle"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), module)
    files, entries = unpacked(exported)
    entries[3]["recorded_at"] += 1
    previous = bytes.fromhex(entries[2]["seal"])
    for entry in entries[3:]:
        previous = module["seal"](
            bytes.fromhex(entry["previous_seal"]) if "previous_seal" in entry else previous, entry
        )
        entry["seal"] = previous.hex()
    assert "do not give the signed root" in checked(packed(files, entries))


def test_a_change_in_any_other_file_is_found(exported: Exported, checked: Callable[[dict[str, bytes]], str]) -> None:
    files, _ = unpacked(exported)
    note, manifest = files["checkpoint"].decode(), json.loads(files["manifest.json"])
    size = str(exported.size)
    for wrong in (
        note.replace(f"\n{size}\n", f"\n{exported.size + 1}\n"),
        note.replace("lks/", "lks/0", 1),
        note[:-9],
        "",
    ):
        assert checked({**files, "checkpoint": wrong.encode()}) != ""
    for proof in (files["proof"] + bytes(32), files["proof"] + b"x", bytes(32) if files["proof"] else bytes(64)):
        assert "signed root" in checked({**files, "proof": proof})
    streams = manifest["streams"]
    renamed = {**streams[-1], "name": "x", "kind": "run"}
    others: tuple[dict[str, Any], ...] = (
        {"format": "lks-bundle-2"},
        {"ledger": "lks/other"},
        {"size": exported.size + 1},
        {"entries": 1},
        {"about": {"case": "LKS-26-000002-D"}},
        {"streams": []},
        {"streams": streams[1:]},
        {"streams": [renamed, *streams[:-1]]},
        {"streams": [{**one, "whole": False} for one in streams]},
        {"streams": [*streams, {"stream": "x", "whole": True}]},
        {"streams": [1]},
        {"streams": None},
    )
    for other in others:
        changed = {**files, "manifest.json": json.dumps({**manifest, **other}).encode()}
        assert checked(changed) != "", other
    assert checked({**files, "manifest.json": b"[]"}) != ""


def test_a_wrong_key_or_no_bundle_is_told(exported: Exported, tmp_path: Path) -> None:
    other = exported.key[:-4] + ("AAA=" if not exported.key.endswith("AAA=") else "BBB=")
    for key, said in ((other, "the verifier key is damaged"), ("nonsense", "not written as it must be")):
        ran = run(tmp_path, exported.bundle, key)
        assert ran.returncode == 1
        assert said in ran.stderr
    assert run(tmp_path, b"no zip", exported.key).returncode == 2


FORGED: list[tuple[str, list[Any], str]] = [
    ("Paid", ["booked", 0, "subsidy_cents"], "does not follow from its inputs"),
    ("Paid", ["booked", 0, "segments", 0, "days"], "does not follow from its inputs"),
    ("Decided", ["charges_cents"], "does not follow from its inputs"),
    ("Settled", ["lines", 0, "subsidy_cents"], "is not what is due less what was booked"),
]


@pytest.mark.parametrize(("topic", "path", "said"), FORGED)
def test_a_forged_amount_is_found_although_all_was_sealed_and_signed(
    exported: Exported, topic: str, path: list[Any], said: str
) -> None:
    """Somebody with the key and all rights: what is left is that the amounts do not follow."""
    module, facts = _facts(exported)
    entry, fact = next((entry, fact) for entry, fact in facts if entry["topic"] == topic)
    place: Any = fact
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] += 1
    with pytest.raises(module["Wrong"], match=said) as wrong:
        module["amounts"](facts)
    assert wrong.value.position == entry["position"]


def test_a_law_value_that_was_not_adopted_then_is_found(exported: Exported) -> None:
    module, facts = _facts(exported)
    count, _, law = module["amounts"](facts)
    assert count == 4
    assert law.compared > 4 * count
    later = [pair for pair in facts if pair[0]["topic"] == "ValueAdopted" and pair[1]["parameter"] == "minimum_wage"]
    first = next(entry for entry, fact in facts if entry["topic"] == "Decided")
    with pytest.raises(module["Wrong"], match=r"minimum_wage .* is not what this ledger had adopted") as wrong:
        module["amounts"]([pair for pair in facts if pair not in later] + later)
    assert wrong.value.position == first["position"]


def _facts(exported: Exported) -> tuple[dict[str, Any], list[tuple[Entry, dict[str, Any]]]]:
    module: dict[str, Any] = {"__name__": "verify_bundle"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), module)
    return module, [(entry, json.loads(entry["state"])) for entry in unpacked(exported)[1]]


def test_a_version_that_was_left_out_before_signing_is_found(exported: Exported) -> None:
    """Somebody with the key who leaves something out: versions show it, and what later intents were decided on."""
    module, _ = _facts(exported)
    files, entries = unpacked(exported)
    manifest = json.loads(files["manifest.json"])
    whole = {one["stream"]: one["kind"] for one in manifest["streams"] if one["whole"]}
    assert module["streams"](manifest, entries)[0] == len(whole)
    law = [entry for entry in entries if whole.get(entry["stream"]) == "law"]
    case = [entry for entry in entries if whole.get(entry["stream"]) == "subsidy"]
    for left_out in (law[3], law[-1], case[0], case[2]):
        with pytest.raises(module["Wrong"], match=r"version \d+ of"):
            module["streams"](manifest, [entry for entry in entries if entry is not left_out])
    for one in (one for one in manifest["streams"] if one.get("kind") in ("law", "policy", "subsidy")):
        less = {**manifest, "streams": [other for other in manifest["streams"] if other is not one]}
        with pytest.raises(module["Wrong"]):
            module["streams"](less, [entry for entry in entries if entry["stream"] != one["stream"]])


def test_an_approval_by_who_prepared_is_found(exported: Exported) -> None:
    module, facts = _facts(exported)
    assert module["second_persons"](facts) == (1, 1)
    approved = next(entry for entry, _ in facts if entry["topic"] == "RunApproved")
    approved["cause"] = approved["cause"].replace("g.control", "f.finance")
    with pytest.raises(module["Wrong"], match="who agreed is who had asked") as wrong:
        module["second_persons"](facts)
    assert wrong.value.position == approved["position"]
