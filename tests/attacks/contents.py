"""What entries say, changed by somebody who seals everything after it again: only what was published tells."""

from tests.attacks.attack import Attack

_SAID = {
    "an amount": ("Decided", '"subsidy_cents":89741', '"subsidy_cents":99741'),
    "a paid amount": ("Paid", '"charges_cents":', '"charges_cents":1'),
    "an effective date": ("TargetGroupEstablished", "2026-08-15", "2026-07-15"),
    "a wage value": ("Measured", '"wage_value":"60"', '"wage_value":"40"'),
    "a percentage of the law": ("ValueAdopted", '"85"', '"95"'),
    "the source of a value of the law": ("ValueAdopted", '"confidence":"high"', '"confidence":"low"'),
    "a switch of the policy": ("PolicyAdopted2", "thirtieths", "working"),
    "the account of an employer": ("EmployerRegistered", '"sealed":"A', '"sealed":"B'),
    "the employer of a case": ("Applied", "W-000001-D", "W-000002-A"),
    "the total of a run": ("RunPrepared", '"sent_cents":', '"sent_cents":1'),
    "who was measured by whom": ("Measured", "LWD-1", "LWD-2"),
    "a signed digest": ("QuarterSignedOff", '"digest":"', '"digest":"00'),
}
"""A topic, words in its first entry, and others."""

_BLAMED = {
    "the actor": ('"actor":"a.case"', '"actor":"b.case"'),
    "on whose behalf": ('"on_behalf_of":null', '"on_behalf_of":"b"'),
    "the business day": ('"today":"2026-09-01"', '"today":"2026-08-01"'),
    "the intent": ('"intent":"RecordMeasurement"', '"intent":"WaiveMeasurement"'),
    "what was read": ('"read":{{"', '"read":{{"00000000-0000-5000-8000-000000000000":0,"'),
    "the version of the rules": ('"decider":3', '"decider":1'),
    "the digest of the intent": ('"digest":"', '"digest":"00'),
}
"""Words in the cause of a measurement, and others."""

_CHANGED = {
    "the recorded time": ("recorded_at", "recorded_at - interval '1 day'"),
    "the login": ("recorded_by", "'g.control'"),
    "the key of the intent": ("intent_key", "sha256(intent_key)"),
    "the name of the fact": ("topic", "'Measured'"),
}
"""Columns of a decision, and what they become."""

_TOKENS = """
UPDATE ledger.ledger_events e
SET state = convert_to(
    jsonb_set(convert_from(e.state, 'UTF8')::jsonb, '{{sealed}}', convert_from(o.state, 'UTF8')::jsonb -> 'sealed')::text, 'UTF8'
)
FROM ledger.ledger_events o
WHERE (e.notification_id, o.notification_id)
    IN (({PersonRegistered}, {PersonRegistered2}), ({PersonRegistered2}, {PersonRegistered}))
"""


def attacks() -> list[Attack]:
    """All of them."""
    said = [
        Attack(f"{what} changed", f"SELECT attacker.say({{{mark}}}, $${words}$$, $${others}$$)", mark)
        for what, (mark, words, others) in _SAID.items()
    ]
    blamed = [
        Attack(
            f"{what} in a cause changed", f"SELECT attacker.blame({{Measured}}, $${words}$$, $${others}$$)", "Measured"
        )
        for what, (words, others) in _BLAMED.items()
    ]
    changed = [
        Attack(
            f"{what} of a decision changed",
            f"UPDATE ledger.ledger_events SET {column} = {value} WHERE notification_id = {{Decided}}",
            "Decided",
        )
        for what, (column, value) in _CHANGED.items()
    ]
    others = [
        Attack("what is sealed of two persons exchanged", _TOKENS, "PersonRegistered"),
        Attack(
            "a proposal and the approval of it renamed",
            "UPDATE ledger.ledger_events SET topic = 'Declined' WHERE notification_id = {Approved}",
            "Approved",
        ),
    ]
    return [_sealed_again(one) for one in (*said, *blamed, *changed, *others)]


def _sealed_again(one: Attack) -> Attack:
    again = f"{one.does}; SELECT attacker.seal_from({{{one.first}}})"
    return Attack(f"{one.name}, everything after it sealed again", again, one.first)
