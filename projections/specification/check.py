"""What holds for every specification before it leaves the house."""

from collections.abc import Mapping, Sequence

from projections.specification.row import Row


def check(rows: Sequence[Row], sent_cents: Mapping[str, int]) -> None:
    """Asserts that the rows are sound and sum to what went to the bank, in cents by payment reference (betaalkenmerk).

    A payment that sent nothing may be named with 0 or left out. Raises AssertionError, naming row or reference.
    """
    assert [row.number for row in rows] == list(range(1, len(rows) + 1)), "rows are numbered from 1"
    assert len({row.specification for row in rows}) <= 1, "one specification number in a file"
    assert len({row.row_id for row in rows}) == len(rows), "a row id comes once"
    totals = dict.fromkeys(sent_cents, 0)
    for row in rows:
        _check_row(row)
        totals[row.reference] = totals.get(row.reference, 0) + row.total_cents
    for reference, cents in totals.items():
        sent = sent_cents.get(reference, 0)
        assert cents == sent, f"{reference}: the rows sum to {cents} cents, the bank transaction is {sent}"


def _check_row(row: Row) -> None:
    where = f"row {row.number}"
    assert row.subsidy_cents + row.charges_cents == row.total_cents, f"{where}: subsidy and charges are not the total"
    assert row.due_cents - row.paid_before_cents == row.total_cents, f"{where}: the total is not what is due now"
    assert row.kind != "CORRECTIE" or row.corrects, f"{where}: a correction names what it corrects"
    assert row.decision, f"{where}: no decision"
    assert row.period_from <= row.period_until, f"{where}: the period ends before it begins"
