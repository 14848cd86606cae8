"""A sample is the same from the same seed for ever: against the example of docs/sample.md, and by what must always hold."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.refusal import Misuse
from ledger.sampling import draw
from ledger.sampling.draw import Item

DOCS = (Path(__file__).parents[2] / "docs" / "sample.md").read_text(encoding="utf-8")
SEED = "Gemeente Voorbeeld 2026, steekproef 1"


def blocks() -> dict[str, str]:
    """The examples of the page, by the word that stands above each."""
    return dict(re.findall(r"<!-- (\w+) -->\n```text\n(.*?)```", DOCS, re.DOTALL))


def items() -> list[Item]:
    """The population of the example."""
    lines = (line.split(";") for line in blocks()["population"].splitlines())
    return [Item(name, int(cents)) for name, cents in lines]


def test_the_example_says_what_comes_out() -> None:
    found = blocks()
    assert found["seed"].strip() == SEED
    whole = draw.population(items())
    assert found["digest"].split() == [str(whole.size), str(whole.cents), whole.digest]
    assert whole.digest == sha256(found["population"].encode()).hexdigest()
    assert found["random"].split() == [one.item.name for one in draw.random_sample(items(), SEED, 3)]
    first, *hits = found["monetary"].splitlines()
    assert first.split() == ["interval", "60000", "start", str(draw.start(SEED, 60000))]
    drawn = draw.monetary_sample(items(), SEED, 60000)
    assert [line.split() for line in hits] == [[one.item.name, str(one.hits)] for one in drawn]


def test_the_order_in_which_items_come_does_not_matter() -> None:
    there, back = items(), list(reversed(items()))
    assert draw.population(there) == draw.population(back)
    assert draw.random_sample(there, "x", 3) == draw.random_sample(back, "x", 3)
    assert draw.monetary_sample(there, "x", 5000) == draw.monetary_sample(back, "x", 5000)


def test_a_larger_sample_holds_the_smaller_one() -> None:
    small, large = draw.random_sample(items(), "x", 2), draw.random_sample(items(), "x", 4)
    assert large[:2] == small


def test_every_item_has_the_same_chance_in_a_random_sample() -> None:
    drawn = Counter(one.item.name for seed in range(4000) for one in draw.random_sample(items(), str(seed), 2))
    expected = 4000 * 2 / len(items())
    assert all(abs(drawn[item.name] - expected) < 5 * expected**0.5 for item in items())


def test_every_cent_has_the_same_chance_in_a_monetary_sample() -> None:
    few = [Item("a", 100), Item("b", 300), Item("c", 0), Item("d", -50), Item("e", 700)]
    hits: Counter[str] = Counter()
    for seed in range(4000):
        for one in draw.monetary_sample(few, str(seed), 500):
            hits[one.item.name] += one.hits
    assert set(hits) == {"a", "b", "e"}
    assert all(
        abs(hits[item.name] - 4000 * item.cents / 500) < 5 * (4000 * item.cents / 500) ** 0.5 for item in few[:2]
    )


@pytest.mark.parametrize("seed", range(50))
def test_what_is_above_the_interval_is_always_drawn_and_hits_are_counted(seed: int) -> None:
    drawn = {one.item.name: one.hits for one in draw.monetary_sample(items(), str(seed), 50000)}
    for item in items():
        low = item.cents // 50000
        assert low <= drawn.get(item.name, 0) <= low + 1 or item.cents <= 0
    total = sum(item.cents for item in items() if item.cents > 0)
    assert sum(drawn.values()) in (total // 50000, total // 50000 + 1)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_a_size_gives_no_more_hits_than_that(size: int) -> None:
    interval = draw.interval_of(items(), size)
    for seed in range(20):
        assert sum(one.hits for one in draw.monetary_sample(items(), str(seed), interval)) <= size


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(Misuse):
        draw.random_sample(items(), "x", len(items()) + 1)
    with pytest.raises(Misuse):
        draw.monetary_sample(items(), "x", 0)
    for seed in ("", "  ", "a\nb", "x" * 201):
        with pytest.raises(Misuse):
            draw.check_seed(seed)
