"""The past is fixed: one stored example of every fact must load for ever, and be written as the same bytes again."""

from pathlib import Path

import pytest

from ledger.facts import FACTS

PINNED = Path(__file__).parent


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_every_fact_has_a_pinned_example_that_loads_and_is_written_the_same(topic: str) -> None:
    stored = (PINNED / f"{topic}.json").read_text(encoding="utf-8").rstrip("\n")
    assert FACTS[topic].model_validate_json(stored).model_dump_json() == stored


@pytest.mark.parametrize("pinned", sorted(PINNED.glob("*.json")), ids=lambda path: path.stem)
def test_no_topic_is_ever_given_up(pinned: Path) -> None:
    assert pinned.stem in FACTS
