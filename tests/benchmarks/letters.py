"""A thousand letters from a ledger: `python -m tests.benchmarks.letters`. The raw baseline is the compiler alone."""

import time

from ledger.reading import Reading
from projections.letters import templates
from projections.letters.content import content
from projections.letters.letter import draft
from projections.letters.pdf import printer
from projections.letters.samples import samples
from projections.letters.side_by_side import side_by_side
from projections.letters.subject import Wanted
from tests.ledger.house import DAY
from tests.letters.office import letter_office, version_of

LETTERS = 1000
RAW = 100


def main() -> None:
    """A decision with its annex, and its confirmation, each of another day, so that no two are the same."""
    house = letter_office()
    case = house.running()
    about = version_of(house, case, "Decided")
    reading = Reading(house.store, house.position())
    wanted = []
    for n in range(LETTERS // 2):
        day = DAY.fromordinal(DAY.toordinal() + n)
        wanted.append(Wanted(case, "decision", "employer", about, day))
        wanted.append(Wanted(case, "confirmation", "employee", about, day))
    with printer() as press:
        source = templates.source(templates.EDITION, templates.body(templates.EDITION, "decision"))
        told = content(samples("decision")[0].subject)
        begun, used = time.perf_counter(), time.process_time()
        for n in range(RAW):
            press.make(source, {**told, "employee": f"W. Vermeer {n}"}, DAY)
        raw, raw_used = time.perf_counter() - begun, time.process_time() - used
        begun, used = time.perf_counter(), time.process_time()
        found = side_by_side(press, wanted, lambda one: draft(reading, house.vault, one))
        size = sum(len(one.letter.file) for one in found if one.letter)
        took, processor = time.perf_counter() - begun, time.process_time() - used
    many = LETTERS / RAW
    print(f"{LETTERS} letters: {took:.1f} s, {processor:.1f} s of the processor, {size / 1e6:.1f} MB")
    print(f"the compiler alone, {LETTERS} decisions one after the other: {raw * many:.1f} s, {raw_used * many:.1f} s")


if __name__ == "__main__":
    main()
