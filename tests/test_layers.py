"""Imports point one way, the domain is pure, and every package is used where it belongs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "ledger": {"ledger"},
    "projections": {"ledger", "projections"},
    "commands": {"ledger", "projections", "commands"},
}
PACKAGES = (
    "calculation",
    "eligibility",
    "subsidy",
    "party",
    "chain",
    "process",
    "process/steps",
    "measuring",
    "sampling",
)
MODULES = (
    "facts", "intents", "model", "context", "second_person", "law/policy", "law/switches",
    "payment/lines", "payment/runs", "payment/run_decider", "payment/opening",
)  # fmt: skip
PURE = [
    *(file for package in PACKAGES for file in sorted((ROOT / "ledger" / package).glob("*.py"))),
    *(ROOT / "ledger" / f"{module}.py" for module in MODULES),
]
IMPURE = {"os", "time", "random", "secrets", "socket", "psycopg", "pathlib", "io", "uuid", "sys"}


def imports(file: Path) -> Iterator[str]:
    """The modules that a file imports, as they are written."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def files(package: str) -> list[Path]:
    """Every module of a package."""
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_point_from_commands_to_projections_to_ledger(package: str) -> None:
    for file in files(package):
        ours = {name.split(".")[0] for name in imports(file)} & set(ALLOWED)
        assert ours <= ALLOWED[package], file


def test_only_the_store_imports_eventsourcing() -> None:
    users = {
        file.name
        for package in ALLOWED
        for file in files(package)
        if any(n.startswith("eventsourcing") for n in imports(file))
    }
    assert users == {"store.py"}


@pytest.mark.parametrize("file", PURE, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_domain_has_no_clock_no_chance_and_no_input_or_output(file: Path) -> None:
    assert not {name.split(".")[0] for name in imports(file)} & IMPURE
    text = file.read_text(encoding="utf-8")
    assert "datetime.now" not in text
    assert "date.today" not in text


@pytest.mark.parametrize(
    "file", [file for file in PURE if file.stem != "model"], ids=lambda file: f"{file.parent.name}/{file.stem}"
)
def test_no_float_comes_near_money(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), ast.unparse(node)
        assert not (isinstance(node, ast.Name) and node.id == "float"), ast.unparse(node)
