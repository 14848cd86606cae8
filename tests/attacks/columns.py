"""Each column of the log changed: with the seal as it was, with that entry sealed again, and with everything after it as well."""

from tests.attacks.attack import Attack

CHANGED = {
    "notification_id": "notification_id + 1000",
    "originator_id": "gen_random_uuid()",
    "originator_version": "originator_version + 1000",
    "recorded_at": "recorded_at - interval '1 microsecond'",
    "topic": "'Ended'",
    "municipality": "'GM0034'",
    "recorded_by": "'somebody'",
    "intent_key": "sha256(coalesce(intent_key, ''))",
    "cause": "coalesce(cause, '{{}}') || ' '",
    "state": "state || ' '",
    "seal": "sha256(seal)",
}

AFTERWARDS = {
    "the seal as it was": "",
    "that entry sealed again": "; SELECT attacker.seal_one({Measured})",
    "everything after it sealed again": "; SELECT attacker.seal_from({Measured})",
}


def attacks() -> list[Attack]:
    """Every column in every way. A seal that is made again is what it was, so of a changed seal only the rest is made again."""
    found = []
    for column, value in CHANGED.items():
        for how, afterwards in AFTERWARDS.items():
            if column == "seal" and afterwards:
                afterwards = "; SELECT attacker.seal_from({Measured} + 1)" if "everything" in how else ""
                if not afterwards:
                    continue
            if column == "notification_id" and afterwards:
                afterwards = afterwards.replace("seal_one({Measured})", "seal_one({Measured} + 1000)")
            change = f"UPDATE ledger.ledger_events SET {column} = {value} WHERE notification_id = {{Measured}}"
            found.append(Attack(f"{column} changed, {how}", change + afterwards, "Measured"))
    return found
