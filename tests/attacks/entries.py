"""Entries deleted, inserted, moved and exchanged, and the head."""

from tests.attacks.attack import Attack

_DELETE = "DELETE FROM ledger.ledger_events WHERE notification_id"
_COPY = """
INSERT INTO ledger.ledger_events
SELECT {place}, gen_random_uuid(), 1, recorded_at, topic, municipality, recorded_by, {key}, cause, state, seal
FROM ledger.ledger_events WHERE notification_id = {{Measured}}
"""
_INSIDE = _COPY.format(place="{Decided}", key="sha256('forged')")
_BEHIND = _COPY.format(place="{last} + 1", key="sha256('forged')")
_BEFORE = _COPY.format(place="{place}", key="sha256('forged')")
_EXCHANGE = """
UPDATE ledger.ledger_events e SET {columns} FROM ledger.ledger_events o
WHERE (e.notification_id, o.notification_id) IN (({{Measured}}, {{elsewhere}}), ({{elsewhere}}, {{Measured}}))
"""
_APART = """
UPDATE ledger.ledger_events SET originator_version = -originator_version
WHERE notification_id IN ({Measured}, {elsewhere});
"""


def attacks() -> list[Attack]:
    """All of them."""
    return [*_deleted(), *_inserted(), *_moved(), *_head()]


def _deleted() -> list[Attack]:
    return [
        Attack("an entry deleted in the middle", f"{_DELETE} = {{Measured}}", "Measured"),
        Attack(
            "an entry deleted, the others moved up and sealed again",
            f"{_DELETE} = {{Measured}}; SELECT attacker.move_from({{Measured}}, -1); SELECT attacker.seal_from({{Measured}})",
            "Measured",
        ),
        Attack(
            "a whole append deleted, the others moved up and sealed again",
            f"{_DELETE} BETWEEN {{PersonRegistered}} AND {{PersonRegistered}} + 1;"
            " SELECT attacker.move_from({PersonRegistered}, -2); SELECT attacker.seal_from({PersonRegistered})",
            "PersonRegistered",
        ),
        Attack("the first entry deleted", f"{_DELETE} = 1", "first"),
        Attack(
            "the first entry deleted, the others moved up and sealed again",
            f"{_DELETE} = 1; SELECT attacker.move_from(1, -1); SELECT attacker.seal_from(1)",
            "first",
        ),
        Attack("the last entry deleted", f"{_DELETE} = {{last}}", "last"),
        Attack(
            "the last entry deleted, the head moved back", f"{_DELETE} = {{last}}; SELECT attacker.set_head()", "last"
        ),
        Attack("the tail deleted", f"{_DELETE} > {{old}}", "old", later=1),
        Attack(
            "the tail deleted, the head moved back", f"{_DELETE} > {{old}}; SELECT attacker.set_head()", "old", later=1
        ),
        Attack("everything deleted", f"{_DELETE} > 0", "first"),
        Attack(
            "everything deleted, the head as of an empty log", f"{_DELETE} > 0; SELECT attacker.set_head()", "first"
        ),
        Attack("truncated", "TRUNCATE ledger.ledger_events; SELECT attacker.set_head()", "first"),
    ]


def _inserted() -> list[Attack]:
    room = "SELECT attacker.move_from({Decided}, 1);"
    return [
        Attack("an entry put in", room + _INSIDE, "Decided"),
        Attack("an entry put in, sealed", f"{room}{_INSIDE}; SELECT attacker.seal_one({{Decided}})", "Decided"),
        Attack(
            "an entry put in, everything after it sealed again",
            f"{room}{_INSIDE}; SELECT attacker.seal_from({{Decided}})",
            "Decided",
        ),
        Attack(
            "an entry put before the first, everything sealed again",
            "SELECT attacker.move_from(1, 1);" + _BEFORE.format(place=1, Measured="{Measured} + 1")
            + "; SELECT attacker.seal_from(1)",
            "first",
        ),
        Attack("an entry put behind the head", _BEHIND, "last", later=1),
        Attack("an entry put behind the head, sealed", f"{_BEHIND}; SELECT attacker.seal_one({{last}} + 1)", "last", later=1),
    ]  # fmt: skip


def _moved() -> list[Attack]:
    swap = "SELECT attacker.swap({Measured}, {Decided})"
    municipalities = _EXCHANGE.format(columns="municipality = o.municipality")
    facts = _EXCHANGE.format(columns="state = o.state, topic = o.topic")
    streams = (
        _APART + "UPDATE ledger.ledger_events e SET originator_id = o.originator_id FROM ledger.ledger_events o"
        " WHERE (e.notification_id, o.notification_id) IN (({Measured}, {elsewhere}), ({elsewhere}, {Measured}))"
    )
    again = "; SELECT attacker.seal_from({Measured})"
    return [
        Attack("two entries that change places", swap, "Measured"),
        Attack("two entries that change places, sealed again", swap + again, "Measured"),
        Attack("two municipalities exchanged", municipalities, "Measured"),
        Attack("two municipalities exchanged, sealed again", municipalities + again, "Measured"),
        Attack("facts of two municipalities exchanged", facts, "Measured"),
        Attack("facts of two municipalities exchanged, sealed again", facts + again, "Measured"),
        Attack("two entries that change streams", streams, "Measured"),
        Attack("two entries that change streams, sealed again", streams + again, "Measured"),
    ]


def _head() -> list[Attack]:
    head = "UPDATE ledger.ledger_head SET"
    return [
        Attack("the head set back", f"{head} position = position - 1", "last"),
        Attack("the head set forward", f"{head} position = position + 1", "last", later=1),
        Attack("the head with another seal", f"{head} seal = sha256(seal)", "behind"),
        Attack("the head with another time", f"{head} recorded_at = recorded_at - interval '1 hour'", "last"),
        Attack("the head deleted and made again", "DELETE FROM ledger.ledger_head; INSERT INTO ledger.ledger_head"
            " VALUES (true, gen_random_uuid(), 0, '', 'epoch'); SELECT attacker.set_head()", "first"),
        Attack("another ledger's id", f"{head} ledger_id = gen_random_uuid()", "first"),
        Attack(
            "another ledger's id, everything sealed again for it",
            f"{head} ledger_id = gen_random_uuid(); SELECT attacker.seal_from(1)",
            "first",
        ),
    ]  # fmt: skip
