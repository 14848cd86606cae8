"""The lines of a whole run: every subsidy of a municipality, what it is paid, and what an approval makes of it."""

from datetime import date

from ledger.facts import Fact, LeftOut
from ledger.payment.lines import CaseLines, Prepared, RunTerms, line_up, paid, returned
from ledger.payment.runs import Run
from ledger.reading import Reading
from ledger.subsidy.state import Subsidy


def line_up_all(reading: Reading, municipality: str, terms: RunTerms) -> Prepared:
    """What a run pays and leaves out, in one pass over the municipality."""
    subsidies = [subsidy for subsidy in reading.subsidies(municipality) if subsidy.application]
    _load_employers(reading, subsidies)
    lines: list[CaseLines] = []
    left_out: list[LeftOut] = []
    for subsidy in subsidies:
        employer, signed = reading.employer(subsidy.employer), _signed(reading, subsidy)
        found = reading.remembered(line_up, subsidy, employer, terms, signed)
        if isinstance(found, CaseLines):
            lines.append(found)
        elif isinstance(found, LeftOut):
            left_out.append(found)
    return Prepared(tuple(lines), tuple(left_out))


def again(reading: Reading, run: Run, municipality: str) -> Prepared:
    """The lines of a run as they would be prepared from what this reading knows."""
    prepared = run.prepared
    terms = RunTerms(prepared.month, run.on, reading.law(), reading.policy(municipality), prepared.long_first_payments)
    return line_up_all(reading, municipality, terms)


def changed_lines(then: Prepared, now: Prepared) -> tuple[str, ...]:
    """What differs between two preparations, line by line (R25)."""
    before, after = dict.fromkeys(then.texts()), dict.fromkeys(now.texts())
    gone = tuple(f"no longer: {text}" for text in before if text not in after)
    return gone + tuple(f"now: {text}" for text in after if text not in before)


def payments(prepared: Prepared, run: Run) -> list[tuple[str, Fact]]:
    """By case what an approved run records in its stream."""
    return [(lines.case, paid(lines, run.prepared)) for lines in prepared.lines]


def returns(reading: Reading, municipality: str, run: Run, today: date) -> list[tuple[str, Fact]]:
    """By case what a withdrawn run gives back."""
    given_back = ((one.case, returned(one, run.prepared.run, today)) for one in reading.subsidies(municipality))
    return [(case, fact) for case, fact in given_back if fact is not None]


def _load_employers(reading: Reading, subsidies: list[Subsidy]) -> None:
    numbers = {subsidy.employer for subsidy in subsidies}
    reading.load_employers(numbers)


def _signed(reading: Reading, subsidy: Subsidy) -> bool:
    return subsidy.opening is None or reading.opening(subsidy.opening).signed
