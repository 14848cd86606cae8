"""Every story is played against a real server and must print what its transcript says."""

import base64
from pathlib import Path

import pytest

from commands.story import agrees, play, steps
from tests.databases import Database

HERE = Path(__file__).parent
STORIES = sorted([*HERE.glob("*.story"), *(HERE.parent.parent / "examples").glob("*.story")])


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_prints_what_its_transcript_says(
    story: Path, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
