"""Methods of wage value assessment: since 1 July 2021 one uniform method; before, six that Blik op Werk had validated."""

from datetime import date

from ledger.refusal import Refused

UNIFORM = "ULM"
"""Uniforme loonwaardemethodiek."""

UNIFORM_SINCE = date(2021, 7, 1)

VALIDATED = ("CompetenSYS", "Dariuz", "Matchcare", "Talent6", "UWV", "VTA")
"""The six that Blik op Werk had validated from 1 January 2017 on."""

_ARTICLE = "art. 8 Besluit loonkostensubsidie Participatiewet 2021"


def check_method(method: str, received_on: date) -> None:
    """Raises Refused for a method that an application received on that day cannot be measured by."""
    if method == UNIFORM:
        return
    if received_on >= UNIFORM_SINCE:
        raise Refused(
            f"{method} cannot measure for an application of {received_on}: from {UNIFORM_SINCE} on there is one uniform method.",
            rule="R19",
            article=_ARTICLE,
            remedy=f"Let it be measured with {UNIFORM}; other methods are for applications received before that day.",
        )
    if method not in VALIDATED:
        what = f"{method} is no validated method."
        raise Refused(what, rule="R19", article=_ARTICLE, remedy=f"Use {UNIFORM} or one of {', '.join(VALIDATED)}.")


def spelled(method: str) -> str:
    """A method in its one spelling, whatever the case of its letters; what is unknown stays as it is."""
    known = {one.casefold(): one for one in (UNIFORM, *VALIDATED)}
    return known.get(method.casefold(), method)
