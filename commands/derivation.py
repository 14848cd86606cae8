"""A derivation for people: each step numbered, with its result on the right, its article, and what went into it below."""

from collections.abc import Iterable, Iterator

from ledger.calculation.derivation import Step


def derivation(steps: Iterable[Step]) -> Iterator[str]:
    """The lines of a derivation, results in one column."""
    named = [(_titled(number, step), step) for number, step in enumerate(steps, start=1)]
    wide = max((len(title) for title, _ in named), default=0)
    long = max((len(step.result) for _, step in named), default=0)
    for title, step in named:
        yield f"{title:<{wide}}  {step.result:>{long}} {step.unit:<5}  {step.article}"
        yield f"    {', '.join(f'{name} {value}' for name, value in step.inputs.items())}"


def _titled(number: int, step: Step) -> str:
    return f"{number:>2}. {step.name}"
