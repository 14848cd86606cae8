"""Point 3 of an inspection: what was recorded follows from what was asked and what was known, or its position is named."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ledger import facts, intents, law
from ledger.attempt import DECIDER_VERSION
from ledger.audit import MEANINGS
from ledger.calculation.amount import Line, amount
from ledger.calculation.month import Month
from tests.audit.forging import Rows, audited, forged, found, in_cause, in_state, place
from tests.ledger.house import MUNICIPALITY, OTHER_EMPLOYER, House
from tests.ledger.test_deciding_again import lived

JULY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def house() -> House:
    """A ledger in which everything happened that can be asked; nobody adds to it."""
    return lived()


def paid() -> House:
    """A ledger in which October and November of one case were paid."""
    house = House().open()
    house.running()
    run = house.prepared("2026-11")
    house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 11, 13))
    return house


def of_older_rules(rows: Rows) -> None:
    """Everything was decided by the release before this one."""
    for n, row in enumerate(rows):
        if row.cause is not None:
            now, then = f'"decider":{DECIDER_VERSION}', f'"decider":{DECIDER_VERSION - 1}'
            rows[n] = row._replace(cause=row.cause.replace(now.encode(), then.encode()))


def with_wage(line: Line, cents: int) -> Line:
    """A line with another minimum wage, its amounts computed from that."""
    segments = tuple(segment.model_copy(update={"minimum_wage_cents": cents}) for segment in line.segments)
    due = amount(segments)
    return line.model_copy(
        update={"segments": segments, "subsidy_cents": due.subsidy_cents, "charges_cents": due.charges_cents}
    )


def _rows(house: House) -> Rows:
    return house.store._recorder.rows


def test_a_whole_log_has_no_finding_and_every_intent_is_decided_again(house: House) -> None:
    audit, findings = audited(house.store)
    assert findings == []
    appends = sum(row.cause is not None for row in _rows(house))
    assert (audit.checked, audit.counts.decided) == (len(_rows(house)), appends)
    assert (audit.counts.other, audit.counts.undecided) == (0, 0)
    assert audit.counts.amounts > 10


def test_no_key_is_needed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise AssertionError("the audit opens nothing")

    for name in ("open", "seal", "hmac"):
        monkeypatch.setattr(type(house.vault).__mro__[1], name, closed)
    assert audited(house.store)[1] == []


def test_a_forged_amount_is_found(house: House) -> None:
    def more(paid: dict[str, Any]) -> None:
        """Every amount of the line and what is sent, so that the fact agrees with itself."""
        paid["booked"][0]["segments"][0]["minimum_wage_cents"] += 1000

    def sent(paid: dict[str, Any]) -> None:
        paid["sent"][0]["subsidy_cents"] += 1000

    at = place(_rows(house), "Paid") + 1
    assert (at, "decision") in found(forged(house.store, in_state("Paid", more)))
    assert (at, "decision") in found(forged(house.store, in_state("Paid", sent)))


def test_a_forged_amount_that_follows_from_forged_inputs_is_found(house: House) -> None:
    """Inputs, amounts and what the run was prepared for are all changed alike; only deciding again tells."""

    def half(decided: dict[str, Any]) -> None:
        decided["subsidy_cents"] = decided["charges_cents"] = 0
        decided["derivation"] = []

    at = place(_rows(house), "Decided") + 1
    assert (at, "decision") in found(forged(house.store, in_state("Decided", half)))


def test_a_fact_without_intent_is_found(house: House) -> None:
    rows = _rows(house)
    measured = rows[place(rows, "Measured")]
    last = max(row.version for row in rows if row.stream == measured.stream)

    def add(rows: Rows) -> None:
        rows.append(
            measured._replace(
                version=last + 1, intent_key=None, cause=None, recorded_at=rows[-1].recorded_at,
                recorded_by=rows[-1].recorded_by,
            )
        )  # fmt: skip

    assert found(forged(house.store, add)) == {(len(rows) + 1, "no intent")}


def test_an_intent_without_its_fact_is_found(house: House) -> None:
    """The last payment of an approved run is taken out, and nothing in the log has a gap."""
    last = place(_rows(house), "Paid", -1)
    stream = _rows(house)[last].stream

    def remove(rows: Rows) -> None:
        del rows[last]
        for n, row in enumerate(rows):
            if n >= last and row.stream == stream:
                rows[n] = row._replace(version=row.version - 1)

    findings = found(forged(house.store, remove))
    assert (last + 1, "no fact") in findings
    assert min(position for position, _ in findings) == last + 1


def test_an_intent_that_led_to_nothing_at_all_is_found_by_what_was_read(house: House) -> None:
    """A whole append is taken out: whoever read its streams after it, read other versions."""
    rows = _rows(house)
    at = place(rows, "WageValueEstablished")
    stream = rows[at].stream

    def remove(rows: Rows) -> None:
        del rows[at]
        for n, row in enumerate(rows):
            if n >= at and row.stream == stream:
                rows[n] = row._replace(version=row.version - 1)

    assert {kind for _, kind in found(forged(house.store, remove))} & {"read", "refused"}


def test_r41_a_law_value_used_before_it_was_known_is_found() -> None:
    """Another minimum wage is adopted after November was paid. The forger pays with it before, and every amount follows."""
    house = paid()
    day = date(2026, 11, 14)
    packaged = next(value for value in law.packaged() if (value.parameter, value.since) == ("minimum_wage", JULY))
    corrected = packaged.model_copy(update={"value": "2500.00"})
    adopted = house.ask(intents.AdoptValues(values=(corrected,), accept_low=True), today=day)
    house.ask(intents.Approve(proposal=adopted.entries[0].position), by="h.manager", today=day)

    def early(paid: dict[str, Any]) -> None:
        fact = facts.Paid.model_validate_json(json.dumps(paid))
        before = sum(line.total_cents for line in fact.booked)
        lines = tuple(with_wage(line, 250000) for line in fact.booked)
        assert sum(line.total_cents for line in lines) != before
        paid["booked"] = [line.model_dump(mode="json") for line in lines]

    at = place(_rows(house), "Paid") + 1
    assert {(at, "law"), (at, "decision")} == {
        one for one in found(forged(house.store, in_state("Paid", early))) if one[0] == at
    }


def test_r41_the_law_value_is_checked_of_what_older_rules_decided_too() -> None:
    house = paid()
    then = forged(house.store, of_older_rules)
    audit, findings = audited(then)
    assert findings == []
    assert (audit.counts.decided, audit.counts.other) == (0, sum(row.cause is not None for row in _rows(house)))

    def early(paid: dict[str, Any]) -> None:
        paid["booked"][0]["segments"][0]["minimum_wage_cents"] += 7777

    at = place(_rows(house), "Paid") + 1
    assert found(forged(then, in_state("Paid", early))) == {(at, "law"), (at, "amount")}


FORGED = {
    "what a run sent": (in_state("Paid", lambda paid: paid["sent"].pop()), "RunApproved", "run"),
    "what a run was prepared for": (
        in_state("RunPrepared", lambda run: run.update(sent_cents=run["sent_cents"] + 1), nth=1), "RunApproved", "run",
    ),
    "a payment of another run": (in_state("Paid", lambda paid: paid.update(run="GM0363-2030-01-1")), "Paid", "run"),
    "what was settled": (
        in_state("QuarterSettled", lambda fact: fact.update(lines=fact["lines"] + 1)), "QuarterSettled", "settlement",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_sums_are_checked_of_what_older_rules_decided(what: str, house: House) -> None:
    change, topic, kind = FORGED[what]
    older = forged(house.store, of_older_rules)
    assert found(older) == set()
    assert (place(_rows(house), topic) + 1, kind) in found(forged(older, change))


def test_an_amount_that_cannot_even_be_computed_is_a_finding(house: House) -> None:
    def nonsense(paid: dict[str, Any]) -> None:
        paid["booked"][0]["segments"][0]["base_hours"] = "0"

    at = place(_rows(house), "Paid") + 1
    assert (at, "amount") in found(forged(house.store, in_state("Paid", nonsense)))


def test_older_rules_after_newer_ones_are_found(house: House) -> None:
    """Whoever forges could say that an older release decided, which is not decided again."""

    def older(cause: dict[str, Any]) -> None:
        cause["decider"] = DECIDER_VERSION - 1

    at = place(_rows(house), "Measured") + 1
    assert found(forged(house.store, in_cause("Measured", older))) == {(at, "decider")}


def test_r37_a_second_person_who_is_the_first_is_found(house: House) -> None:
    def same(cause: dict[str, Any]) -> None:
        cause["actor"] = "f.finance"

    at = place(_rows(house), "RunApproved") + 1
    assert (at, "refused") in found(forged(house.store, in_cause("RunApproved", same)))


def test_r37_a_second_person_through_the_same_login_is_found() -> None:
    house = House().open(shared_login=False)
    house.running()
    house.prepared()
    approve = intents.ApproveRun(run=f"{MUNICIPALITY}-2026-11-1")
    house.ask(approve, by="g.control", today=date(2026, 11, 13), login="lks_other")
    assert found(house.store) == set()
    at = place(_rows(house), "RunApproved")

    def same(rows: Rows) -> None:
        for n in range(at, len(rows)):
            rows[n] = rows[n]._replace(recorded_by="lks_local")

    assert (at + 1, "refused") in found(forged(house.store, same))


CHANGED: dict[str, tuple[Callable[[Rows], object], str, str]] = {
    "another business day": (in_cause("Measured", lambda cause: cause.update(today="2026-08-01")), "Measured", "refused"),
    "another intent": (
        in_cause("Measured", lambda cause: cause["fields"].update(wage_value="61")), "Measured", "decision",
    ),
    "an unknown intent": (in_cause("Measured", lambda cause: cause.update(intent="Forge")), "Measured", "refused"),
    "a cause that is none": (in_cause("Measured", lambda cause: cause.pop("actor")), "Measured", "cause"),
    "another version that was read": (
        in_cause("Measured", lambda cause: cause["read"].update(dict.fromkeys(list(cause["read"])[:1], 7))),
        "Measured",
        "read",
    ),
    "a stream that was not read": (
        in_cause("Measured", lambda cause: cause["read"].popitem()), "Measured", "read",
    ),
    "a fact that cannot be read": (in_state("Measured", lambda fact: fact.pop("wage_value")), "Measured", "fact"),
    "a run that was prepared on another position": (
        in_state("RunPrepared", lambda fact: fact.update(position=1)), "RunPrepared", "read",
    ),
    "a fact in the wrong municipality": (
        lambda rows: rows.__setitem__(
            at := place(rows, "Measured"), rows[at]._replace(municipality="GM0518")
        ),
        "Measured",
        "decision",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_a_forged_cause_or_fact_is_found_at_its_position(what: str, house: House) -> None:
    change, topic, kind = CHANGED[what]
    findings = found(forged(house.store, change))
    at = place(_rows(house), topic) + 1
    assert (at, kind) in findings
    assert min(position for position, _ in findings) == at


def test_a_fact_that_cannot_have_happened_is_found(house: House) -> None:
    """An approval of a run that nobody prepared."""
    other = f"{MUNICIPALITY}-2031-01-1"
    at = place(_rows(house), "RunApproved") + 1
    findings = found(forged(house.store, in_state("RunApproved", lambda fact: fact.update(run=other))))
    assert {(at, "decision"), (at, "stream")} <= findings


def test_times_that_go_back_and_keys_that_come_twice_are_found(house: House) -> None:
    rows = _rows(house)
    at = place(rows, "Measured")

    def earlier(rows: Rows) -> None:
        rows[at] = rows[at]._replace(recorded_at=rows[at].recorded_at - timedelta(seconds=1))

    def twice(rows: Rows) -> None:
        rows[at] = rows[at]._replace(intent_key=next(row.intent_key for row in rows if row.intent_key))

    assert (at + 1, "time") in found(forged(house.store, earlier))
    assert found(forged(house.store, twice)) == {(at + 1, "key")}


def test_an_entry_that_was_not_recorded_with_its_append_is_found(house: House) -> None:
    at = place(_rows(house), "Paid")

    def other(rows: Rows) -> None:
        rows[at] = rows[at]._replace(recorded_by="somebody")

    assert (at + 1, "append") in found(forged(house.store, other))


def test_from_an_entry_on_what_is_before_is_taken_as_it_is(house: House) -> None:
    at = place(_rows(house), "Decided") + 1
    store = forged(house.store, in_state("Decided", lambda fact: fact.update(charges_cents=fact["charges_cents"] + 1)))
    assert {one.position for one in audited(store)[1]} >= {at}
    assert next(one.position for one in audited(store, at)[1]) == at
    assert at not in {one.position for one in audited(store, at + 1)[1]}
    audit, findings = audited(house.store, at + 1)
    assert findings == []
    assert 0 < audit.counts.decided < audited(house.store)[0].counts.decided


def test_what_is_found_tells_no_content(house: House) -> None:
    """Which fields differ, never what they hold."""
    note = "v1.geheim"
    _, findings = audited(
        forged(house.store, in_state("Measured", lambda fact: fact.update(wage_value="61", expert=note)))
    )
    told = " ".join(one.meaning for one in findings)
    assert "wage_value" in told
    assert note not in told


def test_every_kind_has_a_meaning_and_the_page_names_each() -> None:
    page = Path("docs/audit.md").read_text(encoding="utf-8")
    for kind, meaning in MEANINGS.items():
        assert f"| `{kind}` | {meaning} |" in page


def test_a_run_that_others_recorded_meanwhile_elsewhere_is_decided_again() -> None:
    """Of two municipalities that prepare at once each reads a position before the other's entry."""
    house = House().open()
    house.running()
    ledger = house.ledger()
    before = house.position()
    month = Month.parse("2026-11")
    append = ledger.store.append

    def late(*how: Any) -> Any:
        ledger.store.append = append  # type: ignore[method-assign]
        house.employer(OTHER_EMPLOYER)
        return append(*how)

    ledger.store.append = late  # type: ignore[method-assign, assignment]
    house.ask(intents.PrepareRun(municipality=MUNICIPALITY, month=month), by="f.finance", today=date(2026, 11, 12))
    (prepared,) = (entry for entry in house.store.read_all() if isinstance(entry.fact, facts.RunPrepared))
    assert isinstance(prepared.fact, facts.RunPrepared)
    assert prepared.fact.position == before < prepared.position - 1
    assert found(house.store) == set()
