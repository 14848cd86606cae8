"""The demonstration plays any story, named from where one stands."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_story_is_found_from_the_folder_that_one_stands_in(tmp_path: Path) -> None:
    (tmp_path / "short.story").write_text("A day to pay on.\n\n$ lks calendar payment-day 2026-11\n", encoding="utf-8")
    played = subprocess.run(
        [sys.executable, "-m", "commands.demo", "--story", "short.story"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert played.returncode == 0, played.stderr
    assert "2026-11-20" in played.stdout
    assert "Done: 1 commands" in played.stdout
