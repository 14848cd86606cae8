"""A thousand letters from a ledger: `python -m tests.benchmarks.letters`. The raw baseline is the compiler alone."""

import time

from ledger.reading import Reading
from projections.letters import templates
from projections.letters.content import content
from projections.letters.letter import make
from projections.letters.pdf import printer
from projections.letters.samples import samples
from projections.letters.subject import Wanted
from tests.ledger.house import DAY
from tests.letters.office import letter_office, version_of

LETTERS = 1000


def main() -> None:
    """Decisions with their annex, each of another day, so that no two are the same."""
    house = letter_office()
    case = house.running()
    about = version_of(house, case, "Decided")
    reading = Reading(house.store, house.position())
    with printer() as press:
        source = templates.source(templates.EDITION, templates.body(templates.EDITION, "decision"))
        told = content(samples("decision")[0].subject)
        begun = time.perf_counter()
        for n in range(LETTERS):
            press.make(source, {**told, "employee": f"W. Vermeer {n}"}, DAY)
        raw = time.perf_counter() - begun
        begun = time.perf_counter()
        size = 0
        for n in range(LETTERS):
            day = DAY.fromordinal(DAY.toordinal() + n)
            size += len(make(reading, house.vault, press, Wanted(case, "decision", "employer", about, day)).file)
        took = time.perf_counter() - begun
    print(
        f"{LETTERS} letters: {took:.1f} s ({took / raw:.2f} times the compiler alone, {raw:.1f} s), {size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
