"""Whether a report agrees with itself and with the decree: what does not is found and told, and stands in no way (R19).

The wage value is the sum of the performances of the main tasks, rounded to whole percents. How pace, quality and net working
time make the performance of one task is for the expert; it is not computed again here.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from ledger.measuring.contents import MainTask, MeasurementContents
from ledger.measuring.methods import UNIFORM
from ledger.model import plain

DECREE = "Besluit loonkostensubsidie Participatiewet 2021"
LEAST_SHARE = Decimal(100) / 16
LEAST_MINUTES = 30
FORM_ROWS = 5


class Finding(NamedTuple):
    """Something in a report that does not fit: a code, in words, and the article. Says nothing of the person."""

    code: str
    what: str
    article: str


def findings(contents: MeasurementContents, wage_value: Decimal, method: str) -> tuple[Finding, ...]:
    """What does not fit in these contents with this wage value; only the uniform method is judged."""
    if method != UNIFORM:
        return ()
    found = [one for n, task in enumerate(contents.tasks, start=1) for one in _of_task(n, task, contents)]
    if len(contents.tasks) > FORM_ROWS:
        what = f"The report has {len(contents.tasks)} main tasks; its form has room for {FORM_ROWS}."
        found.append(Finding("more_tasks_than_rows", what, "art. 2 Regeling loonkostensubsidie Participatiewet 2021"))
    total = sum((task.result for task in contents.tasks), Decimal(0))
    whole = total.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if whole != wage_value:
        what = f"The main tasks come to {plain(total)} %, rounded {whole} %; the wage value given is {plain(wage_value)} %."
        found.append(Finding("wage_value_differs", what, f"art. 3 lid 1 {DECREE}"))
    return tuple(found)


def _of_task(number: int, task: MainTask, contents: MeasurementContents) -> list[Finding]:
    minutes = task.share * contents.weekly_hours * 60 / 100 / contents.working_days
    found = []
    if task.share < LEAST_SHARE:
        what = f"Main task {number} takes {plain(task.share)} % of the working time, less than 1/16."
        found.append(Finding("task_too_small", what, f"art. 1 {DECREE}"))
    if minutes < LEAST_MINUTES:
        what = f"Main task {number} takes less than {LEAST_MINUTES} minutes of a working day, on average."
        found.append(Finding("task_too_short", what, f"art. 1 {DECREE}"))
    if task.net_working_time is None:
        what = f"Main task {number} has no net working time."
        found.append(Finding("net_working_time_missing", what, f"art. 1 {DECREE}"))
    return found
