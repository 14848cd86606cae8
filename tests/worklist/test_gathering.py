"""What is gathered in bulk, topic by topic, is what a plain fold over all entries gives, case by case, at every moment."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import facts
from ledger.calculation.calendar import amsterdam_day
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.process import municipal, work
from ledger.process.item import WorkItem
from ledger.process.municipal import Town, Waiting
from ledger.reading import Reading
from ledger.subsidy import state
from projections.worklist import Listed, Wanted, worklist
from tests.ledger.test_deciding_again import lived
from tests.payments.office import Office
from tests.projections.histories import Event, History, histories

PLACES = ("", "GM0363", "GM0518")
MONTHS_AHEAD = timedelta(days=61)


def plainly(store: Store, wanted: Wanted, position: int) -> set[WorkItem]:
    """Everything to do, by folding every entry up to a position."""
    reading = Reading(store, position)
    streams: dict[UUID, list[Entry]] = {}
    for entry in store.read_all(until=position):
        streams.setdefault(entry.stream, []).append(entry)
    return {item for place in PLACES for item in _of_place(reading, streams, place, wanted)}


def _of_place(reading: Reading, streams: dict[UUID, list[Entry]], place: str, wanted: Wanted) -> Iterator[WorkItem]:
    law, policy = reading.law(), reading.policy(place)
    cases = [state.fold(entries) for entries in streams.values() if isinstance(entries[0].fact, facts.Applied)]
    here = [case for case in cases if case.municipality == place]
    for case in here:
        assert case.application is not None
        person, employer = reading.person(case.application.person), reading.employer(case.employer)
        yield from _wanted(work.items(case, law, policy, wanted.until, person, employer), place, wanted)
    waiting = tuple(_waiting(entries) for entries in streams.values() if entries[0].municipality == place)
    town = Town(
        place, reading.runs(place), reading.quarters(place), municipal.paying(here),
        tuple(one for found in waiting for one in found), law, policy,
    )  # fmt: skip
    yield from _wanted(municipal.items(town, wanted.until), place, wanted)


def _waiting(entries: list[Entry]) -> list[Waiting]:
    answers = facts.Approved | facts.Declined
    answered = {entry.fact.of for entry in entries if isinstance(entry.fact, answers)}
    found: list[Waiting] = []
    for entry in entries:
        day = entry.cause.today if entry.cause else amsterdam_day(entry.recorded_at)
        if isinstance(entry.fact, facts.Proposed) and entry.version not in answered:
            found.append(Waiting(entry.fact.intent, day, f"lks proposals approve {entry.position}"))
        if isinstance(entry.fact, facts.OpeningPrepared):
            found = [Waiting("the takeover", day, f"lks opening sign {entry.fact.opening}")]
        if isinstance(entry.fact, facts.OpeningSigned):
            found = []
    return found


def _wanted(items: tuple[WorkItem, ...], place: str, wanted: Wanted) -> Iterator[WorkItem]:
    yield from (item for item in items if wanted.holds(Listed(place, "", item)))


def in_bulk(store: Store, wanted: Wanted, position: int) -> list[WorkItem]:
    """Everything to do, as the command finds it."""
    return [one.item for one in worklist(store, PLACES, wanted, position)]


def check(store: Store, today: date, position: int) -> int:
    """Compare both ways, on that day and as known at that position; how many items there are."""
    wanted = Wanted(today, today + MONTHS_AHEAD)
    found = in_bulk(store, wanted, position)
    assert set(found) == plainly(store, wanted, position)
    assert len(set(found)) == len(found), "nothing is to be done twice"
    return len(found)


def test_a_long_life_gives_the_same_items_in_bulk_and_by_a_plain_fold() -> None:
    """As known at many positions, each on the business day that it was then."""
    store = lived().store
    last = store.head().position
    kinds: set[str] = set()
    for position in range(last, 20, -11):
        today = store.cause_of(position).today
        check(store, today, position)
        kinds |= {item.kind for item in in_bulk(store, Wanted(today, today + MONTHS_AHEAD), position)}
    assert len(kinds) >= 12, kinds


@given(histories, st.integers(0, 120))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_history_gives_the_same_items_in_bulk_and_by_a_plain_fold(events: list[Event], later: int) -> None:
    history = History(Office().open())
    for event in events:
        history.play(event)
    store = history.office.store
    for position in (store.head().position, store.head().position // 2):
        check(store, history.today + timedelta(days=later), position)


def test_who_was_the_last_to_record_something_of_a_case_is_who_handles_it() -> None:
    store = lived().store
    today = store.cause_of(store.head().position).today
    found = list(worklist(store, PLACES, Wanted(today, today + MONTHS_AHEAD)))
    by_case = {one.item.subject: one.handler for one in found if one.item.subject.startswith("LKS")}
    assert set(by_case.values()) == {"a.case"}
    mine = worklist(store, PLACES, Wanted(today, today + MONTHS_AHEAD, actor="a.case"))
    assert {one.item.subject for one in mine} == set(by_case)
    finance = list(worklist(store, PLACES, Wanted(today, today + MONTHS_AHEAD, actor="finance")))
    assert finance
    assert {one.item.role for one in finance} == {"finance"}
