"""`lks vault`: another version of the master key, from the command line; and with the key in the environment."""

from pathlib import Path

import pytest

from tests.commands.given import lks
from tests.commands.people import PERSON, answered, done, person, refused

READ = "person correct P-000001-G --reason typing"


@pytest.mark.usefixtures("opened")
def test_avg_32_every_key_is_locked_with_another_version_and_the_old_one_alone_opens_nothing(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person()
    file = empty / "master.key"
    old = file.read_text()
    assert answered("vault status")["versions"] == [{"version": 1, "keys": 1, "secrets": 1, "at_hand": True}]
    said = done("vault rotate --by a.privacy")
    assert said.startswith("1 key now under version 2; keep version 1 until no backup needs it.")
    assert answered("vault status")["versions"] == [{"version": 2, "keys": 1, "secrets": 1, "at_hand": True}]
    both = file.read_text()
    assert both.startswith(old)
    assert "already" in refused("vault rotate --by a.privacy")

    monkeypatch.setenv("LKS_MASTER_KEY", old.strip())
    same = '{"surname": "Vermeer"}'
    for words in (READ, "find name --municipality GM0363"):
        assert "locked with version 2 of the master key; LKS_MASTER_KEY has 1." in refused(words, same)
    assert "Keys are locked with version 2, which LKS_MASTER_KEY lacks" in refused("vault rotate --by a.privacy")
    assert "no" in done("vault status").splitlines()[1]

    new = both.split()[1]
    monkeypatch.setenv("LKS_MASTER_KEY", new)
    assert "nothing was recorded" in done(READ, same)
    assert "holds one version only" in refused("vault rotate --by a.privacy", exit_code=2)
    monkeypatch.setenv("LKS_MASTER_KEY", f"{new} 3:{'A' * 43}")
    assert "1 key now under version 3" in done("vault rotate --by a.privacy")
    assert "nothing was recorded" in done(READ, same)
    for shown in (both, str(PERSON["bsn"])):
        assert not any(part in lks("vault status --json").printed for part in shown.split())
