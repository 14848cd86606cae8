"""The table of rights: who may ask for a wage cost subsidy, for whom, on which basis and when (R15).

Each row was or is law for what is asked on a day from `since` to `until`. Old rows stay: an old application is judged
by the law of its day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from ledger.facts import Applicant, Basis, TargetGroup

ARTICLE_7: tuple[TargetGroup, ...] = (
    "assistance",
    "wia_leaver",
    "former_subsidy",
    "anw",
    "ioaw",
    "ioaz",
    "unassisted",
)
"""Art. 7 lid 1 a, 1° to 7°."""
SCHOOL: tuple[TargetGroup, ...] = ("practical_education", "special_education", "entry_training")
"""Art. 10d lid 2 a; part of the target group of lid 1 as well (art. 6 lid 1 e)."""
SHELTERED: tuple[TargetGroup, ...] = ("sheltered",)
"""Art. 10b: sheltered work, with subsidy where needed (lid 9)."""
YOUNG: tuple[TargetGroup, ...] = ("article_7a",)
"""Art. 7a lid 1 a: below 27, since 2026."""
WORK_STUDY: tuple[TargetGroup, ...] = ("work_study",)
"""Art. 7a lid 3: leer-werktraject, since 2026."""
ON_APPLICATION_ONLY: tuple[TargetGroup, ...] = ("anw", "unassisted")
"""Art. 7 lid 1 a, 4° and 7°: the municipality cannot establish them of its own accord (art. 10c lid 1 b)."""

LID_1: tuple[Basis, ...] = ("lid_1a", "lid_1b")
LID_2: tuple[Basis, ...] = ("lid_2a", "lid_2b", "lid_2c")
EMPLOYER_OR_MUNICIPALITY: tuple[Applicant, ...] = ("employer", "municipality")
EMPLOYER_OR_PERSON: tuple[Applicant, ...] = ("employer", "person")
ANYONE: tuple[Applicant, ...] = get_args(Applicant)

START = date(2015, 1, 1)
NEW_10D = date(2016, 7, 4)
"""Stb. 2016, 498: flat rate, and lid 2 for an employment that began already."""
MEASURED_IN_MINIMUM_WAGE = date(2017, 1, 1)
"""The wage value is a percentage of the minimum wage, no longer of the applicable wage (R8)."""
BROAD_OFFENSIVE = date(2023, 7, 1)
"""Stb. 2022, 499 and 500 (breed offensief)."""
SCHOOL_TO_WORK = date(2026, 1, 1)
"""Wet van school naar duurzaam werk."""

WINDOW_MONTHS = 6
"""Months of the windows of lid 2 and of the flat rate (art. 10d lid 2 and 5)."""
BETWEEN_APPLICATIONS_MONTHS = 12
"""Months between two applications for the target group (art. 10c lid 2)."""

Window = Literal["by_start", "six_months", "any"]
"""When an application is in time: by the start of the employment, within six months of it, or at any time."""


@dataclass(frozen=True, slots=True)
class Right:
    """One row of the table: who may ask, for whom, on which basis, when; asked on a day from `since` to `until`."""

    bases: tuple[Basis, ...]
    groups: tuple[TargetGroup, ...]
    applicants: tuple[Applicant, ...]
    since: date
    until: date | None
    window: Window
    article: str

    def holds_on(self, day: date) -> bool:
        """This row was law on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


_OLD = date(2023, 6, 30)
RIGHTS = (
    Right(("lid_1a",), ARTICLE_7 + SHELTERED, EMPLOYER_OR_MUNICIPALITY, START, _OLD, "by_start", "art. 10d lid 1 Pw"),
    Right(("lid_1a",), SCHOOL, EMPLOYER_OR_MUNICIPALITY, NEW_10D, _OLD, "by_start", "art. 6 lid 1 e and 10d lid 1 Pw"),
    Right(("lid_1b",), ARTICLE_7 + SHELTERED + SCHOOL, EMPLOYER_OR_MUNICIPALITY, NEW_10D, _OLD, "by_start",
          "art. 10d lid 1 b Pw"),
    Right(LID_1, ARTICLE_7 + SHELTERED + SCHOOL, ANYONE, BROAD_OFFENSIVE, None, "by_start", "art. 10d lid 1 Pw"),
    Right(LID_1, YOUNG + WORK_STUDY, ANYONE, SCHOOL_TO_WORK, None, "by_start", "art. 7a and 10d lid 1 Pw"),
    Right(("lid_2a",), SCHOOL, ("employer",), NEW_10D, _OLD, "any", "art. 10d lid 2 Pw"),
    Right(("lid_2a",), SCHOOL, EMPLOYER_OR_PERSON, BROAD_OFFENSIVE, None, "six_months", "art. 10d lid 2 a Pw"),
    Right(("lid_2b",), ARTICLE_7, EMPLOYER_OR_PERSON, BROAD_OFFENSIVE, None, "six_months", "art. 10d lid 2 b Pw"),
    Right(("lid_2b",), YOUNG, EMPLOYER_OR_PERSON, SCHOOL_TO_WORK, None, "six_months", "art. 7a and 10d lid 2 b Pw"),
    Right(("lid_2c",), WORK_STUDY, EMPLOYER_OR_PERSON, SCHOOL_TO_WORK, None, "six_months", "art. 10d lid 2 c Pw"),
)  # fmt: skip
"""R15: every right there is and was."""
