"""Takes entries one after another and hands each to the projections that it concerns; then all rows are written at once.

It holds what is known at a position (`Clock`, `Cases`) and goes on from there, so the same entries give the same rows
in one batch or in many.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from ledger.calculation.calendar import Month
from ledger.closing.quarters import natural_date
from ledger.facts import PolicyAdopted
from ledger.law.policy import Policy
from ledger.log.entry import Entry
from ledger.log.store import Store
from ledger.subsidy.state import Subsidy
from projections import bank_lines, cases, movements, parties, payments, runs, sign_offs
from projections.balances import Balances
from projections.bank_lines import BankLines
from projections.case_employers import CaseEmployers
from projections.cases import Cases
from projections.due_changes import DueChange, DueChanges, Turn, changes_what_rules
from projections.dues import Outlook
from projections.journal import postings
from projections.journal.table import Postings
from projections.measurements import Measurements
from projections.moment import Clock, Moment
from projections.movements import CaseNow, Movements
from projections.parties import Parties
from projections.payment_schedule import PaymentSchedule, write_payment_days
from projections.payments import Payments
from projections.runs import Runs
from projections.sign_offs import SignOffs
from projections.subsidies import Subsidies
from projections.tables import Connection
from projections.tree import Subtrees

MONEY_TOPICS = frozenset((*movements.TOPICS, *payments.TOPICS, *postings.TOPICS))
RUN_TOPICS = frozenset(runs.TOPICS)
BANK_TOPICS = frozenset(bank_lines.TOPICS)
PARTY_TOPICS = frozenset(parties.TOPICS)
SIGN_OFF_TOPICS = frozenset(sign_offs.TOPICS)
FIRST_RUN_SWITCHES = ("first_payment", "execution_days_before")


class Projector:
    """All projections, at one position of the log."""

    def __init__(self, store: Store, connection: Connection, position: int, horizon: Month | None) -> None:
        self.position = position
        self.connection = connection
        self.clock = Clock(store, position, horizon)
        self.cases = Cases(store, position)
        self.dues = DueChanges(self.cases)
        self.movements, self.subsidies, self.schedule = Movements(), Subsidies(), PaymentSchedule()
        self.payments, self.parties, self.runs, self.bank_lines = Payments(), Parties(), Runs(), BankLines()
        self.balances, self.postings = Balances(), Postings()
        self.employers, self.sign_offs = CaseEmployers(), SignOffs(connection)
        self.measurements = Measurements()
        self.subtrees = Subtrees(position)
        self._turns: list[Turn] = []
        self._names: dict[UUID, CaseNow] = {}
        self._touched: set[str] = set()

    @property
    def horizon(self) -> Month | None:
        """The last month that is looked ahead to."""
        return self.clock.horizon

    def project(self, entries: Sequence[Entry]) -> None:
        """Write the rows of these entries, which follow the position, into the tables of the connection's schema."""
        before = self.clock.horizon
        self.cases.fetch(entries)
        self._fetch_names(entries)
        for entry in entries:
            self._take(entry)
        self._turn_all()
        self._write(before)
        self.position = entries[-1].position

    def _take(self, entry: Entry) -> None:
        self.subtrees.take(entry)
        own, was = cases.moves(entry), self._turn(entry)
        if own:
            self._take_case(entry, was)
        self.measurements.take(entry)
        if entry.topic in MONEY_TOPICS:
            self._take_money(entry)
        elif entry.topic in PARTY_TOPICS and not own:
            self.parties.take(entry)
        elif entry.topic in RUN_TOPICS:
            self.runs.take(entry, self.clock.business_day)
        elif entry.topic in BANK_TOPICS:
            self.bank_lines.take(entry)
        elif entry.topic in SIGN_OFF_TOPICS:
            self.sign_offs.take(entry)
        elif isinstance(entry.fact, PolicyAdopted) and entry.fact.switch in FIRST_RUN_SWITCHES:
            self._first_runs_differ(entry.municipality)

    def _turn(self, entry: Entry) -> Moment | None:
        """Move the clock on. Gives the moment before, if what rules every case turns with this entry."""
        before, ahead = self.clock.horizon, self.clock.horizon_after(entry)
        if before is None or (before == ahead and not changes_what_rules(entry)):
            self.clock.evolve(entry, ahead)
            return None
        places = self._municipalities()
        was = self.clock.moment(*places)
        self.clock.evolve(entry, ahead)
        self._turns.append(Turn(entry, self.clock.business_day, was, self.clock.moment(*places)))
        return was

    def _turn_all(self) -> None:
        """What turned, for every case; before a case moves and at the end."""
        turns, self._turns = self._turns, []
        if turns:
            for change in self.dues.of_all(turns):
                self._due(change)

    def _take_case(self, entry: Entry, was: Moment | None) -> None:
        self._turn_all()
        change = self.cases.evolve(entry)
        self.subsidies.take(entry.stream, change.before, change.after)
        self.employers.take(change)
        self._rename(entry.stream, change.after)
        now = self.clock.moment(entry.municipality)
        due = self.dues.of_case(change, self.clock.business_day, was or now, now)
        if due is not None:
            self._due(due)

    def _take_money(self, entry: Entry) -> None:
        now, open_from = self._names[entry.stream], self.sign_offs.open_from(entry.municipality)
        if entry.topic in movements.TOPICS:
            natural = natural_date(entry.fact)
            assert natural is not None, "what the books hold has a date"
            self.movements.money(entry, now, self.clock.business_day, max(natural, open_from))
        self.payments.take(entry, now.case)
        self.postings.take(entry, now.case, now.employer, open_from)
        self._touched.add(now.case)

    def _due(self, change: DueChange) -> None:
        self.movements.due(change)
        self.schedule.take(change)
        self.balances.take(change)
        assert change.subsidy.application is not None
        self._touched.add(change.subsidy.application.case)

    def _first_runs_differ(self, municipality: str) -> None:
        for stream, subsidy in self.cases.all().items():
            if municipality in ("", subsidy.municipality):
                self.subsidies.take(stream, subsidy, subsidy)

    def _write(self, before: Month | None) -> None:
        assert self.clock.horizon is not None
        if before != self.clock.horizon:
            write_payment_days(self.connection, before, self.clock.horizon)
        self.parties.write(self.connection)
        self.subsidies.write(self.connection, self._policy)
        self.schedule.write(self.connection, self._outlook)
        self.movements.write(self.connection)
        self.payments.write(self.connection)
        self.runs.write(self.connection)
        self.bank_lines.write(self.connection)
        self.employers.write(self.connection)
        self.sign_offs.write(self.connection)
        self.measurements.write(self.connection, self.cases.store, self.position)
        self.subtrees.write(self.connection, self.cases.store)
        self.balances.write(self.connection, self._outlook)
        self.postings.write(self.connection)
        self._check_books()
        self.dues.forget()

    def _check_books(self) -> None:
        """R33: where two ways to one number differ, the database refuses the batch."""
        if self._touched:
            self.connection.execute("SELECT projection.check_books(current_schema(), %s)", [list(self._touched)])
        self._touched.clear()

    def _policy(self, municipality: str) -> Policy:
        return self.clock.moment(municipality).policy(municipality)

    def _outlook(self, stream: UUID) -> Outlook:
        return self.dues.whole(stream, self.clock.moment(self.cases.known[stream].municipality))

    def _municipalities(self) -> tuple[str, ...]:
        if self._turns:
            return tuple(name for name in self._turns[-1].before.policies if name)
        return tuple(sorted({subsidy.municipality for subsidy in self.cases.all().values()} - {""}))

    def _rename(self, stream: UUID, subsidy: Subsidy) -> None:
        if subsidy.application is not None:
            self._names[stream] = CaseNow(subsidy.case, subsidy.employer, subsidy.application.sheltered)

    def _fetch_names(self, entries: Iterable[Entry]) -> None:
        """Case and employer of the payments among these entries, which do not name their case."""
        streams = {entry.stream for entry in entries if entry.topic in MONEY_TOPICS}
        wanted = list(streams - self._names.keys())
        if wanted:
            query = "SELECT stream, case_number, employer_number, sheltered FROM subsidies WHERE stream = ANY(%s)"
            self._names |= {stream: CaseNow(*now) for stream, *now in self.connection.execute(query, [wanted])}
