"""The same machine over PostgreSQL: the projections catch up after every step, and every view is what the model says."""

from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import Any, ClassVar

from ledger.log.store import PostgresStore, Store
from ledger.server.embedded import EmbeddedServer
from projections.runner import catch_up, rebuild
from tests import databases
from tests.databases import Database
from tests.model.due import Calculation, Month, month_of
from tests.model.machine import Machine
from tests.model.naive import Case
from tests.projections.tables import ask, contents

OFTEN = 4
"""Every so many steps the views that take long are read."""


class DatabaseMachine(Machine):
    """The ledger in a database beside the model."""

    server: ClassVar[EmbeddedServer]

    def make_store(self) -> Store:
        self.stack = ExitStack()
        self.checks = 0
        self.closed: dict[Any, dict[str, Any]] = {}
        self.database: Database = self.stack.enter_context(databases.fresh(self.server))
        return self.stack.enter_context(closing(PostgresStore(self.database.dsn)))

    def check(self, *touched: Case) -> None:
        """The ledger, and then every view of it."""
        super().check(*touched)
        catch_up(self.database.dsn)
        self._check_movements()
        self.checks += 1
        if self.checks % OFTEN == 0:
            self._check_schedule()
            self._check_closed()

    def teardown(self) -> None:
        """At the end the views are made anew, and are the same."""
        try:
            super().teardown()
            self._check_schedule()
            self._check_closed()
            self._check_finance()
            incremental = contents(self.database)
            rebuild(self.database.dsn)
            for table, rows in contents(self.database).items():
                only = sorted(set(rows) ^ set(incremental[table]))
                assert rows == incremental[table], f"{table} made anew differs: {only[:4]}"
        finally:
            self.stack.close()

    def _horizon(self) -> Month:
        """December of the year after the latest entry's, by the clock or its business day."""
        return max(self.town.latest.year, datetime.now(UTC).year) + 1, 12

    def _expected(self) -> dict[tuple[str, Month, str, str], Any]:
        """R21: what is due, booked, sent, returned, received and written off, by case, month and element."""
        found: dict[tuple[str, Month, str, str], Any] = {}
        for case in self.model.cases.values():
            sides = {
                "due": self._due(case),
                "booked": case.booked(),
                "out": case.sent(),
                "settled": case.settled_up(),
            }
            for kind, amounts in sides.items():
                found |= {(case.number, *slot, kind): pair for slot, pair in amounts.items() if pair != (0, 0)}
        return found

    def _due(self, case: Case) -> dict[Any, Any]:
        calculation: Calculation = self.model.calculation(case)
        return calculation.through(self._horizon())

    def _check_movements(self) -> None:
        """R29, R33: the movements sum to what is due, booked, out and settled."""
        sides = {"sent": ("out", 1), "returned": ("out", -1), "received": ("settled", 1), "written_off": ("settled", 1)}
        sums: dict[tuple[str, Month, str, str], tuple[int, int]] = {}
        for row in ask(self.database, "SELECT * FROM finance.movements"):
            kind, sign = sides.get(row["kind"], (row["kind"], 1))
            key = (row["case_number"], month_of(row["month"]), row["element"], kind)
            before = sums.get(key, (0, 0))
            sums[key] = before[0] + sign * row["subsidy_cents"], before[1] + sign * row["charges_cents"]
        assert {key: pair for key, pair in sums.items() if pair != (0, 0)} == self._expected()

    def _check_schedule(self) -> None:
        """The schedule holds every month of which something is due, booked or sent, with the same amounts."""
        rows = ask(self.database, "SELECT * FROM finance.schedule")
        expected = self._expected()
        for row in rows:
            slot = row["case_number"], month_of(row["month"]), row["element"]
            for kind, name in (("due", "due"), ("booked", "booked"), ("out", "sent")):
                told = row[f"{name}_subsidy_cents"], row[f"{name}_charges_cents"]
                assert told == expected.pop((*slot, kind), (0, 0)), (slot, kind)
        assert not [key for key in expected if key[-1] != "settled"]

    def _check_finance(self) -> None:
        """What finance asks: due, outstanding, payments; and both identities of R33 in every quarter."""
        expected = self._expected()
        for row in ask(self.database, "SELECT * FROM finance.due"):
            slot = row["case_number"], month_of(row["month"]), row["element"]
            assert (row["due_subsidy_cents"], row["due_charges_cents"]) == expected.get((*slot, "due"), (0, 0))
            assert row["booked_cents"] == sum(expected.get((*slot, "booked"), (0, 0)))
        outstanding = {row["case_number"]: row for row in ask(self.database, "SELECT * FROM finance.outstanding")}
        for case in self.model.cases.values():
            told = outstanding.get(case.number, {"payable_cents": 0, "owed_to_us_cents": 0})
            payable = sum(sum(pair) for pair in case.payable().values())
            assert told["payable_cents"] - told["owed_to_us_cents"] == payable
        self._check_payments()
        for row in self._quarters():
            opening, change, booked = (row[f"{name}_cents"] for name in ("opening_unbooked", "change_of_due", "booked"))
            assert opening + change - booked == row["closing_unbooked_cents"]
            moved = row["booked_cents"] - row["sent_cents"] + row["returned_cents"] + row["received_cents"]
            moved += row["written_off_cents"]
            assert row["opening_payable_cents"] + moved == row["closing_payable_cents"]

    def _check_payments(self) -> None:
        sent = {
            (row["case_number"], row["run"]): row["sent_cents"]
            for row in ask(self.database, "SELECT * FROM finance.payments")
        }
        expected = {
            (case.number, paid["run"]): sum(line[2] + line[3] for line in paid["sent"])
            for case in self.model.cases.values()
            for paid in case.happened("Paid")
        }
        assert sent == expected

    def _quarters(self) -> list[dict[str, Any]]:
        return ask(self.database, "SELECT * FROM finance.quarterly_reconciliation ORDER BY municipality, first_day")

    def _check_closed(self) -> None:
        """R34: a quarter that is signed off says what it said then, for as long as it is not opened again."""
        now = {(row["municipality"], row["first_day"]): row for row in self._quarters() if row["signed_off"]}
        for key, row in self.closed.items():
            if key in now and now[key]["signed_off"] == row["signed_off"]:
                assert now[key] == row
        self.closed = now
