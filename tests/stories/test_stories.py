"""Every story is played against a real server and must print what its transcript says."""

import base64
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands.story import agrees, play, steps
from tests.databases import Database

HERE = Path(__file__).parent
README = (HERE.parent.parent / "README.md").read_text(encoding="utf-8")
VERIFIER = HERE.parent.parent / "tools" / "verify_bundle.py"
STORIES = sorted([*HERE.glob("*.story"), *(HERE.parent.parent / "examples").glob("*.story")])


INSPECTION = HERE.parent.parent / "examples" / "inspection.story"


@pytest.mark.parametrize("story", [story for story in STORIES if story != INSPECTION], ids=lambda path: path.stem)
def test_a_story_prints_what_its_transcript_says(
    story: Path, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(story, database, tmp_path, monkeypatch)


def test_an_inspector_who_follows_the_readme_proves_a_letter(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last step is outside of the ledger: a bundle, a key, and a file that shares no code with it."""
    check(INSPECTION, database, tmp_path, monkeypatch)
    key = play("checkpoint key", tmp_path).printed.splitlines()[0]
    (block,) = re.findall(
        r"^```\n\$ python verify_bundle.py (\S+) --key lks/…\n(.*?)^```$", README, re.MULTILINE | re.DOTALL
    )
    words = [sys.executable, "-I", str(VERIFIER), block[0], "--key", key]
    answer = subprocess.run(words, capture_output=True, text=True, check=True, env={}, cwd=tmp_path)
    assert agrees(block[1].rstrip("\n"), answer.stdout.rstrip("\n")), answer.stdout
    in_dutch = subprocess.run([*words, "--nl"], capture_output=True, text=True, check=True, env={}, cwd=tmp_path)
    assert len(in_dutch.stdout.splitlines()) == len(answer.stdout.splitlines())


def check(story: Path, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Play a story; each command must print what the transcript says."""
    for name, value in environment(database, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    for step in steps(story.read_text(encoding="utf-8")):
        if step.command:
            printed = play(step.command, story.parent).printed
            assert agrees(step.expected, printed), f"$ lks {step.command}\n{printed}"


def environment(database: Database, folder: Path) -> dict[str, str]:
    """What a user of a server of their own has set."""
    return {
        "LKS_DSN": database.dsn,
        "LKS_ADMIN_DSN": database.admin_dsn,
        "LKS_HOME": str(folder),
        "LKS_MASTER_KEY": base64.b64encode(bytes(range(32))).decode(),
    }
