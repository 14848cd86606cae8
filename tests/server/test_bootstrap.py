"""The two commands of a fresh clone set themselves up, once, and say what is missing; nothing is really installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = """#!/bin/sh
echo "uv $1" >> calls
[ "$1" = venv ] && mkdir -p .venv/bin && ln -sf "$PYTHON" .venv/bin/python
[ ! -f uv-fails ]
"""
PYTHON = """#!/bin/sh
[ "$1" = -m ] || exec "$PYTHON" "$@"
echo "python -m $2" >> calls
[ "$2" = pip ] || { mkdir -p .venv/bin && ln -s "$0" .venv/bin/python; }
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A project in a path with a space, whose programs only note that they were called."""
    project = tmp_path / "a clone"
    for name in ("tools/bootstrap", ".ci/run", "demo"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, project / name)
    for name in ("requirements.lock", "pyproject.toml", "README.md"):
        (project / name).write_text(f"{name}\n")
    for name in ("bash", "cat", "dirname", "rm", "mkdir", "ln", "grep"):
        program = shutil.which(name)
        assert program
        provide(project, name, f'#!/bin/sh\nexec {program} "$@"\n')
    return project


def provide(clone: Path, name: str, text: str) -> None:
    """Put a program on the PATH."""
    (clone / "path").mkdir(exist_ok=True)
    (clone / "path" / name).write_text(text)
    (clone / "path" / name).chmod(0o755)


def run(clone: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(clone / "path"), "PYTHON": sys.executable, "HOME": os.devnull}
    return subprocess.run(["/bin/bash", *command], cwd=clone, env=env, capture_output=True, text=True, check=False)


def set_up(clone: Path) -> list[str]:
    """Set up as `demo` does; what was called."""
    (clone / "calls").write_text("")
    done = run(clone, "-euo", "pipefail", "-c", ". tools/bootstrap")
    assert done.returncode == 0, done.stderr
    return (clone / "calls").read_text().splitlines()


def test_uv_is_used_where_there_is_one_and_only_once(clone: Path) -> None:
    provide(clone, "python3", PYTHON)
    provide(clone, "uv", UV)
    assert set_up(clone) == ["uv venv", "uv pip", "uv pip"]
    assert set_up(clone) == []


def test_pip_is_used_where_there_is_no_uv(clone: Path) -> None:
    provide(clone, "python3", PYTHON)
    assert set_up(clone) == ["python -m venv", "python -m pip", "python -m pip"]
    assert set_up(clone) == []


def test_pip_is_used_where_uv_fails(clone: Path) -> None:
    provide(clone, "python3", PYTHON)
    provide(clone, "uv", UV)
    (clone / "uv-fails").touch()
    assert set_up(clone) == ["uv venv", "python -m venv", "python -m pip", "python -m pip"]


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", ".venv/stamp"])
def test_a_changed_lock_and_an_interrupted_set_up_set_up_again(clone: Path, changed: str) -> None:
    provide(clone, "python3", PYTHON)
    set_up(clone)
    (clone / changed).write_text("changed\n")
    assert set_up(clone)[0] == "python -m venv"


def test_a_moved_folder_sets_up_again(clone: Path) -> None:
    provide(clone, "python3", PYTHON)
    set_up(clone)
    assert set_up(clone.rename(clone.with_name("moved")))[0] == "python -m venv"


def test_a_set_up_that_fails_leaves_no_stamp(clone: Path) -> None:
    provide(clone, "python3", PYTHON.replace('[ "$2" = pip ]', '[ "$2" = pip ] && exit 3'))
    assert run(clone, "-euo", "pipefail", "-c", ". tools/bootstrap").returncode == 3
    assert not (clone / ".venv" / "stamp").exists()


@pytest.mark.parametrize("old", [False, True])
def test_a_missing_or_old_python_is_said(clone: Path, old: bool) -> None:
    if old:
        provide(clone, "python3", "#!/bin/sh\nexit 1\n")
    done = run(clone, "demo")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_ci_runs_the_test_command_of_the_readme(clone: Path) -> None:
    (clone / "README.md").write_text("# Title\n\n```\n./demo\n./runtests\n```\n")
    (clone / "runtests").write_text('#!/bin/bash\necho "1 passed in $PWD"\nexit 7\n')
    (clone / "runtests").chmod(0o755)
    done = run(clone, ".ci/run")
    assert (done.returncode, done.stdout) == (7, f"1 passed in {clone}\n")


def test_ci_fails_when_the_readme_names_no_test_command(clone: Path) -> None:
    assert run(clone, ".ci/run").returncode == 1
